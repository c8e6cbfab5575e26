"""Hồ sơ đề nghị khen thưởng: Cụm số 1 of 2020 from its ballot, and this year's of two of its units.

Who was voted for is told by the source; occasions, people and words of this year are invented and say so.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from apps.awards.domain import making, nominees, submitting, taking_over
from apps.awards.domain.making import Batch
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal
from apps.ballots.models import Question
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.clusters.models import ClusterYear, HeadTerm
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.documents.enums import SigningWay
from apps.registrations.queries import roll_of

FLAGS = {"Cờ thi đua ngành Tư pháp": "CTDB", "Cờ thi đua của Chính phủ": "CTDCP"}
OCCASION = "Khen thưởng đột xuất chuyển đổi số trong hoạt động tư pháp"
OPEN_OCCASION = "Kỷ niệm chương “Vì sự nghiệp Tư pháp”, đang rà soát danh sách"


def load_proposals(cluster_years: Mapping[int, ClusterYear], *, actor: Actor, now: datetime) -> int:
    """Answers how many proposals there are. Repeating changes nothing."""
    if not AwardProposal.objects.exists():
        _of_2020(cluster_years[2020], actor, now)
        *_past, this_year = sorted(cluster_years)
        _of_this_year(cluster_years[this_year], actor, now)
    return AwardProposal.objects.count()


def _of_2020(cluster_year: ClusterYear, actor: Actor, now: datetime) -> None:
    """Lập tờ trình from the ballots of 18/12/2020; it stays a draft for the visitor to look through."""
    meeting = Conference.objects.filter(cluster_year=cluster_year).first()
    head = HeadTerm.objects.filter(cluster_year=cluster_year, unit__isnull=False).order_by("pk").first()
    if meeting is None or head is None:
        return
    codes = dict(AwardType.objects.filter(code__in=FLAGS.values()).values_list("code", "pk"))
    questions = Question.objects.filter(ballot__keeper=meeting.keeper).values_list("pk", "text")
    awards = {pk: codes[FLAGS[text]] for pk, text in questions if text in FLAGS}
    at = meeting.concluded_at + timedelta(hours=1) if meeting.concluded_at else now
    taking_over.from_meeting(conference_id=meeting.pk, unit_id=head.unit_id, awards=awards, actor=actor, now=at)


def _of_this_year(cluster_year: ClusterYear, actor: Actor, now: datetime) -> None:
    """One sent by the first member with people on its roll, one open batch of the same unit."""
    who = {"actor": actor, "now": now}
    year = cluster_year.year
    for member in cluster_year.members.standing().select_related("unit").order_by("order"):
        people = roll_of(member.unit, now.date())[:2]
        if people:
            break
    else:
        return
    sudden = Batch(CommendationType.SUDDEN, OCCASION, year.year, year.year, declared_collectives=1)
    call = {"unit_id": member.unit_id, "year_id": year.pk, "illustrative": True, **who}
    proposal = making.open_proposal(batch=sudden, **call)
    praise = AwardType.objects.get(code="BKB").pk
    line = NomineeInput(praise, "collective", unit_id=member.unit_id, achievement="Vận hành kho dữ liệu (minh họa)")
    nominees.add_nominees(proposal_id=proposal.pk, lines=[line], **who)
    submitting.submit_proposal(proposal_id=proposal.pk, way=SigningWay.SCREEN, **who)
    medals = Batch(CommendationType.SERVICE, OPEN_OCCASION, year.year, year.year)
    proposal = making.open_proposal(batch=medals, **call)
    medal = AwardType.objects.get(code="KNC_VSNTP").pk
    lines = [NomineeInput(medal, "individual", person_id=person.pk) for person in people]
    nominees.add_nominees(proposal_id=proposal.pk, lines=lines, **who)
