"""This result beside last year's and beside what the units gave themselves. Three queries."""

from dataclasses import dataclass
from decimal import Decimal

from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain.exact import exact, round_points

PERCENT = 100
ORDERS = ("rank", "difference", "moved")


@dataclass(frozen=True)
class Compared:
    """One unit: its entry now and last year's, None where it had none. ``moved``: places won (+) or lost (−)."""

    entry: RankingEntry
    last: RankingEntry | None

    @property
    def percent(self) -> Decimal | None:
        return percent_of_maximum(self.entry)

    @property
    def last_percent(self) -> Decimal | None:
        return percent_of_maximum(self.last) if self.last else None

    @property
    def moved(self) -> int | None:
        if self.last is None or self.last.rank is None or self.entry.rank is None:
            return None
        return self.last.rank - self.entry.rank

    @property
    def difference(self) -> Decimal | None:
        """Final points against the self-score."""
        return None if self.entry.rank is None else self.entry.difference


def compared(run: RankingRun, order: str = "rank") -> list[Compared]:
    """All units of a run. ``order``: by rank, by difference to the self-score (largest cut first), or by places won."""
    entries = list(run.entries.select_related("unit"))
    last = last_entries(run)
    rows = [Compared(entry, last.get(entry.unit_id)) for entry in entries]
    if order == "difference":
        return sorted(rows, key=lambda row: (row.difference is None, row.difference or 0))
    if order == "moved":
        return sorted(rows, key=lambda row: (row.moved is None, -(row.moved or 0)))
    return rows


def last_entries(run: RankingRun) -> dict[int, RankingEntry]:
    """Unit → its entry in the published result of the year before of the same organiser, whatever its cluster was."""
    year = run.cluster_year.year
    found = RankingEntry.objects.filter(
        unit__in=run.entries.values("unit_id"),
        run__state=RunState.PUBLISHED,
        run__cluster_year__year__year=year.year - 1,
        run__cluster_year__year__organiser=year.organiser_id,
    )
    return {entry.unit_id: entry for entry in found.select_related("run__cluster_year__cluster").order_by("run_id")}


def ranks_by_year(unit_ids, organiser_id: int, years: range) -> dict[int, dict[int, int | None]]:
    """Unit → year → rank in published results; one query."""
    rows = RankingEntry.objects.filter(
        unit__in=list(unit_ids),
        run__state=RunState.PUBLISHED,
        run__cluster_year__year__year__in=list(years),
        run__cluster_year__year__organiser=organiser_id,
    ).order_by("run_id")
    found: dict[int, dict[int, int | None]] = {}
    for unit_id, year, rank in rows.values_list("unit_id", "run__cluster_year__year__year", "rank"):
        found.setdefault(unit_id, {})[year] = rank
    return found


def percent_of_maximum(entry: RankingEntry) -> Decimal | None:
    """Points as a share of the maximum: years with other tables compare by nothing else."""
    if entry.percent is not None:
        return entry.percent
    maximum = sum((Decimal(part["max"]) for part in entry.parts), Decimal(0))
    return round_points(exact(entry.total) * PERCENT / exact(maximum)) if maximum else None
