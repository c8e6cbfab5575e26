"""Giving, changing and ending roles over time (Phân công vai trò)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.domain.factors import end_sessions_without_factor
from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError, NotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit
from apps.units.role_policies import can_change


class RoleOverlaps(DomainError):
    """The person holds the same role in the same unit on one of these days already."""


class RoleDatesWrong(DomainError):
    """The end lies before the beginning, or the days outside of the unit's life."""


class NotForYourself(DomainError):
    """Nobody gives a role of trust to themselves."""

    default_message = _("Không tự phân công vai trò này cho mình; đề nghị người khác có thẩm quyền phân công.")


class AccountLocked(DomainError):
    """A locked account gets no role."""

    default_message = _("Tài khoản này đã khóa, không phân công được.")


@operation()
def give_role(
    *,
    user_id: int,
    unit_id: int,
    role: str,
    starts_on: date,
    actor: Actor,
    now: datetime,
    ends_on: date | None = None,
    basis: str = "",
) -> RoleAssignment:
    """Let a user act in a unit from a date. Repeating changes nothing. The caller has asked ``can_give``.

    Raises RoleOverlaps, RoleDatesWrong, NotForYourself, AccountLocked.
    """
    known = RoleAssignment.objects.filter(user_id=user_id, unit_id=unit_id, role=role, starts_on=starts_on).first()
    if known is not None and known.ends_on == ends_on:
        return known
    if actor.user_id == user_id and role != Role.OFFICER:
        raise NotForYourself(field="person")
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise AccountLocked(field="person")
    assignment = RoleAssignment(
        user_id=user_id,
        unit_id=unit_id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=clean(basis),
        saved_by_label=actor.label,
        saved_at=now,
    )
    _require_days(assignment)
    _save(assignment)
    record("units.role.give", actor=actor, target=assignment, at=now, after=_facts(assignment), reason=assignment.basis)
    notify("units.role_given", to=[user_id], about=assignment, now=now, actor=actor, key=f"units.role:{assignment.pk}")
    end_sessions_without_factor(user_id=user_id, now=now)
    return assignment


@operation()
def change_role(
    *,
    assignment_id: int,
    starts_on: date,
    ends_on: date | None,
    basis: str,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> RoleAssignment:
    """Correct the days or the basis. The caller has asked ``can_change``.

    Raises RoleOverlaps, RoleDatesWrong, StaleVersion.
    """
    assignment = _lock(assignment_id)
    require_version(assignment, version)
    before = _facts(assignment)
    assignment.starts_on, assignment.ends_on, assignment.basis = starts_on, ends_on, clean(basis)
    return _keep(assignment, "change", before=before, reason=reason, actor=actor, now=now)


@operation()
def end_role(*, assignment_id: int, ends_on: date, reason: str, actor: Actor, now: datetime) -> RoleAssignment:
    """Let a role end with a day, that day included. The caller has asked ``can_change``. Ending twice changes nothing.

    Raises RoleDatesWrong.
    """
    assignment = _lock(assignment_id)
    if assignment.ends_on == ends_on:
        return assignment
    before = _facts(assignment)
    assignment.ends_on = ends_on
    kept = _keep(assignment, "end", before=before, reason=reason, actor=actor, now=now)
    notify("units.role_ended", to=[kept.user_id], about=kept, body=clean(reason), now=now, actor=actor)
    return kept


@operation()
def end_roles(*, ids: Iterable[int], ends_on: date, reason: str, actor: Actor, now: datetime) -> int:
    """The same for many: all or none; answers how many ended earlier than before. Raises NotAllowed, RoleDatesWrong."""
    rows = RoleAssignment.objects.select_for_update(of=("self",)).for_list().filter(pk__in=list(ids)).order_by("pk")
    ended = 0
    for assignment in rows:
        if not (verdict := can_change(actor, assignment)):
            raise NotAllowed(f"{assignment}: {verdict.reason}")
        if assignment.ends_on is not None and assignment.ends_on <= ends_on:
            continue
        end_role(assignment_id=assignment.pk, ends_on=ends_on, reason=reason, actor=actor, now=now)
        ended += 1
    return ended


def _lock(assignment_id: int) -> RoleAssignment:
    return (
        RoleAssignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "unit")
        .get(pk=assignment_id)
    )


def _keep(assignment: RoleAssignment, verb: str, *, before: dict, reason: str, actor: Actor, now: datetime):
    assignment.version += 1
    assignment.saved_by_label, assignment.saved_at = actor.label, now
    _require_days(assignment)
    _save(assignment)
    after = _facts(assignment)
    record(
        f"units.role.{verb}", actor=actor, target=assignment, at=now, before=before, after=after, reason=clean(reason)
    )
    return assignment


def _require_days(assignment: RoleAssignment) -> None:
    unit = Unit.objects.get(pk=assignment.unit_id)
    starts_on, ends_on = assignment.starts_on, assignment.ends_on
    if ends_on is not None and ends_on < starts_on:
        message = _("Ngày kết thúc phải từ ngày bắt đầu (%(day)s) trở đi.") % {"day": format_date(starts_on)}
        raise RoleDatesWrong(message, field="ends_on")
    if unit.valid_to is not None and starts_on > unit.valid_to:
        message = _("%(unit)s chỉ hoạt động đến %(day)s; chọn ngày sớm hơn hoặc đơn vị kế thừa.")
        raise RoleDatesWrong(message % {"unit": unit, "day": format_date(unit.valid_to)}, field="starts_on")
    others = RoleAssignment.objects.filter(user_id=assignment.user_id, unit_id=unit.pk, role=assignment.role)
    other = others.exclude(pk=assignment.pk).overlapping(starts_on, ends_on).first()
    if other is not None:
        raise _overlap(other)


def _overlap(other: RoleAssignment) -> RoleOverlaps:
    until = format_date(other.ends_on) if other.ends_on else _("chưa định ngày")
    message = _("Người này đã giữ đúng vai trò này của đơn vị từ %(since)s đến %(until)s; các ngày không được trùng.")
    return RoleOverlaps(message % {"since": format_date(other.starts_on), "until": until}, field="starts_on")


def _save(assignment: RoleAssignment) -> None:
    """The constraint of the database decides between two who save in the same moment."""
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError:
        others = RoleAssignment.objects.filter(
            user_id=assignment.user_id, unit_id=assignment.unit_id, role=assignment.role
        ).exclude(pk=assignment.pk)
        other = others.overlapping(assignment.starts_on, assignment.ends_on).first()
        if other is None:
            raise
        raise _overlap(other) from None


def _facts(assignment: RoleAssignment) -> dict:
    return {
        "role": str(assignment.get_role_display()),
        "starts_on": assignment.starts_on.isoformat(),
        "ends_on": assignment.ends_on and assignment.ends_on.isoformat(),
        "basis": assignment.basis,
    }
