"""What was asked and is asked no more: nobody owes it, nothing is late."""

from collections.abc import Iterable
from datetime import datetime

from apps.audit.trail import operation
from apps.obligations.models import Obligation


@operation()
def ask_no_more(*, year_id: int, codes: Iterable[str], now: datetime) -> int:
    """Whoever has not sent these papers of the year owes them no more; answers how many units."""
    owed = Obligation.objects.open().filter(duty__year_id=year_id, duty__code__in=list(codes))
    return owed.update(waived_at=now)


@operation()
def ask_again(*, year_id: int, codes: Iterable[str], unit_ids: Iterable[int]) -> int:
    """Take back ``ask_no_more`` for these units; answers how many."""
    waived = Obligation.objects.filter(duty__year_id=year_id, duty__code__in=list(codes), unit_id__in=list(unit_ids))
    return waived.exclude(waived_at=None).update(waived_at=None)
