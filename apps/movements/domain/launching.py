"""Phát động: the audience becomes a frozen list of units, each of them is told and asked."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

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
from apps.movements.domain import duties as movement_duties
from apps.movements.domain import milestones, reviews
from apps.movements.domain.audiences import require_own_units
from apps.movements.domain.movements import ReasonMissing, lock_movement, touch
from apps.movements.domain.years import require_year
from apps.movements.enums import LIVE
from apps.movements.models import Milestone, Movement, Participation
from apps.movements.queries.audience import audience_of, units_meant
from apps.movements.telling_queries import people_of_units
from apps.movements.workflow import MOVEMENT_FLOW
from apps.notifications.domain.sending import notify
from apps.units.models import Unit

TIME_TO_LAUNCH = timedelta(days=30)  # where the movement names no day


class NobodyMeant(DomainError):
    default_message = _("Chưa có đơn vị nào trong danh sách. Hãy chọn đối tượng tham gia trước khi phát động.")


class DecisionMissing(DomainError):
    default_message = _("Nhập số, ngày của quyết định hoặc kế hoạch phát động trước khi phát động.")


class NotLive(DomainError):
    default_message = _("Phong trào chưa phát động hoặc đã tổng kết.")


class AlreadyThere(DomainError):
    default_message = _("Đơn vị đã có trong danh sách tham gia.")


@operation()
def launch(
    *, movement_id: int, actor: Actor, now: datetime, seen: int | None = None, on: date | None = None
) -> Movement:
    """Freeze the list of units as of the day, tell them, ask for their confirmation.

    ``seen``: how many units the person saw on the page before. ``on``: the day for whom the list is drawn up, the day
    of the launch unless a movement of the past is entered. Raises NotAllowed, TransitionNotAllowed, DecisionMissing,
    NobodyMeant, ListChanged, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_allowed(policies.can_launch(actor, movement))
    before = movement.state
    movement.state = MOVEMENT_FLOW.target("launch", before)
    day = on or local(now).date()
    if movement.decision is None:
        raise DecisionMissing
    units = list(units_meant(audience_of(movement), movement.organiser, day).with_name_on(day))
    if not units:
        raise NobodyMeant
    if seen is not None and seen != len(units):
        raise ListChanged(len(units))
    year = require_year(movement, day.year)
    movement.launched_at = now
    touch(movement, actor, now)
    movement.save()
    Participation.objects.bulk_create(
        [
            Participation(
                movement=movement,
                unit=unit,
                unit_name=unit.name_then,
                added_on=day,
                saved_by_label=actor.label,
                saved_at=now,
            )
            for unit in units
        ],
        batch_size=1000,
    )
    ids = [unit.pk for unit in units]
    due_on = movement.launch_due_on or day + TIME_TO_LAUNCH
    if year is not None:
        movement_duties.ask_launch(movement, year, ids, due_on=due_on, actor=actor, now=now)
    record(
        "movements.movement.launch",
        actor=actor,
        target=movement,
        at=now,
        before=before,
        after={"state": movement.state, "units": len(ids), "on": day.isoformat()},
    )
    _tell(movement, ids, due_on, actor, now)
    milestones.ask_waiting(movement, actor=actor, now=now)
    return movement


class ListChanged(DomainError):
    """Another number of units than the page had shown."""

    def __init__(self, number: int):
        super().__init__(_("Danh sách đã thay đổi: nay là %(n)s đơn vị. Hãy xem lại rồi phát động.") % {"n": number})


def _tell(movement: Movement, unit_ids: list[int], due_on: date, actor: Actor, now: datetime) -> None:
    with kept_language():
        body = words("%(title)s\nXác nhận phát động trước ngày %(day)s.") % {
            "title": movement.title,
            "day": format_date(due_on),
        }
    notify(
        "movements.launched",
        to=people_of_units(unit_ids, local(now).date()),
        about=movement,
        body=body,
        actor=actor,
        now=now,
        key=f"movements.launched:{movement.pk}",
    )


@operation()
def add_units(
    *, movement_id: int, unit_ids: Iterable[int], note: str, actor: Actor, now: datetime
) -> list[Participation]:
    """Units that came after the launch, with the reason; they are told, and owe what the others owe.

    A unit that had left comes back. Raises NotAllowed, NotLive, ReasonMissing, NotBelow, AlreadyThere, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_allowed(policies.can_run(actor, movement))
    if movement.state not in LIVE:
        raise NotLive
    if not (note := clean(note)):
        raise ReasonMissing(field="note")
    today = local(now).date()
    year = require_year(movement, today.year)
    units = list(Unit.objects.filter(pk__in=list(unit_ids)).with_name_on(today).in_order())
    require_own_units(movement, [unit.pk for unit in units], actor)
    if Participation.objects.standing().filter(movement=movement, unit__in=units).exists() or not units:
        raise AlreadyThere(field="units")
    made, returned = [], []
    for unit in units:
        row, new = Participation.objects.update_or_create(
            movement=movement,
            unit=unit,
            defaults={
                "unit_name": unit.name_then,
                "added_on": today,
                "added_late": True,
                "note": note[:500],
                "left_on": None,
                "left_reason": "",
                "saved_by_label": actor.label,
                "saved_at": now,
            },
        )
        made.append(row)
        if not new:
            returned.append(row)
    ids = [unit.pk for unit in units]
    due_on = today + TIME_TO_LAUNCH
    if year is not None:
        movement_duties.ask_launch(movement, year, ids, due_on=due_on, actor=actor, now=now)
    for row in returned:
        movement_duties.ask_again(movement, row.unit_id, actor=actor, now=now)
    for milestone in Milestone.objects.filter(movement=movement, due_on__gte=today).exclude(asked_at=None):
        reviews.open_for(milestone, made, actor=actor, now=now)
    after = {"units": [unit.code for unit in units]}
    record("movements.participation.add", actor=actor, target=movement, at=now, after=after, reason=note)
    people = people_of_units(ids, today)
    notify("movements.unit_added", to=people, about=movement, body=note, actor=actor, now=now)
    return made


@operation()
def drop_unit(*, participation_id: int, reason: str, actor: Actor, now: datetime) -> Participation:
    """A unit takes part no longer: its row, ticks and reports stay with the day and the reason; it owes no more.

    Raises NotAllowed, ReasonMissing, YearClosed.
    """
    row = Participation.objects.select_related("movement__organiser", "unit").select_for_update(of=("self",))
    row = row.get(pk=participation_id)
    require_allowed(policies.can_add_to(actor, row))
    if not (reason := clean(reason)):
        raise ReasonMissing(field="reason")
    today = local(now).date()
    require_year(row.movement, today.year)
    if row.left_on is None:
        row.left_on, row.left_reason = today, reason[:500]
        touch(row, actor, now)
        row.save()
        movement_duties.excuse(row.movement, row.unit_id, reason=reason, actor=actor, now=now)
        movement_duties.settle_ended(row.movement, [row.unit_id], now=now)
        record("movements.participation.drop", actor=actor, target=row, at=now, reason=reason)
        people = people_of_units([row.unit_id], today)
        notify("movements.unit_dropped", to=people, about=row.movement, body=reason, actor=actor, now=now)
    return row


@operation()
def move_on(*, movement_id: int, action: str, actor: Actor, now: datetime, reason: str = "") -> Movement:
    """Sơ kết, tổng kết, mở lại of the whole movement; what is concluded waits for no confirmation any more.

    Raises NotAllowed, TransitionNotAllowed, ReasonMissing, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_allowed(policies.can_launch(actor, movement))
    before = movement.state
    movement.state = MOVEMENT_FLOW.target(action, before)
    if action == "reopen" and not clean(reason):
        raise ReasonMissing(field="reason")
    year = local(now).year
    require_year(movement, year)
    touch(movement, actor, now)
    movement.save()
    units = list(Participation.objects.standing().filter(movement=movement).values_list("unit_id", flat=True))
    if action == "conclude":
        movement_duties.settle_ended(movement, units, now=now)
    elif action == "reopen":
        movement_duties.settle(units, year, organisers=[movement.organiser_id], now=now)
    record(
        f"movements.movement.{action}",
        actor=actor,
        target=movement,
        at=now,
        before=before,
        after=movement.state,
        reason=clean(reason),
    )
    return movement
