"""What Sở Tư pháp Hà Nội put forward to the Minister in 2022: 3 persons, 1 collective (S000-6; "trình", never "tặng").

Occasions and numbers are told by the source; the people and the day are invented (minh họa).
"""

from datetime import date, timedelta

from apps.awards.domain import making, nominees, receiving, submitting
from apps.awards.domain.making import Batch
from apps.awards.domain.nominees import NomineeInput
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.demo.loading.cases import as_actor, moment
from apps.documents.enums import SigningWay
from apps.periods.models import EmulationYear
from apps.registrations.queries import roll_of
from apps.units.models import Unit

UNIT, YEAR, SENT_ON = "STP-HA-NOI", 2022, date(2022, 11, 15)
# Occasion, first and last year counted, collectives; each also for one person.
BATCHES = (
    ("Tổng kết Chương trình phổ biến, giáo dục pháp luật giai đoạn 2017 - 2021", 2017, 2021, 0),
    ("Đợt thi đua cao điểm kỷ niệm 25 năm trợ giúp pháp lý", 2022, 2022, 1),
    ("6 năm thi hành Luật Hộ tịch", 2016, 2021, 0),
)


def load_minister_2022(*, actor: Actor) -> None:
    """Three batches, sent and verified, before no council; where unit and year of the case are loaded."""
    unit = Unit.objects.filter(code=UNIT).first()
    year = EmulationYear.objects.filter(organiser__code="BTP", year=YEAR).first()
    if unit is None or year is None:
        return
    praise = AwardType.objects.get(code="BKB").pk
    at = moment(SENT_ON)
    by = {"actor": actor, "now": at}
    for (occasion, first, last, collectives), person in zip(BATCHES, roll_of(unit, SENT_ON), strict=False):
        batch = Batch(
            CommendationType.MOVEMENT,
            occasion,
            first,
            last,
            declared_collectives=collectives,
            declared_individuals=1,
        )
        made = making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=batch, illustrative=True, **by)
        lines = [NomineeInput(praise, "individual", person_id=person.pk, achievement="Thành tích minh họa")]
        if collectives:
            lines.append(NomineeInput(praise, "collective", unit_id=unit.pk, achievement="Thành tích minh họa"))
        nominees.add_nominees(proposal_id=made.pk, lines=lines, **by)
        submitting.submit_proposal(proposal_id=made.pk, way=SigningWay.SCREEN, **by)
        note = "Danh sách đúng với tờ trình, trình Hội đồng xét (minh họa)."
        receiving.verify(proposal_id=made.pk, note=note, actor=as_actor("btp.thuongtruc"), now=at + timedelta(days=7))
