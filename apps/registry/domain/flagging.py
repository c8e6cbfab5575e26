"""Which later awards rest on one, through any number of steps; they are flagged when it falls, and freed when it holds
again. Everything is asked once a step, whatever the number of awards.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from apps.registry.enums import AwardState
from apps.registry.models import Award, Reliance


def dependents(*award_ids: int) -> list[int]:
    """Ids of the Reliance rows that lead back to the awards through any number of steps; one query a step."""
    return list(_edges(award_ids))


def flag_dependents(reasons: Mapping[int, str], now: datetime) -> int:
    """Flag every award that relied on one of these, directly or through others; answers how many rows.

    ``reasons``: award that fell → what the flag says; each row tells of the nearest one that fell before it.
    """
    said, rows = dict(reasons), []
    for pk, (basis, award) in _edges(reasons).items():  # step by step: what is said of the basis is known
        said.setdefault(award, said[basis])
        reason = said[basis][:500]
        rows.append(Reliance(pk=pk, flagged_at=now, flag_reason=reason, settled_at=None, settled_note=""))
    fields = ["flagged_at", "flag_reason", "settled_at", "settled_note"]
    return Reliance.objects.bulk_update(rows, fields, batch_size=500)


def unflag_dependents(award_ids: Collection[int]) -> None:
    """Take back the flags behind awards that hold again, unless somebody settled them or another cancelled award,
    however far before, still stands behind them.
    """
    waiting = Reliance.objects.flagged().filter(pk__in=dependents(*award_ids))
    kept = dependents(*cancelled_before(waiting))
    waiting.exclude(pk__in=kept).update(flagged_at=None, flag_reason="")


def cancelled_before(rows: Iterable[Reliance]) -> list[int]:
    """Ids of cancelled awards that lead to any of the Reliance rows through any number of steps."""
    found: set[int] = set()
    bases = {row.basis_id for row in rows}
    while bases:
        found |= bases
        before = Reliance.objects.filter(award_id__in=bases).exclude(basis_id__in=found)
        bases = set(before.values_list("basis_id", flat=True))
    return list(Award.objects.filter(pk__in=found, state=AwardState.CANCELLED).order_by().values_list("pk", flat=True))


def _edges(award_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Reliance row → (basis, award), of all that lead back to the awards; step by step, the older rows of a step
    first.
    """
    found: dict[int, tuple[int, int]] = {}
    bases = set(award_ids)
    while bases:
        rows = Reliance.objects.filter(basis_id__in=bases).exclude(pk__in=found).order_by("pk")
        new = {pk: (basis, award) for pk, basis, award in rows.values_list("pk", "basis_id", "award_id")}
        found |= new
        bases = {award for _basis, award in new.values()}
    return found
