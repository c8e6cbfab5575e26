"""Plain data of the report “Chỉ tiêu và kết quả thực hiện”: what page, PDF, Word and Excel all show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.clusters.enums import Line
from apps.clusters.models import ClusterYear
from apps.clusters.ordering import line_rank
from apps.clusters.queries import members_in_order
from apps.core.kept import kept_language
from apps.results import queries
from apps.results.enums import Origin
from apps.results.excess import in_words, percent
from apps.results.figures import as_number, measure_of, rounded, shown, with_mark
from apps.results.regions import Row, Sentence, Total, UnitTally, sentence, tallies, totals


@dataclass(frozen=True)
class LineTargets:
    """One line (Khối) of a ClusterYear. ``rows`` are those that the reader may see."""

    label: str
    sentence: Sentence
    totals: tuple[Total, ...]
    tallies: tuple[UnitTally, ...]
    rows: tuple[Row, ...]

    @property
    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)


@dataclass(frozen=True)
class TargetsReport:
    """Targets and results of one ClusterYear."""

    cluster_name: str
    year: int
    organiser_name: str
    lines: tuple[LineTargets, ...]
    illustrative: bool


def targets_of_cluster(
    cluster_year: ClusterYear, *, seen_units: Iterable[int] | None = None, for_ranking: bool = False
) -> TargetsReport:
    """All lines that have targets, in protocol order; three queries.

    ``seen_units``: only these units' rows are shown and named (None: all); sums are of all units.
    """
    members = list(members_in_order(cluster_year.pk))
    found = queries.standings(
        [(member.unit_id, member.unit_name) for member in members],
        cluster_year.year.year,
        origins=[Origin.SECTOR],
        for_ranking=for_ranking,
    )
    by_line: dict[str, list[Row]] = {}
    line_of = {member.unit_id: member.line for member in members}
    units = Counter(line_of.values())
    for row in found:
        by_line.setdefault(line_of[row.unit_id], []).append(row)
    seen = None if seen_units is None else set(seen_units)
    with kept_language():
        lines = tuple(
            _line(label, rows, units[label], seen)
            for label, rows in sorted(by_line.items(), key=lambda each: line_rank(each[0]))
        )
    return TargetsReport(
        cluster_name=cluster_year.name,
        year=cluster_year.year.year,
        organiser_name=cluster_year.cluster.organiser.name,
        lines=lines,
        illustrative=any(row.illustrative for row in found),
    )


def _line(code: str, rows: list[Row], units: int, seen: set[int] | None) -> LineTargets:
    shown_rows = tuple(row for row in rows if seen is None or row.unit_id in seen)
    return LineTargets(
        label=str(Line(code).label) if code else "",
        sentence=sentence(rows, units=units, named=seen is None),
        totals=tuple(totals(rows)),
        tallies=tuple(tallies(shown_rows)),
        rows=shown_rows,
    )


@dataclass(frozen=True)
class Cells:
    """One target with its result as texts: đơn vị, chỉ số, chỉ tiêu giao, kết quả, ước, vượt."""

    unit: str
    indicator: str
    issuer: str
    target: str
    result: str
    estimated: str
    excess: str
    reached: str


def cells(row: Row) -> Cells:
    figure, estimated = row.figure, row.estimated
    return Cells(
        unit=row.unit_name,
        indicator=row.indicator.label,
        issuer=row.issuer_name,
        target=shown(row.target, row.indicator),
        result=with_mark(shown(figure.value, row.indicator), is_estimate=figure.is_estimate) if figure else "",
        estimated=shown(estimated.value, row.indicator) if estimated else "",
        excess=with_mark(in_words(row.assessment), is_estimate=bool(figure and figure.is_estimate and row.target)),
        reached=row.assessment.reached,
    )


@dataclass(frozen=True)
class Amounts:
    """The same as numbers for a workbook, with the unit of measure beside them. ``difference``: of the result from its
    target in percent as ``excess`` is told, below 0 where it fell short.
    """

    measure: str
    target: Decimal | None
    result: Decimal | None
    difference: Decimal | None
    estimate: str


def amounts(row: Row) -> Amounts:
    figure = row.figure
    return _amounts(row, figure and figure.value, is_estimate=bool(figure and figure.is_estimate))


def total_amounts(total: Total) -> Amounts:
    return _amounts(total, total.result, is_estimate=total.is_estimate)


def _amounts(found: Row | Total, result: Fraction | None, *, is_estimate: bool) -> Amounts:
    excess, indicator = found.assessment.excess, found.indicator
    return Amounts(
        measure=measure_of(indicator),
        target=as_number(found.target, indicator),
        result=as_number(result, indicator),
        difference=None if excess is None else rounded(excess),
        estimate="ước" if is_estimate else "",
    )


@dataclass(frozen=True)
class TotalCells:
    """One indicator of the region as texts."""

    indicator: str
    target: str
    result: str
    excess: str
    reached: str
    formula: str
    mean: str
    mean_excess: str
    counted: str
    without: tuple[str, ...]


def total_cells(total: Total) -> TotalCells:
    return TotalCells(
        indicator=total.indicator.label,
        target=shown(total.target, total.indicator),
        result=with_mark(shown(total.result, total.indicator), is_estimate=total.is_estimate),
        excess=with_mark(in_words(total.assessment), is_estimate=total.is_estimate and total.result is not None),
        reached=total.assessment.reached,
        formula=with_mark(total.formula, is_estimate=total.is_estimate),
        mean=with_mark(shown(total.mean, total.indicator), is_estimate=total.is_estimate),
        mean_excess="" if total.mean_excess is None else percent(total.mean_excess),
        counted=f"{total.counted}/{total.units}",
        without=total.without,
    )
