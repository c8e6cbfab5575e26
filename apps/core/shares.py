"""Shares that regulations ask for: a percentage with two places, in which thirds keep their exact value."""

from decimal import Decimal
from fractions import Fraction

from apps.core.numbers import format_percent

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


def share_text(percent: Decimal | int) -> str:
    """As regulations write it: "2/3", "80%", "66,5%"."""
    third = _THIRDS.get(Decimal(percent))
    return f"{third.numerator}/{third.denominator}" if third else format_percent(Decimal(percent).normalize())
