"""Sơ kết, tổng kết: when, or in which span of time while no day is known; with the day the units are asked."""

from datetime import date, datetime

from django.utils.translation import gettext as words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.movements import policies
from apps.movements.domain import reviews
from apps.movements.domain.movements import lock_movement
from apps.movements.domain.years import require_year
from apps.movements.enums import MovementState
from apps.movements.models import Milestone, Participation
from apps.movements.telling_queries import people_of_units
from apps.notifications.domain.sending import notify


class NoTime(DomainError):
    default_message = _("Ghi thời gian bằng chữ, hoặc chọn ngày.")


class OutsideOfMovement(DomainError):
    default_message = _("Mốc phải trong thời gian của phong trào, chậm nhất một năm sau đó.")


class TwiceAYear(DomainError):
    default_message = _("Năm đó đã có mốc cùng loại.")


@operation()
def add_milestone(
    *,
    movement_id: int,
    kind: str,
    year: int,
    actor: Actor,
    now: datetime,
    window_text: str = "",
    due_on: date | None = None,
    covers_from: int | None = None,
    covers_to: int | None = None,
) -> Milestone:
    """A review to come, in words ("trong năm 2025, gắn với tổng kết Nghị quyết") or with its day.

    Raises NotAllowed, NoTime, OutsideOfMovement, TwiceAYear, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_allowed(policies.can_run(actor, movement))
    if not clean(window_text) and due_on is None:
        raise NoTime(field="window_text")
    if not movement.starts_on.year <= year <= movement.ends_on.year + 1:
        raise OutsideOfMovement(field="year")
    if movement.milestones.filter(kind=kind, year=year).exists():
        raise TwiceAYear(field="year")
    require_year(movement, year)
    milestone = Milestone.objects.create(
        movement=movement,
        kind=kind,
        year=year,
        window_text=clean(window_text)[:300],
        due_on=due_on,
        covers_from=covers_from or movement.starts_on.year,
        covers_to=covers_to or min(year, movement.ends_on.year),
    )
    after = {"window": milestone.window_text, "due_on": due_on and due_on.isoformat()}
    record("movements.milestone.add", actor=actor, target=milestone, at=now, after=after)
    if due_on and movement.state != MovementState.DRAFT:
        _ask(milestone, actor=actor, now=now)
    return milestone


@operation()
def set_day(*, milestone_id: int, due_on: date, actor: Actor, now: datetime) -> Milestone:
    """The day is known: the units owe their report by then, are told, and find it filled in beforehand.

    Setting another day moves the duty. Raises NotAllowed, YearClosed.
    """
    milestone = _lock(milestone_id)
    require_allowed(policies.can_run(actor, milestone.movement))
    require_year(milestone.movement, milestone.year)
    before = milestone.due_on
    if before == due_on and milestone.asked_at is not None:
        return milestone
    milestone.due_on = due_on
    milestone.save(update_fields=["due_on", "updated_at"])
    after = {"due_on": due_on.isoformat()}
    record(
        "movements.milestone.set_day",
        actor=actor,
        target=milestone,
        at=now,
        before=before and {"due_on": before.isoformat()},
        after=after,
    )
    if milestone.movement.state != MovementState.DRAFT:
        _ask(milestone, actor=actor, now=now)
    return milestone


@operation()
def remove_milestone(*, milestone_id: int, actor: Actor, now: datetime) -> None:
    """Take away a milestone nobody was asked for. Raises NotAllowed, AlreadyAsked."""
    milestone = _lock(milestone_id)
    require_allowed(policies.can_run(actor, milestone.movement))
    if milestone.asked_at is not None:
        raise DomainError(_("Đã giao báo cáo cho các đơn vị: mốc này giữ lại."))
    record("movements.milestone.remove", actor=actor, target=milestone, at=now, before=str(milestone))
    milestone.delete()


def _lock(milestone_id: int) -> Milestone:
    rows = Milestone.objects.select_related("movement__organiser", "movement__decision")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=milestone_id)


def ask_waiting(movement, *, actor: Actor, now: datetime) -> None:
    """Milestones with a day that were waiting for the launch; inside of the launch."""
    for milestone in movement.milestones.filter(asked_at=None).exclude(due_on=None):
        milestone.movement = movement
        _ask(milestone, actor=actor, now=now)


def _ask(milestone: Milestone, *, actor: Actor, now: datetime) -> None:
    """Open the reports, give the duty, tell the units once for each day that was set."""
    rows = list(Participation.objects.standing().filter(movement=milestone.movement))
    reviews.open_for(milestone, rows, actor=actor, now=now)
    milestone.asked_at = now
    milestone.save(update_fields=["asked_at", "updated_at"])
    with kept_language():
        body = words("%(what)s. Hạn báo cáo: %(day)s.") % {
            "what": milestone,
            "day": format_date(milestone.due_on),
        }
    notify(
        "movements.review_asked",
        to=people_of_units([row.unit_id for row in rows], local(now).date()),
        about=milestone.movement,
        body=body,
        actor=actor,
        now=now,
        # Set back to a day of before, the day is news again: whoever asks has locked the milestone and saved a change.
        key=f"movements.review_asked:{milestone.pk}:{milestone.due_on}:{now.isoformat()}",
    )
