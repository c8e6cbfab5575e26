"""Duties of the running year of Cụm số 1, with late units, so that every board has life (invented, minh họa)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.demo.loading.guidance import letter_of
from apps.obligations.domain.duties import ask, fulfil
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.requesting import ask_for_time
from apps.obligations.domain.waiving import waive
from apps.obligations.enums import Asked
from apps.obligations.models import Duty, Obligation
from apps.units.enums import Role

# code, label, days from today to the due date, places in protocol order that sent late (days) or have not sent.
MEMBERS = (
    ("registration", "Gửi đăng ký thi đua", -150, {3: 2, 8: 4}, ()),
    ("pledge", "Ký giao ước thi đua", -120, {8: 1}, ()),
    ("movement_launch", "Xác nhận phát động phong trào", -75, {5: 6}, (11,)),
    ("report:six_months", "Gửi báo cáo sơ kết 6 tháng", -20, {2: 3}, (8, 11)),
    ("report:year", "Gửi báo cáo tổng kết năm", 18, {}, (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
)
HEADS_OWN = (
    ("plan", "Ban hành kế hoạch hoạt động của Cụm", -160, 0),
    ("consolidation", "Gửi Bảng tổng hợp đăng ký thi đua", -140, 1),
)
# Most members that propose have sent by then, one sends later, the others owe it.
PROPOSALS = ("proposal", "Lập hồ sơ đề nghị khen thưởng", -10)
BASIS = "Công văn hướng dẫn công tác thi đua, khen thưởng của năm (minh họa)"


def load_duties(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> int:
    """Ask for what no other step of the demo has asked for; answers how many duties were asked. Repeating adds none."""
    today = timezone.localtime(now).date()
    members = [member.unit_id for member in members_in_order(cluster_year.pk)]
    known = set(Duty.objects.filter(year_id=cluster_year.year_id).values_list("code", flat=True))
    asked = 0
    for code, label, days, late, missing in MEMBERS:
        if code in known:
            continue
        due_on = today + timedelta(days=days)
        _ask(cluster_year, code, label, due_on, members, actor)
        for place, unit_id in enumerate(members, start=1):
            if place not in missing:
                sent_on = due_on + timedelta(days=late.get(place, -(place % 4)))
                _send(cluster_year, code, unit_id, min(_at(sent_on), now - timedelta(hours=place)))
        asked += 1
    head = HeadTerm.objects.filter(cluster_year=cluster_year, role=HeadRole.HEAD).order_by("-starts_on").first()
    for code, label, days, late in HEADS_OWN if head else ():
        if code not in known:
            due_on = today + timedelta(days=days)
            _ask(cluster_year, code, label, due_on, [head.unit_id], actor)
            _send(cluster_year, code, head.unit_id, _at(due_on + timedelta(days=late or -1)))
            asked += 1
    if "report:six_months" not in known:
        _exceptions(cluster_year, members, now)
    return asked


def ask_for_proposals(cluster_year: ClusterYear, *, actor: Actor, now: datetime) -> None:
    """Before the proposals of the year: each that is sent fulfils its unit's duty. Repeating changes nothing."""
    code, label, days = PROPOSALS
    members = [member.unit_id for member in members_in_order(cluster_year.pk)]
    due_on = timezone.localtime(now).date() + timedelta(days=days)
    _ask(cluster_year, code, label, due_on, members, actor, audience=f"cluster:{cluster_year.cluster.code}")


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 20)))


def _ask(
    cluster_year: ClusterYear,
    code: str,
    label: str,
    due_on: date,
    unit_ids: list[int],
    actor: Actor,
    audience: str = "",
) -> None:
    ask(
        year_id=cluster_year.year_id,
        code=code,
        label=label,
        due_on=due_on,
        internal_due_on=due_on - timedelta(days=5),
        opens_on=due_on - timedelta(days=30),
        unit_ids=unit_ids,
        basis=BASIS,
        document=letter_of(cluster_year.year.year),
        audience=[audience or ("all:members" if len(unit_ids) > 1 else "all:heads")],
        actor=actor,
        now=_at(due_on - timedelta(days=40)),
    )


def _send(cluster_year: ClusterYear, code: str, unit_id: int, at: datetime) -> None:
    fulfil(year_id=cluster_year.year_id, code=code, unit_id=unit_id, at=at)


def _exceptions(cluster_year: ClusterYear, members: list[int], now: datetime) -> None:
    """One date moved by telephone, one unit excused, one that asks for more time. (Nhập thay: member_reports.)"""
    office = actor_for(User.objects.get(username="btp.thuongtruc"), timezone.localtime(now).date())
    eleventh, last = members[10], members[-1]
    owed = Obligation.objects.filter(duty__year_id=cluster_year.year_id)
    extend(
        obligation_id=owed.get(duty__code="movement_launch", unit_id=eleventh).pk,
        until=now + timedelta(days=4),
        asked_by="Lãnh đạo đơn vị (minh họa)",
        asked_how=Asked.TELEPHONE,
        reason="Đơn vị đang sắp xếp lại tổ chức, chưa có cán bộ phụ trách (minh họa).",
        actor=office,
        now=now - timedelta(days=2),
    )
    late = owed.filter(duty__code="registration", unit_id__in=members, fulfilled_at=None, waived_at=None)
    asking = late.order_by("unit__protocol_order", "pk").first()
    officers = User.objects.filter(roles__role=Role.OFFICER, roles__unit_id=asking.unit_id if asking else None)
    officer = officers.order_by("pk").first()
    if asking is not None and officer is not None:
        ask_for_time(
            obligation_id=asking.pk,
            until=_at(timezone.localtime(now).date() + timedelta(days=5)),
            reason="Đơn vị chờ số liệu của hai phòng mới sáp nhập (minh họa).",
            actor=actor_for(officer, timezone.localtime(now).date()),
            now=now - timedelta(days=1),
        )
    waived = owed.filter(duty__code="report:year", unit_id=last, fulfilled_at=None).first()
    if waived is not None:
        waive(
            obligation_id=waived.pk,
            reason="Đơn vị chuyển nhiệm vụ trong năm, báo cáo cùng đơn vị tiếp nhận (minh họa).",
            actor=office,
            now=now - timedelta(days=2),
        )
