"""Results held against an assigned target: the reading shared by target, proportional and target_best.

A result is an amount (``actual``) or a rate (``numerator`` over ``denominator``, in percent). An empty
target or a target of 0 means not assigned. Excess over a target is relative for amounts, (A − T) / T in
percent, and in percentage points for rates.
"""

from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.methods.base import MAX_AMOUNT, PERCENT, amount, bounded, finite, percent
from apps.scoring.domain.rules import Measure, MeasureError


def is_rate(measure: Measure) -> bool:
    return measure.numerator is not None and measure.denominator is not None


def result_of(measure: Measure) -> Fraction | None:
    """What was reached: the rate in percent where both parts are given, else the amount; None when empty."""
    if is_rate(measure):
        return percent(measure)
    return None if measure.actual is None else amount(measure.actual, "actual")


def target_of(measure: Measure) -> Fraction | None:
    """The assigned target; None when not assigned (empty or 0). Raises MeasureError when negative."""
    if measure.target is None:
        return None
    target = bounded(finite(measure.target, "target"), MAX_AMOUNT, "target")
    if target < 0:
        raise MeasureError(_("Chỉ tiêu không được âm."), field="target", code="negative")
    return target or None


def excess(measure: Measure, result: Fraction, target: Fraction) -> Fraction:
    """How far above (+) or below (−) the target: percentage points for a rate, percent of it for an amount."""
    return result - target if is_rate(measure) else (result - target) / target * PERCENT
