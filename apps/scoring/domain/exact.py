"""Exact arithmetic of points: fractions inside, one rounding at the door."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

THOUSAND = 1000
NOUGHT = Decimal("0.000")


def exact(value: Decimal | Fraction | int | None) -> Fraction:
    """The number as a fraction, nothing lost; None counts as 0. Raises ValueError for NaN and infinity."""
    if value is None:
        return Fraction(0)
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("not a finite number")
    return Fraction(value)


def round_points(value: Fraction) -> Decimal:
    """Rounded half up (away from zero) to 0.001: the only rounding that points ever meet."""
    numerator, denominator = value.numerator, value.denominator
    thousandths = (2 * THOUSAND * abs(numerator) + denominator) // (2 * denominator)
    if not thousandths:
        return NOUGHT
    return Decimal(-thousandths if numerator < 0 else thousandths).scaleb(-3)


def to_places(value: Decimal | None, places: int) -> Decimal | None:
    """The number as a column of so many decimals keeps it, rounded half up (away from zero)."""
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def is_exact(value: Decimal) -> bool:
    """Whether the number has at most three decimals, as stored points must."""
    return (exact(value) * THOUSAND).denominator == 1
