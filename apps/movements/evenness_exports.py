"""Plain data of the report on evenness: the members of a ClusterYear and what they did in the year's movements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.clusters.models import ClusterYear, Member
from apps.movements import evenness_queries as queries
from apps.units.models import Unit


@dataclass(frozen=True)
class EvennessRow:
    """One unit: activities in each movement (None: it does not take part), all of them, the newest."""

    unit_name: str
    themed: bool
    cells: tuple[int | None, ...]
    entries: int
    last_on: date | None


@dataclass(frozen=True)
class EvennessReport:
    """One ClusterYear: movements by short name, rows with those without a themed movement first."""

    cluster_name: str
    organiser_name: str
    year: int
    movements: tuple[str, ...]
    rows: tuple[EvennessRow, ...]
    spread: queries.Spread


def evenness_report(cluster_years: Sequence[ClusterYear]) -> list[EvennessReport]:
    """Data of the report, one for each ClusterYear; five queries each."""
    return [_one(cluster_year) for cluster_year in cluster_years]


def _one(cluster_year: ClusterYear) -> EvennessReport:
    year = cluster_year.year.year
    names = dict(Member.objects.standing().filter(cluster_year=cluster_year).values_list("unit_id", "unit_name"))
    units = queries.with_activity(Unit.objects.filter(pk__in=names), year)
    movements = queries.columns(units, year)
    found = list(queries.in_order(units))
    cells = queries.cells(list(names), movements, year, date(year, 12, 31))
    rows = tuple(
        EvennessRow(
            names[unit.pk],
            unit.themed,
            tuple(cells[unit.pk, each.pk].entries if (unit.pk, each.pk) in cells else None for each in movements),
            unit.entries,
            unit.last_on,
        )
        for unit in found
    )
    return EvennessReport(
        cluster_year.name,
        cluster_year.cluster.organiser.name,
        year,
        tuple(each.short_name for each in movements),
        rows,
        queries.spread(units),
    )
