"""Who owes what: asking, fulfilling, withdrawing a fulfilment."""

from collections.abc import Iterable
from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.obligations.models import Duty, Obligation


@operation()
def ask(
    *,
    year_id: int,
    code: str,
    label: str,
    due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    internal_due_on: date | None = None,
    opens_on: date | None = None,
    basis: str = "",
) -> Duty:
    """Ask the units for a paper of the year. Repeating changes dates and adds units, it removes nobody."""
    duty, created = Duty.objects.update_or_create(
        year_id=year_id,
        code=code,
        defaults={
            "label": label,
            "due_on": due_on,
            "internal_due_on": internal_due_on,
            "opens_on": opens_on,
            "basis": basis,
        },
    )
    known = set(duty.obligations.values_list("unit_id", flat=True))
    Obligation.objects.bulk_create(Obligation(duty=duty, unit_id=pk) for pk in unit_ids if pk not in known)
    if created:
        record("obligations.duty.ask", actor=actor, target=duty, at=now, after={"due_on": due_on.isoformat()})
    return duty


@operation()
def fulfil(*, year_id: int, code: str, unit_id: int, at: datetime, path: str = "") -> Obligation | None:
    """The unit sent the paper ``at`` (the day received, for papers typed by others). None when nothing is owed.

    The first time stays for ever: reopening and sending again does not wipe out lateness, nor add to it.
    """
    obligation = (
        Obligation.objects.select_for_update(no_key=True)
        .filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id)
        .first()
    )
    if obligation is None:
        return None
    obligation.first_fulfilled_at = obligation.first_fulfilled_at or at
    obligation.fulfilled_at = at
    obligation.subject_path = path
    obligation.save(update_fields=["first_fulfilled_at", "fulfilled_at", "subject_path", "updated_at"])
    return obligation


@operation()
def unfulfil(*, year_id: int, code: str, unit_id: int) -> None:
    """The paper was sent back or reopened: it is owed again."""
    Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id).update(fulfilled_at=None)
