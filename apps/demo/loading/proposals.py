"""Hồ sơ đề nghị khen thưởng: Cụm số 1 of 2020 from its ballot to the decision, this year's in every state, Hà Nội 2022.

Who was voted for is told by the source; council, votes, numbers, money and everything of this year are invented and
say so.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.awards.domain import making, nominees, receiving, submitting, taking_over
from apps.awards.domain.making import Batch
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal, Nominee
from apps.ballots.models import Question
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.clusters.models import ClusterYear, HeadTerm
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.demo.loading import council_sessions
from apps.demo.loading.award_decisions import decide, put_forward
from apps.demo.loading.cases import as_actor, moment
from apps.demo.loading.council_sessions import Sitting
from apps.demo.loading.duties import ask_for_proposals
from apps.demo.loading.minister_2022 import load_minister_2022
from apps.demo.loading.pledges import SCAN
from apps.demo.loading.proposal_states import load_states
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.enums import SigningWay
from apps.registrations.queries import roll_of

FLAGS = {"Cờ thi đua ngành Tư pháp": "CTDB", "Cờ thi đua của Chính phủ": "CTDCP"}
SESSION_2020 = Sitting(
    "Xét tặng Cờ thi đua năm 2020 theo đề nghị của Cụm thi đua số 1",
    date(2020, 12, 29),
    tellers=("ld.vpb", "ld.ttrb"),
    number_of_minutes="07/BB-HĐTĐKT",
    writing=("Ông Lê Văn Mẫu Chín",),
    concerned={"Ông Lê Văn Mẫu Mười Hai": "Vụ Thi đua - Khen thưởng"},
)
OCCASION = "Khen thưởng đột xuất chuyển đổi số trong hoạt động tư pháp"
OPEN_OCCASION = "Kỷ niệm chương “Vì sự nghiệp Tư pháp”, đang rà soát danh sách"


def load_proposals(cluster_years: Mapping[int, ClusterYear], *, actor: Actor, now: datetime) -> int:
    """Answers how many proposals there are. Repeating changes nothing."""
    if not AwardProposal.objects.exists():
        _of_2020(cluster_years[2020], actor, now)
        load_minister_2022(actor=actor)
        *_past, this_year = sorted(cluster_years)
        ask_for_proposals(cluster_years[this_year], actor=actor, now=now)
        _of_this_year(cluster_years[this_year], actor, now)
        load_states(cluster_years[this_year], now=now)
    return AwardProposal.objects.count()


def _of_2020(cluster_year: ClusterYear, actor: Actor, now: datetime) -> None:
    """Lập tờ trình from the ballots of 18/12/2020, sent on paper, before the council, decided for the ministry's flag;
    the government's flag is put forward upwards.
    """
    meeting = Conference.objects.filter(cluster_year=cluster_year).first()
    head = HeadTerm.objects.filter(cluster_year=cluster_year, unit__isnull=False).order_by("pk").first()
    if meeting is None or head is None:
        return
    codes = dict(AwardType.objects.filter(code__in=FLAGS.values()).values_list("code", "pk"))
    questions = Question.objects.filter(ballot__keeper=meeting.keeper).values_list("pk", "text")
    awards = {pk: codes[FLAGS[text]] for pk, text in questions if text in FLAGS}
    at = meeting.concluded_at + timedelta(hours=1) if meeting.concluded_at else now
    made = taking_over.from_meeting(conference_id=meeting.pk, unit_id=head.unit_id, awards=awards, actor=actor, now=at)
    officer, office = as_actor(f"cb.{head.unit.code.lower()}"), as_actor("btp.thuongtruc")
    sent_at = moment(date(2020, 12, 22))
    scan = store(SimpleUploadedFile("to-trinh-da-ky.pdf", SCAN), actor=officer, now=sent_at)
    copy = PaperCopy(
        scan, "15/TTr-C1", date(2020, 12, 21), signer_name="Lê Văn Mẫu Một", signer_post="Trưởng Cụm (minh họa)"
    )
    submitting.submit_proposal(proposal_id=made.pk, way=SigningWay.PAPER, signed_copy=copy, actor=officer, now=sent_at)
    note = "Danh sách đúng kết quả bỏ phiếu ngày 18/12/2020 (minh họa)."
    receiving.verify(proposal_id=made.pk, note=note, actor=office, now=moment(date(2020, 12, 24)))
    session = council_sessions.held(SESSION_2020, [made.pk], office=office)
    flags = [pk for pk, code in _awards_of(council_sessions.recommended_ids(session)) if code == "CTDB"]
    decide(session, flags, symbol="2456/QĐ-BTP", issued_on=date(2020, 12, 31), actor=office)
    put_forward(session, symbol="214/TTr-BTP", issued_on=date(2020, 12, 31), actor=office)


def _awards_of(nominee_ids: list[int]) -> list[tuple[int, str]]:
    rows = Nominee.objects.filter(pk__in=nominee_ids).order_by("position").values_list("pk", "award__code")
    return list(rows)


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
