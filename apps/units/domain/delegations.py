"""Standing in during an absence (Ủy quyền trong thời gian vắng mặt)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.accounts.domain.factors import end_sessions_without_factor
from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.units.models import Delegation, RoleAssignment

MOST_DAYS = 90  # an absence; whoever is away longer hands the role over


class DelegationWrong(DomainError):
    """Days outside of the assignment, or the wrong person."""


@operation()
def delegate(
    *, assignment_id: int, user_id: int, starts_on: date, ends_on: date, reason: str, actor: Actor, now: datetime
) -> Delegation:
    """Let ``user_id`` act in the assignment's role in these days only. The caller has asked ``can_delegate``.

    It ends with the assignment at the latest, and cannot be handed on: it hangs on an assignment, never on a
    delegation. Repeating changes nothing. Raises DelegationWrong.
    """
    assignment = RoleAssignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment_id)
    _require(assignment, user_id, starts_on, ends_on)
    same = Delegation.objects.filter(assignment=assignment, user_id=user_id, starts_on=starts_on, ends_on=ends_on)
    delegation = same.order_by("pk").first()  # the assignment is locked: nobody makes a second one now
    if delegation is None:
        delegation = Delegation.objects.create(
            assignment=assignment, user_id=user_id, starts_on=starts_on, ends_on=ends_on, reason=clean(reason)
        )
        record(
            "units.delegation.give",
            actor=actor,
            target=delegation,
            at=now,
            after={"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()},
            reason=delegation.reason,
        )
        with kept_language():
            title = _("Bạn được ủy quyền làm thay: %(what)s") % {"what": assignment}
        notify(
            "units.role_given",
            to=[user_id],
            about=assignment,
            title=title,
            body=delegation.reason,
            now=now,
            actor=actor,
            key=f"units.delegation:{delegation.pk}",
        )
        end_sessions_without_factor(user_id=user_id, now=now)
    return delegation


@operation()
def end_delegation(*, delegation_id: int, ends_on: date, reason: str, actor: Actor, now: datetime) -> Delegation:
    """Let it end earlier, that day included. The caller has asked ``can_end_delegation``. Raises DelegationWrong."""
    delegation = Delegation.objects.select_for_update(no_key=True).get(pk=delegation_id)
    if not delegation.starts_on <= ends_on <= delegation.ends_on:
        message = _("Ngày kết thúc phải từ %(since)s đến %(until)s.")
        days = {"since": format_date(delegation.starts_on), "until": format_date(delegation.ends_on)}
        raise DelegationWrong(message % days, field="ends_on")
    before = delegation.ends_on
    if before != ends_on:
        delegation.ends_on = ends_on
        delegation.save(update_fields=["ends_on", "updated_at"])
        record(
            "units.delegation.end",
            actor=actor,
            target=delegation,
            at=now,
            before=before.isoformat(),
            after=ends_on.isoformat(),
            reason=clean(reason),
        )
    return delegation


def _require(assignment: RoleAssignment, user_id: int, starts_on: date, ends_on: date) -> None:
    if user_id == assignment.user_id:
        raise DelegationWrong(_("Chọn người khác: đây là chính người giữ vai trò."), field="person")
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise DelegationWrong(_("Tài khoản này đã khóa, không nhận ủy quyền được."), field="person")
    if ends_on < starts_on:
        raise DelegationWrong(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="ends_on")
    if (ends_on - starts_on).days >= MOST_DAYS:
        message = _("Ủy quyền không quá %(days)s ngày. Vắng lâu hơn: phân công người khác giữ vai trò.")
        raise DelegationWrong(message % {"days": MOST_DAYS}, field="ends_on")
    if starts_on < assignment.starts_on:
        message = _("Vai trò này bắt đầu từ %(day)s; ủy quyền không sớm hơn.")
        raise DelegationWrong(message % {"day": format_date(assignment.starts_on)}, field="starts_on")
    if assignment.ends_on is not None and ends_on > assignment.ends_on:
        message = _("Vai trò này kết thúc ngày %(day)s; ủy quyền không muộn hơn.")
        raise DelegationWrong(message % {"day": format_date(assignment.ends_on)}, field="ends_on")
    own = RoleAssignment.objects.filter(user_id=user_id, unit_id=assignment.unit_id, role=assignment.role)
    if own.filter(starts_on__lte=starts_on).overlapping(starts_on, ends_on).exists():
        raise DelegationWrong(_("Người này đã tự giữ đúng vai trò này, không cần ủy quyền."), field="person")
