"""Exact arithmetic of points: fractions inside, one rounding at the door."""

from decimal import Decimal
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
    thousandths = abs(value) * THOUSAND + Fraction(1, 2)
    whole = thousandths.numerator // thousandths.denominator
    return as_points(-whole if value < 0 else whole)


def as_points(thousandths: int) -> Decimal:
    """Points from whole thousandths, always with three decimals."""
    return Decimal(thousandths).scaleb(-3).quantize(NOUGHT) if thousandths else NOUGHT


def is_exact(value: Decimal) -> bool:
    """Whether the number has at most three decimals, as stored points must."""
    return (exact(value) * THOUSAND).denominator == 1
