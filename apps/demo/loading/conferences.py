"""The closing conference of Cụm số 1 in the afternoon of 18/12/2020 with its ballots, and this year's to come.

The source names the 13 units, the guest of honour, the four units of the flag and the two among them. Votes, slips,
delegates, tellers, hours and what was said are invented, and the papers say so (minh họa).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.ballots.domain import attending as boxes
from apps.ballots.domain import boards, certifying, closing
from apps.ballots.domain.boards import Board
from apps.ballots.enums import Mode
from apps.ballots.models import Ballot, Question
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.conferences.domain import announcing, attending, inviting, minutes, papers, planning, running, voting
from apps.conferences.domain.planning import Plan
from apps.conferences.domain.voting import Vote, party_of
from apps.conferences.enums import Answer, PaperKind, Session, Step
from apps.conferences.minutes_content import what_is_signed
from apps.conferences.models import Conference
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.demo.loading.pledges import SCAN
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.units.enums import Role
from apps.units.models import Unit

DAY = date(2020, 12, 18)
FLAG, GOVERNMENT_FLAG = "Cờ thi đua ngành Tư pháp", "Cờ thi đua của Chính phủ"
TELLERS = ("VPB", "TTRB")  # neither stands
NOT_STANDING = (*TELLERS, "CCTPN")
# 13 slips: four choices each, then two each. Who wins is the source's, how many votes is not.
VOTES = {"VPLQT": 13, "CKHTC": 12, "VPLDSKT": 11, "VTDKT": 9, "VPLHSHC": 3, "VTCCB": 2, "CCNTT": 2}
GOVERNMENT_VOTES = {"VPLQT": 12, "VPLDSKT": 10, "CKHTC": 3, "VTDKT": 1}
REPORT = (
    "Phong trào thi đua của Cụm bám sát nhiệm vụ được giao; việc bình xét dân chủ, công khai (minh họa).\n"
    "Hạn chế: phong trào chưa đồng đều, một số đơn vị chưa quan tâm thi đua theo chuyên đề; phát hiện, nhân rộng điển"
    " hình còn chậm.\n"
    "Năm 2021: đổi mới nội dung; kiện toàn Hội đồng Thi đua - Khen thưởng, Hội đồng sáng kiến; phân công cán bộ."
)
DAYS_TO_COME = 25


def load_conferences(cluster_years: Mapping[int, ClusterYear], *, actor: Actor, now: datetime) -> int:
    """Answers how many meetings there are. Repeating changes nothing."""
    *_past, this_year = sorted(cluster_years)
    if not Conference.objects.filter(cluster_year=cluster_years[2020]).exists():
        _hold_2020(cluster_years[2020])
    if not Conference.objects.filter(cluster_year=cluster_years[this_year]).exists():
        _plan_this_year(cluster_years[this_year], now)
    return Conference.objects.count()


def _at(hour: int, minute: int = 0, on: date = DAY) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


# --- The afternoon of 18/12/2020 ---------------------------------------------------------------------------


def _hold_2020(closing_year: ClusterYear) -> None:
    head, before = system_actor("Trưởng Cụm (minh họa)"), _at(9, on=DAY - timedelta(days=10))
    plan = Plan(
        title="Hội nghị tổng kết công tác thi đua, khen thưởng năm 2020 và ký kết giao ước thi đua năm 2021",
        held_on=DAY,
        place="Hà Nội",
        session=Session.AFTERNOON,
        chair_name="Lê Văn Mẫu Một",
        chair_post="Trưởng Cụm (minh họa)",
        secretary_name="Trần Thị Thử Một",
        secretary_post="Chuyên viên (minh họa)",
        quorum_percent=Decimal("66.67"),
        quorum_basis="Quy chế của Cụm (minh họa)",
        guests=(("Phan Chí Hiếu", "Thứ trưởng Bộ Tư pháp"),),
    )
    following = ClusterYear.objects.filter(cluster=closing_year.cluster, year__year=2021).first()
    meeting = planning.hold_closing(
        cluster_year_id=closing_year.pk,
        next_cluster_year_id=following.pk if following else None,
        plan=plan,
        illustrative=True,
        actor=head,
        now=before,
    )
    call = {"conference_id": meeting.pk, "actor": head}
    paper = papers.add_paper(kind=PaperKind.REPORT, title="Báo cáo tổng kết năm 2020", text=REPORT, now=before, **call)
    everybody = set(meeting.attendees.values_list("pk", flat=True))
    attending.tick(present=everybody, seen=set(), now=_at(14), **call)
    running.open_conference(now=_at(14, 5), **call)
    remark = "Bổ sung nhiệm vụ kiện toàn Hội đồng sáng kiến (minh họa)."
    papers.make_official(paper_id=paper.pk, remark=remark, version=paper.version, actor=head, now=_at(14, 30))
    first = _vote_2020(meeting, head)
    asked = Vote(GOVERNMENT_FLAG, 2, among=first.questions.get().pk)
    _vote(meeting, f"Bình xét, suy tôn {GOVERNMENT_FLAG}", asked, GOVERNMENT_VOTES, head, _at(15, 40))
    _close_2020(meeting, head, bool(following))


def _vote_2020(meeting: Conference, head: Actor) -> Ballot:
    units = meeting.attendees.exclude(unit__code__in=NOT_STANDING).order_by("order").values_list("unit_id", flat=True)
    asked = Vote(FLAG, 4, tuple(units))
    return _vote(meeting, f"Bình xét, suy tôn {FLAG} năm 2020", asked, VOTES, head, _at(15))


def _vote(meeting: Conference, title: str, vote: Vote, counted: Mapping[str, int], head: Actor, at: datetime) -> Ballot:
    """On paper from the proposed team to the certified count: every slip valid, none blank."""
    call = {"conference_id": meeting.pk, "now": at}
    ballot = voting.prepare_ballot(title=title, votes=[vote], actor=head, **call)
    units = Unit.objects.in_bulk(TELLERS, field_name="code")
    people = [(_leader(units[code]), units[code]) for code in TELLERS]
    pairs = [(user.pk, unit.pk) for user, unit in people]
    voting.approve_tellers(ballot_id=ballot.pk, tellers=pairs, actor=head, **call)
    first, second = (Actor(user.pk, user.label) for user, _unit in people)
    voting.open_ballot(ballot_id=ballot.pk, actor=first, **call)
    ids = list(ballot.voters.values_list("pk", flat=True))
    boxes.put_in_box(ballot_id=ballot.pk, voter_ids=ids, actor=first, now=at + timedelta(minutes=10))
    closing.close_ballot(ballot_id=ballot.pk, codes={}, actor=second, now=at + timedelta(minutes=15))
    question = ballot.questions.get()
    board = Board(len(ids), len(ids), 0, 0, _by_number(question, counted))
    boards.write_board(question_id=question.pk, board=board, version=0, actor=first, now=at + timedelta(minutes=25))
    return certifying.certify(ballot_id=ballot.pk, actor=first, now=at + timedelta(minutes=30))


def _by_number(question: Question, counted: Mapping[str, int]) -> dict[int, int]:
    """Votes by number of the option; who got none is written as 0."""
    votes = {
        party_of(pk): counted[code] for pk, code in Unit.objects.filter(code__in=counted).values_list("pk", "code")
    }
    return {option.number: votes.get(option.party, 0) for option in question.options.all()}


def _close_2020(meeting: Conference, head: Actor, signs: bool) -> None:  # noqa: FBT001 - one flag
    """Minutes signed on paper, every step done, the end."""
    call = {"conference_id": meeting.pk, "actor": head}
    minutes.write_minutes(
        opinions="Các đơn vị nhất trí với báo cáo và kết quả bình xét (minh họa).",
        conclusion="Thông qua báo cáo; đề nghị tặng Cờ thi đua theo kết quả bỏ phiếu (minh họa).",
        version=0,
        ended_at=time(16, 45),
        now=_at(16, 45),
        **call,
    )
    scan = store(SimpleUploadedFile("bien-ban-hoi-nghi-da-ky.pdf", SCAN), actor=head, now=_at(16, 50))
    copy = PaperCopy(scan, "02/BB (minh họa)", DAY, signer_name="Lê Văn Mẫu Một", signer_post="Trưởng Cụm (minh họa)")
    minutes.sign_minutes(copy=copy, seen=what_is_signed(meeting), now=_at(16, 55), **call)
    skipped = {Step.NEXT_HEADS} if signs else {Step.PLEDGE, Step.NEXT_HEADS}
    for step in [step for step in Step if step not in skipped]:
        running.mark_step(step=step, done=True, now=_at(16, 55), **call)
    if signs and meeting.next_cluster_year.head_terms.filter(role=HeadRole.HEAD).exists():
        announcing.announce_heads(now=_at(16, 55), **call)
    running.conclude(now=_at(17), **call)


def _leader(unit: Unit) -> User:
    return User.objects.filter(roles__unit=unit, roles__role=Role.LEADER, is_demo=True).order_by("pk").first()


# --- This year -----------------------------------------------------------------------------------------------


def _plan_this_year(cluster_year: ClusterYear, now: datetime) -> None:
    """Invited, most have answered; the report is a draft, the ballot and its team are ready. All of it invented."""
    head, year = system_actor("Trưởng Cụm (minh họa)"), cluster_year.year.year
    plan = Plan(
        title=f"Hội nghị tổng kết công tác thi đua, khen thưởng năm {year} (minh họa)",
        held_on=local(now).date() + timedelta(days=DAYS_TO_COME),
        place="Hội trường cơ quan Bộ, Hà Nội (minh họa)",
        session=Session.MORNING,
        chair_name="Lê Văn Mẫu",
        chair_post="Trưởng Cụm (minh họa)",
        secretary_name="Trần Thị Thử",
        secretary_post="Chuyên viên (minh họa)",
        quorum_percent=Decimal("66.67"),
        quorum_basis="Quy chế của Cụm (minh họa)",
        answer_by=local(now).date() + timedelta(days=DAYS_TO_COME - 7),
        guests=(("Phạm Văn Khách", "Lãnh đạo Bộ (minh họa)"),),
    )
    asked_at = now - timedelta(days=3)
    meeting = planning.hold_closing(
        cluster_year_id=cluster_year.pk, plan=plan, illustrative=True, actor=head, now=asked_at
    )
    call = {"conference_id": meeting.pk, "actor": head, "now": asked_at}
    papers.add_paper(kind=PaperKind.REPORT, title=f"Báo cáo tổng kết năm {year}", text="Dự thảo (minh họa).", **call)
    inviting.send_invitations(**call)
    attendees = list(meeting.attendees.select_related("unit").order_by("order"))
    for number, attendee in enumerate(attendees[:-3]):
        user = _leader(attendee.unit)
        actor = Actor(user.pk, user.label) if user else head
        coming = number != 1
        attending.answer(
            attendee_id=attendee.pk,
            answer=Answer.COMING if coming else Answer.NOT_COMING,
            version=0,
            person=user.full_name if user and coming else "",
            post=user.post if user and coming else "",
            actor=actor,
            now=now - timedelta(days=2),
        )
    standing = tuple(attendee.unit_id for attendee in attendees[2:])
    vote = Vote(FLAG, 4, standing)
    title = f"Bình xét, suy tôn {FLAG} năm {year}"
    ballot = voting.prepare_ballot(title=title, votes=[vote], mode=Mode.SCREEN, **call)
    team = [(_leader(each.unit), each.unit_id) for each in attendees[:2]]  # these two do not stand
    if all(user for user, _unit_id in team):
        pairs = [(user.pk, unit_id) for user, unit_id in team]
        voting.approve_tellers(ballot_id=ballot.pk, tellers=pairs, **call)
