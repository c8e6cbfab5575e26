"""Years side by side: a gap is a gap and no 0; points are joined only where the tables of criteria are alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from apps.clusters.enums import Line
from apps.core.charts import bar_chart_svg
from apps.core.components import Chart, Series
from apps.dashboard.queries.trends import Honours, Punctuality
from apps.ranking.comparing import percent_of_maximum
from apps.ranking.models import RankingEntry

SERIES_TONES = ("accent", "blue", "gold", "green", "ink", "muted")


@dataclass(frozen=True)
class Result:
    """One published result. ``broken``: its points are not to be compared with those of the result before it."""

    entry: RankingEntry
    percent: Decimal | None
    broken: bool = False

    @property
    def whose(self) -> tuple[int, int]:
        """Unit and cluster: only points of one unit in one cluster are joined to a line."""
        return self.entry.unit_id, self.entry.run.cluster_year.cluster_id

    @property
    def maximum(self) -> Decimal:
        return sum((Decimal(part["max"]) for part in self.entry.parts), Decimal(0))


@dataclass(frozen=True)
class TrendYear:
    """One year of a unit. None is "chưa có dữ liệu"; ``honours`` of a year between others without any is None, too.

    ``results_closed``, ``punctuality_closed``: there is something, but not open to the reader.
    """

    year: int
    results: tuple[Result, ...] = ()
    punctuality: Punctuality | None = None
    honours: Honours | None = None
    results_closed: bool = False
    punctuality_closed: bool = False


@dataclass(frozen=True)
class ClusterTrendYear:
    """One year of a cluster, or of one khối (``line``) where it ranks two: how its units' shares of the maximum lie,
    how punctual the cluster was. ``…_closed``: see TrendYear.
    """

    year: int
    line: str = ""
    shares: tuple[Decimal, ...] = ()
    punctuality: Punctuality | None = None
    results_closed: bool = False
    punctuality_closed: bool = False

    @property
    def line_label(self) -> str:
        return Line(self.line).label if self.line else ""

    @property
    def highest(self) -> Decimal | None:
        return max(self.shares, default=None)

    @property
    def lowest(self) -> Decimal | None:
        return min(self.shares, default=None)

    @property
    def middle(self) -> Decimal | None:
        return median(self.shares) if self.shares else None

    @property
    def spread(self) -> Decimal | None:
        """Highest less lowest, in points of a hundred: the smaller, the more even."""
        return self.highest - self.lowest if self.shares else None


def years_between(*found: Iterable[int]) -> list[int]:
    """Every year from the first to the last one that anything is known of."""
    years = {year for each in found for year in each}
    return list(range(min(years), max(years) + 1)) if years else []


def layout(entry: RankingEntry) -> tuple:
    """What makes two tables of criteria comparable: the same parts with the same maxima."""
    return tuple((part["label"], Decimal(part["max"])) for part in entry.parts)


def results_of(entries: Iterable[RankingEntry]) -> dict[int, list[Result]]:
    """Year → results, each told whether its table of criteria differs from that of the result before it: of the same
    unit in the same cluster, else of the last one that there was.
    """
    found: dict[int, list[Result]] = {}
    before: dict[tuple[int, int], tuple] = {}
    last = None
    for entry in entries:
        result = Result(entry, percent_of_maximum(entry))
        compared = before.get(result.whose, last)
        last = before[result.whose] = layout(entry)
        year = entry.run.cluster_year.year.year
        found.setdefault(year, []).append(replace(result, broken=compared is not None and last != compared))
    return found


def unit_years(
    entries,
    punctual: dict[int, Punctuality],
    honoured: dict[int, Honours],
    results_closed: Collection[int] = (),
    punctuality_closed: Collection[int] = (),
) -> list[TrendYear]:
    results = results_of(entries)
    return [
        TrendYear(
            year,
            tuple(results.get(year, ())),
            punctual.get(year),
            honoured.get(year),
            year in results_closed,
            year in punctuality_closed,
        )
        for year in years_between(results, punctual, honoured, results_closed, punctuality_closed)
    ]


def points_chart(years: Iterable[TrendYear]) -> tuple[Chart, str]:
    """Points of a unit: a new series begins where the table of criteria, the unit or the cluster is another one.
    (Chart, SVG).
    """
    labels, bars, columns = [], [], []
    series: list[Result] = []  # the first result of each
    running: dict[tuple[int, int], int] = {}
    for each in years:
        for result in each.results or (None,):
            if result is not None and (result.whose not in running or result.broken):
                running[result.whose] = len(series)
                series.append(result)
            place = running[result.whose] if result else None
            labels.append(str(each.year))
            bars.append(f"{each.year} – {result.entry.unit_name}" if result else str(each.year))
            columns.append((place, result.entry.total if result and result.entry.rank else None))
    rows = tuple(
        Series(
            _series_name(series, index),
            tuple(value if place == index else None for place, value in columns),
            tone=SERIES_TONES[index % len(SERIES_TONES)],
        )
        for index in range(len(series))
    )
    title = _("Tổng điểm qua các năm")
    names = bars if len(running) > 1 else labels
    numbers = [value for _place, value in columns]
    return Chart(tuple(labels), rows, kind="line"), bar_chart_svg(names, numbers, title) if labels else ""


def _series_name(series: list[Result], index: int) -> str:
    """Whose points, where there are several; which table of criteria, where it changed."""
    own = [place for place, first in enumerate(series) if first.whose == series[index].whose]
    changed = _("Tổng điểm, bảng tiêu chí thứ %(n)s") % {"n": own.index(index) + 1} if len(own) > 1 else ""
    if len(own) == len(series):
        return changed or _("Tổng điểm")
    entry = series[index].entry
    return " – ".join(filter(None, [entry.unit_name, entry.run.cluster_year.cluster.name, changed]))


def line_order(line: str) -> int:
    return Line.values.index(line) if line else -1


def cluster_years(
    entries,
    punctual: dict[int, Punctuality],
    results_closed: Collection[int] = (),
    punctuality_closed: Collection[int] = (),
) -> list[ClusterTrendYear]:
    """Oldest first; a year in which a cluster ranked its khối apart is a row for each of them."""
    shares: dict[int, dict[str, list[Decimal]]] = {}
    for entry in entries:
        found = shares.setdefault(entry.run.cluster_year.year.year, {}).setdefault(entry.run.line, [])
        if entry.rank is not None and (percent := percent_of_maximum(entry)) is not None:
            found.append(percent)
    return [
        ClusterTrendYear(
            year,
            line,
            tuple(shares.get(year, {}).get(line, ())),
            punctual.get(year),
            year in results_closed,
            year in punctuality_closed,
        )
        for year in years_between(shares, punctual, results_closed)
        for line in sorted(shares.get(year, {""}), key=line_order)
    ]


def of_line(years: Iterable[ClusterTrendYear], line: str) -> list[ClusterTrendYear]:
    """The years of one khối, those between without a result as gaps."""
    found = {each.year: each for each in years if each.line == line and each.shares}
    return [found.get(year, ClusterTrendYear(year, line)) for year in years_between(found)]


def shares_chart(years: Iterable[ClusterTrendYear]) -> tuple[Chart, str]:
    """The middle of a cluster's units by year, as a share of the maximum. (Chart, SVG)."""
    years = list(years)
    labels = tuple(str(each.year) for each in years)
    middles = tuple(each.middle for each in years)
    title = _("Trung vị tỷ lệ điểm so với tối đa (%)")
    rows = (
        Series(_("Cao nhất"), tuple(each.highest for each in years), tone="green"),
        Series(_("Trung vị"), middles, tone="accent"),
        Series(_("Thấp nhất"), tuple(each.lowest for each in years), tone="muted"),
    )
    return Chart(labels, rows, kind="line", unit="%"), bar_chart_svg(
        labels, middles, title, maximum=100
    ) if labels else ""


def ranks(entries: Iterable[RankingEntry]) -> tuple[list[int], list[tuple[str, list[RankingEntry | None]]]]:
    """Units × years of one khối: (years, [(newest printed name, entry or None by year)]), in the order of the
    newest year.
    """
    entries = list(entries)
    years = years_between(entry.run.cluster_year.year.year for entry in entries)
    rows: dict[int, dict[int, RankingEntry]] = {}
    for entry in entries:
        rows.setdefault(entry.unit_id, {})[entry.run.cluster_year.year.year] = entry

    def place(found: dict[int, RankingEntry]):
        newest = found[max(found)]
        return -max(found), newest.order

    ordered = sorted(rows.values(), key=place)
    return years, [(found[max(found)].unit_name, [found.get(year) for year in years]) for found in ordered]
