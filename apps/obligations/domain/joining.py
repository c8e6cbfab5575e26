"""Units that come later: asked by another head of the year, into a cluster, or into the office of a head."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.dates import local
from apps.obligations.domain.duties import ask, owe, owe_too
from apps.obligations.domain.withdrawing import ask_again
from apps.obligations.models import Duty

TIME_TO_JOIN = timedelta(days=30)  # as a successor has for what its predecessors had let pass


def time_to_join(due_on: date | None, now: datetime) -> date | None:
    """Until when a unit that comes later has time: the date of all, or a month where that has passed."""
    today = local(now).date()
    return due_on if due_on is None or due_on >= today else today + TIME_TO_JOIN


@operation()
def join(duty: Duty, unit_ids: Iterable[int], *, actor: Actor, now: datetime, due_on: date | None = None) -> None:
    """These units owe the duty, too, with time to do it; whom ``ask_no_more`` had let off owes it again.

    ``due_on``: the date of who asks these units for it (the plan of a cluster, a pledge), where that is a later one.
    """
    unit_ids, until = set(unit_ids), time_to_join(due_on or duty.due_on, now)
    owe_too(duty, unit_ids, until=until)
    ask_again(year_id=duty.year_id, codes=[duty.code], unit_ids=unit_ids, until=until, actor=actor, now=now)


@operation()
def ask_or_join(
    *,
    year_id: int,
    code: str,
    label: str,
    due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    basis: str = "",
) -> Duty:
    """The units owe the paper. Where the organiser (or another head) has asked the year for it, the date stays: units
    that were not asked yet join, with time until ``due_on`` where that is later. Repeating changes nothing.
    """
    duty = Duty.objects.filter(year_id=year_id, code=code).first()
    if duty is None:
        return ask(
            year_id=year_id,
            code=code,
            label=label,
            due_on=due_on,
            unit_ids=unit_ids,
            basis=basis,
            actor=actor,
            now=now,
        )
    known = set(duty.obligations.values_list("unit_id", flat=True))
    for unit_id in unit_ids:
        if unit_id not in known:
            owe(year_id=year_id, code=code, unit_id=unit_id, until=due_on)
    return duty
