"""A result against its target: reached or not, and by how much (Vượt chỉ tiêu)."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.core.numbers import format_decimal
from apps.results.enums import Better, Reached
from apps.results.figures import PERCENT, PLACES, Figure, rounded


@dataclass(frozen=True)
class Assessment:
    """``excess`` in percentage points for a rate, unless its indicator is told in percent of the target as an amount
    is; None without both.

    Positive means better than asked, whichever way is better.
    """

    reached: str
    excess: Fraction | None = None

    @property
    def is_met(self) -> bool:
        return self.reached in {Reached.MET, Reached.EXCEEDED}


def assess(*, target: Fraction | None, result: Fraction | None, in_points: bool, better: str) -> Assessment:
    """Compare on the unrounded figures; ``in_points``: as Indicator. A target of 0 or none is not assigned."""
    if not target:
        return Assessment(Reached.NOT_ASSIGNED)
    if result is None:
        return Assessment(Reached.NO_RESULT)
    difference = result - target if better == Better.UP else target - result
    excess = difference if in_points else difference * PERCENT / target
    if difference < 0:
        return Assessment(Reached.MISSED, excess)
    return Assessment(Reached.EXCEEDED if difference else Reached.MET, excess)


def assess_figure(*, target: Fraction | None, figure: Figure | None, indicator) -> Assessment:
    result = figure.value if figure else None
    return assess(target=target, result=result, in_points=indicator.in_points, better=indicator.better)


def in_words(assessment: Assessment) -> str:
    """As offices write it: "vượt 2,74%", "thiếu 0,35%", "đạt"; the state itself where there is nothing to compare.

    For a rate the figure is mostly the difference in percentage points, which the sector prints with a percent sign.
    """
    if assessment.excess is None:
        return str(Reached(assessment.reached).label)
    if assessment.reached == Reached.MET:
        return _("đạt")
    size = percent(abs(assessment.excess))
    if assessment.reached == Reached.EXCEEDED:
        return _("vượt %(size)s") % {"size": size}
    return _("thiếu %(size)s") % {"size": size}


def percent(value: Fraction) -> str:
    return f"{format_decimal(rounded(value), PLACES)}%"
