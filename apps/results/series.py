"""Figures over the years, and whether each year was better than the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.results.enums import Better
from apps.results.figures import Figure

BETTER, WORSE, SAME, UNKNOWN = "better", "worse", "same", ""


@dataclass(frozen=True)
class Point:
    """One year of a line; ``trend`` against the last earlier year that has a figure."""

    year: int
    figure: Figure | None
    trend: str = UNKNOWN

    @property
    def word(self) -> str:
        return {BETTER: _("tốt hơn"), WORSE: _("kém hơn"), SAME: _("không đổi")}.get(self.trend, "")


@dataclass(frozen=True)
class Line:
    """An indicator of a unit over the years, all years present; ``trend`` from the first figure to the last."""

    points: tuple[Point, ...]
    trend: str

    @property
    def word(self) -> str:
        return Point(0, None, self.trend).word


def line(years, figures: Mapping[int, Figure], better: str) -> Line:
    """``figures``: year → Figure; years without one stay empty and are skipped in comparing."""
    points, before, first = [], None, None
    for year in years:
        figure = figures.get(year)
        if figure is None:
            points.append(Point(year, None))
            continue
        points.append(Point(year, figure, _trend(before, figure.value, better)))
        before = figure.value
        first = figure.value if first is None else first
    measured = [point for point in points if point.figure is not None]
    overall = _trend(first, before, better) if len(measured) > 1 else UNKNOWN
    return Line(tuple(points), overall)


def _trend(before: Fraction | None, value: Fraction | None, better: str) -> str:
    if before is None or value is None:
        return UNKNOWN
    if value == before:
        return SAME
    return BETTER if (value > before) == (better == Better.UP) else WORSE
