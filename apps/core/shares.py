"""Shares that regulations ask for: a percentage with two places, in which thirds keep their exact value."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from apps.core.numbers import format_percent

_CENT = Decimal("0.01")

# What people type and the database keeps for a third and two thirds.
_THIRDS = {
    Decimal("33.33"): Fraction(1, 3),
    Decimal("33.34"): Fraction(1, 3),
    Decimal("66.66"): Fraction(2, 3),
    Decimal("66.67"): Fraction(2, 3),
}


def exact_share(percent: Decimal | int) -> Fraction:
    """The share (0 to 1) that a stored percentage means: 66.67 is two thirds, so that 12 of 18 reach it."""
    return _THIRDS.get(Decimal(percent)) or Fraction(percent) / 100


def percent_of(part: int | None, whole: int | None) -> Decimal | None:
    """Percent with two places, half upwards, as votes are printed; None where nothing was counted."""
    if part is None or not whole:
        return None
    exact = Fraction(part * 100, whole)
    return (Decimal(exact.numerator) / exact.denominator).quantize(_CENT, ROUND_HALF_UP)


def share_text(percent: Decimal | int) -> str:
    """As regulations write it: "2/3", "80%", "66,5%"."""
    third = _THIRDS.get(Decimal(percent))
    return f"{third.numerator}/{third.denominator}" if third else format_percent(Decimal(percent).normalize())
