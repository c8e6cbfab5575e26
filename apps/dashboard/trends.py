"""Years side by side: a gap is a gap and no 0; points are joined only where the tables of criteria are alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

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
    def maximum(self) -> Decimal:
        return sum((Decimal(part["max"]) for part in self.entry.parts), Decimal(0))


@dataclass(frozen=True)
class TrendYear:
    """One year of a unit. None is "chưa có dữ liệu"; ``honours`` of a year between others without any is None, too."""

    year: int
    results: tuple[Result, ...] = ()
    punctuality: Punctuality | None = None
    honours: Honours | None = None


@dataclass(frozen=True)
class ClusterTrendYear:
    """One year of a cluster: how its units' shares of the maximum lie, how punctual they were."""

    year: int
    shares: tuple[Decimal, ...] = ()
    ranked: int = 0
    punctuality: Punctuality | None = None
    honours: Honours | None = None

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
    """Year → results, each told whether its table of criteria differs from that of the result before it."""
    found: dict[int, list[Result]] = {}
    before = None
    for entry in entries:
        changed = before is not None and layout(entry) != before
        before = layout(entry)
        year = entry.run.cluster_year.year.year
        found.setdefault(year, []).append(Result(entry, percent_of_maximum(entry), broken=changed))
    return found


def unit_years(entries, punctual: dict[int, Punctuality], honoured: dict[int, Honours]) -> list[TrendYear]:
    results = results_of(entries)
    return [
        TrendYear(year, tuple(results.get(year, ())), punctual.get(year), honoured.get(year))
        for year in years_between(results, punctual, honoured)
    ]


def points_chart(years: Iterable[TrendYear]) -> tuple[Chart, str]:
    """Points of a unit: a new series begins where the table of criteria is another one. (Chart, SVG)."""
    years = list(years)
    labels, columns, numbers = [], [], []
    series: list[list] = []
    for each in years:
        for result in each.results or (None,):
            if result is not None and (not series or result.broken):
                series.append([])
            labels.append(str(each.year))
            columns.append((len(series) - 1, result.entry.total if result and result.entry.rank else None))
            numbers.append(columns[-1][1])
    rows = tuple(
        Series(
            _("Tổng điểm, bảng tiêu chí thứ %(n)s") % {"n": index + 1} if len(series) > 1 else _("Tổng điểm"),
            tuple(value if place == index else None for place, value in columns),
            tone=SERIES_TONES[index % len(SERIES_TONES)],
        )
        for index in range(len(series))
    )
    title = _("Tổng điểm qua các năm")
    return Chart(tuple(labels), rows, kind="line"), bar_chart_svg(labels, numbers, title) if labels else ""


def cluster_years(entries, punctual: dict[int, Punctuality], honoured: dict[int, Honours]) -> list[ClusterTrendYear]:
    shares: dict[int, list[Decimal]] = {}
    for entry in entries:
        found = shares.setdefault(entry.run.cluster_year.year.year, [])
        if entry.rank is not None and (percent := percent_of_maximum(entry)) is not None:
            found.append(percent)
    return [
        ClusterTrendYear(
            year, tuple(shares.get(year, ())), len(shares.get(year, ())), punctual.get(year), honoured.get(year)
        )
        for year in years_between(shares, punctual, honoured)
    ]


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
    """Units × years: (years, [(newest printed name, entry or None by year)]), in the order of the newest year."""
    entries = list(entries)
    years = years_between(entry.run.cluster_year.year.year for entry in entries)
    rows: dict[int, dict[int, RankingEntry]] = {}
    for entry in entries:
        rows.setdefault(entry.unit_id, {})[entry.run.cluster_year.year.year] = entry

    def place(found: dict[int, RankingEntry]):
        newest = found[max(found)]
        return -max(found), newest.run.line, newest.order

    ordered = sorted(rows.values(), key=place)
    return years, [(found[max(found)].unit_name, [found.get(year) for year in years]) for found in ordered]
