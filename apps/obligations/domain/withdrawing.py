"""What was asked and is asked no more: nobody owes it, nothing is late."""

from collections.abc import Iterable
from datetime import date, datetime

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.obligations.domain.closing_requests import lapse
from apps.obligations.models import Obligation, last_moment


@operation()
def ask_no_more(
    *, year_id: int, codes: Iterable[str], actor: Actor, now: datetime, unit_ids: Iterable[int] | None = None
) -> int:
    """Whoever (of these units) has not sent these papers of the year owes them no more; answers how many."""
    owed = Obligation.objects.open().filter(duty__year_id=year_id, duty__code__in=list(codes))
    if unit_ids is not None:
        owed = owed.filter(unit_id__in=list(unit_ids))
    rows = list(owed.select_related("duty", "unit").select_for_update(of=("self",), no_key=True).order_by("pk"))
    Obligation.objects.filter(pk__in=[row.pk for row in rows]).update(waived_at=now)
    lapse([row.pk for row in rows], now=now)
    record_many([Line("obligations.obligation.withdraw", row) for row in rows], actor=actor, at=now)
    return len(rows)


@operation()
def ask_again(
    *,
    year_id: int,
    codes: Iterable[str],
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    until: date | None = None,
) -> int:
    """Take back ``ask_no_more`` for these units; answers how many. Whom the office excused with a reason stays so.

    ``until``: who never sent has time until the end of that day, where it is later than the date it had.
    """
    found = Obligation.objects.filter(duty__year_id=year_id, duty__code__in=list(codes), unit_id__in=list(unit_ids))
    waived = found.filter(waived_at__isnull=False, waived_reason="").select_related("duty", "unit")
    rows = list(waived.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for obligation in rows:
        obligation.waived_at = None
        if until and obligation.first_fulfilled_at is None and last_moment(until) > obligation.due_at:
            obligation.extended_to = last_moment(until)
        obligation.save(update_fields=["waived_at", "extended_to", "updated_at"])
        record("obligations.obligation.unwaive", actor=actor, target=obligation, at=now)
    return len(rows)
