"""This year's proposals of Cụm số 1 in every state, a session held and one to come, a decision out and one in draft.

Everything is invented (minh họa).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from apps.awards.council_enums import Presence
from apps.awards.domain import consulting, making, nominees, receiving, seating, submitting
from apps.awards.domain.making import Batch
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal, CouncilSession
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.clusters.models import ClusterYear
from apps.core.dates import local
from apps.demo.loading import council_sessions
from apps.demo.loading.award_decisions import decide, draft
from apps.demo.loading.cases import as_actor
from apps.demo.loading.council_sessions import Sitting
from apps.documents.enums import SigningWay
from apps.registrations.queries import roll_of

DAYS_AGO, DAYS_TO_COME = 20, 12
MEMBER = "Bà Ngô Thị Giả Định"


@dataclass(frozen=True)
class Case:
    """A proposal of one unit: for what, for whom (the unit itself, so many of its people), how far it came."""

    unit: str
    reached: str
    type: str
    occasion: str
    people: int = 0


CASES = (
    Case("VTCCB", "returned", CommendationType.MOVEMENT, "Sơ kết phong trào thi đua cải cách hành chính"),
    Case("CPLQT", "verified", CommendationType.SUDDEN, "Hoàn thành đàm phán vụ việc phức tạp"),
    Case("CCNTT", "before_council", CommendationType.MOVEMENT, "Sơ kết phong trào thi đua chuyển đổi số", 2),
    Case("CPBGDPL", "recommended", CommendationType.MOVEMENT, "Tổng kết cuộc thi tìm hiểu pháp luật"),
    Case("CPLDSKT", "not_recommended", CommendationType.SUDDEN, "Phục vụ kỳ họp Quốc hội"),
    Case("CKHTC", "decided", CommendationType.SUDDEN, "Bảo đảm kinh phí sắp xếp bộ máy", 1),
    Case("VHTQT", "withdrawn", CommendationType.SUDDEN, "Tổ chức hội nghị quốc tế"),
)


def load_states(cluster_year: ClusterYear, *, now: datetime) -> None:
    """The cases whose unit is of the cluster."""
    units = {member.unit.code: member.unit for member in cluster_year.members.select_related("unit")}
    made = {case: _sent(case, units[case.unit], cluster_year, now) for case in CASES if case.unit in units}
    by_state = {
        state: [proposal for case, proposal in made.items() if case.reached == state]
        for state in {case.reached for case in CASES}
    }
    office = as_actor("btp.thuongtruc")
    by = {"actor": office, "now": now - timedelta(days=2)}
    for proposal in by_state["returned"]:
        about = proposal.nominees.first()
        remark = receiving.Remark("Bổ sung tóm tắt thành tích, số liệu cụ thể (minh họa).", nominee_id=about.pk)
        receiving.return_proposal(proposal_id=proposal.pk, remarks=[remark], **by)
    for proposal in by_state["withdrawn"]:
        leader = as_actor(f"ld.{proposal.unit.code.lower()}")
        receiving.withdraw(proposal_id=proposal.pk, reason="Gộp vào đợt cuối năm (minh họa).", **by | {"actor": leader})
    for proposal in by_state["verified"]:
        _ask(proposal, now)
        _publish(proposal, now)
    _session_held(by_state, now)
    _session_to_come(by_state["before_council"], now)


def _sent(case: Case, unit, cluster_year: ClusterYear, now: datetime) -> AwardProposal:
    """Written by the officer, confirmed by the leader and, but for what comes back, verified."""
    year, code = cluster_year.year, unit.code.lower()
    by = {"actor": as_actor(f"cb.{code}"), "now": now - timedelta(days=DAYS_AGO + 15)}
    people = roll_of(unit, now.date())[: case.people]
    batch = Batch(
        case.type,
        f"{case.occasion} (minh họa)",
        year.year,
        year.year,
        declared_collectives=1,
        declared_individuals=len(people),
    )
    made = making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=batch, illustrative=True, **by)
    line = NomineeInput(
        AwardType.objects.get(code="BKB").pk, "collective", unit_id=unit.pk, achievement="Thành tích minh họa"
    )
    persons = [replace(line, subject="individual", unit_id=None, person_id=person.pk) for person in people]
    nominees.add_nominees(proposal_id=made.pk, lines=[line, *persons], **by)
    sent = {"actor": as_actor(f"ld.{code}"), "now": now - timedelta(days=DAYS_AGO + 14)}
    submitting.submit_proposal(proposal_id=made.pk, way=SigningWay.SCREEN, **sent)
    if case.reached not in {"returned", "withdrawn"}:
        verified = {"actor": as_actor("btp.thuongtruc"), "now": now - timedelta(days=DAYS_AGO + 7)}
        receiving.verify(
            proposal_id=made.pk, note="Danh sách đúng với tờ trình, trình Hội đồng xét (minh họa).", **verified
        )
    return AwardProposal.objects.for_list().get(pk=made.pk)


def _ask(proposal: AwardProposal, now: datetime) -> None:
    """Hiệp y that is not answered yet."""
    today = local(now).date()
    consulting.ask(
        proposal_id=proposal.pk,
        body_name="Bộ Ngoại giao (minh họa)",
        asked_on=today - timedelta(days=3),
        due_on=today + timedelta(days=7),
        actor=as_actor("btp.thuongtruc"),
        now=now,
    )


def _publish(proposal: AwardProposal, now: datetime) -> None:
    """A list on the public page, open for comments: no rule asks for it, the office does."""
    consulting.publish(
        proposal_id=proposal.pk,
        starts_on=local(now).date(),
        contact="Thường trực Hội đồng Thi đua - Khen thưởng ngành Tư pháp (minh họa), 024 0000 9999",
        days=10,
        basis="Theo đề nghị của Hội đồng (minh họa)",
        whole=True,
        actor=as_actor("btp.thuongtruc"),
        now=now,
    )


def _session_held(by_state: Mapping[str, list[AwardProposal]], now: datetime) -> None:
    """One proposal fails, one waits for its decision, one is decided; two members were not there."""
    office, day = as_actor("btp.thuongtruc"), local(now).date() - timedelta(days=DAYS_AGO)
    told = [*by_state["recommended"], *by_state["not_recommended"], *by_state["decided"]]
    refused = [pk for each in by_state["not_recommended"] for pk in each.nominees.values_list("pk", flat=True)]
    sitting = Sitting(
        "Xét khen thưởng đột xuất, theo phong trào (minh họa)",
        day,
        tellers=("hd.uyvien", "hd.thuky"),
        number_of_minutes=f"11/BB-HĐTĐKT-{day.year}",
        absent=("Đinh Văn Thử",),
        writing=("Mai Thị Thử",),
        against=dict.fromkeys(refused, 5),
    )
    session = council_sessions.held(sitting, [each.pk for each in told], office=office)
    ids = set(council_sessions.recommended_ids(session))
    decided = [pk for each in by_state["decided"] for pk in each.nominees.values_list("pk", flat=True) if pk in ids]
    decide(session, decided, symbol="1208/QĐ-BTP", issued_on=day + timedelta(days=6), actor=office)
    waiting = [pk for pk in ids if pk not in decided]
    draft(session, waiting, actor=office, at=now - timedelta(days=1))


def _session_to_come(proposals: list[AwardProposal], now: datetime) -> None:
    """Some have answered, one has begun to read and says what concerns her."""
    sitting = Sitting(
        "Xét khen thưởng theo phong trào, chuyên đề (minh họa)",
        local(now).date() + timedelta(days=DAYS_TO_COME),
        tellers=("hd.uyvien", "hd.thuky"),
        number_of_minutes="",
        concerned={MEMBER: "Cục Công nghệ thông tin"},
    )
    office, at = as_actor("btp.thuongtruc"), now - timedelta(days=4)
    session = council_sessions.planned(sitting, [each.pk for each in proposals], office=office, at=at)
    answers = (Presence.COMING, Presence.COMING, Presence.COMING, Presence.WRITING)
    for seat, presence in zip(session.seats.order_by("order"), answers, strict=False):
        seating.answer_invitation(seat_id=seat.pk, presence=presence, actor=office, now=now - timedelta(days=3))
    member = as_actor("hd.uyvien")
    seat = session.seats.get(label=MEMBER)
    read = list(session.items.order_by("position").values_list("pk", flat=True)[:2])
    seating.mark_read(seat_id=seat.pk, item_ids=read, actor=member, now=now - timedelta(days=2))
    council_sessions.declare(CouncilSession.objects.get(pk=session.pk), sitting, office=member)
