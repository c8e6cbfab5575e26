"""A figure as plain values, in exact fractions: what the engine of points, reports and cards all read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.core.numbers import format_decimal
from apps.results.enums import Standing

PERCENT = 100
PLACES = 2  # percentages and points of percent are printed with two decimals


@dataclass(frozen=True)
class Figure:
    """One result of an indicator. ``value``: the amount, or the rate in percent; exact.

    Of a rate known only as a percentage ``numerator`` and ``denominator`` are None: it cannot be added up.
    """

    value: Fraction
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    is_estimate: bool = False
    as_of: date | None = None
    entry_id: int | None = None
    illustrative: bool = False

    @property
    def adds_up(self) -> bool:
        return self.denominator is not None


def exact(value: Decimal | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def percent_of(numerator: Fraction, denominator: Fraction) -> Fraction:
    return numerator * PERCENT / denominator


def figure_of(entry) -> Figure:
    """The figure of a ResultEntry with an indicator."""
    numerator, denominator = exact(entry.numerator), exact(entry.denominator)
    value = exact(entry.value) if denominator is None else percent_of(numerator, denominator)
    return Figure(
        value=value,
        numerator=numerator,
        denominator=denominator,
        is_estimate=entry.standing == Standing.ESTIMATE,
        as_of=entry.as_of,
        entry_id=entry.pk,
        illustrative=entry.illustrative,
    )


def estimated_figure_of(entry) -> Figure | None:
    """What was expected: the estimate itself, or the one that stood before it was confirmed; None without any."""
    if entry.standing == Standing.ESTIMATE:
        return figure_of(entry)
    numerator, denominator = exact(entry.estimated_numerator), exact(entry.estimated_denominator)
    if denominator is not None:
        return Figure(percent_of(numerator, denominator), numerator, denominator, is_estimate=True, entry_id=entry.pk)
    value = exact(entry.estimated_value)
    return None if value is None else Figure(value, is_estimate=True, entry_id=entry.pk)


def rounded(value: Fraction, places: int = PLACES) -> Decimal:
    """Half up, once, for print only."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    number = Decimal(whole).scaleb(-places)
    return -number if value < 0 and whole else number


def shown(value: Fraction | None, indicator) -> str:
    """As printed: 84,27% of a rate, 1.234,5 việc of an amount; empty for None."""
    if value is None:
        return ""
    if indicator.is_rate:
        return f"{format_decimal(rounded(value), PLACES)}%"
    return f"{amount(value)} {indicator.unit_of_measure}"


def amount(value: Fraction) -> str:
    """An amount without spare zeros; at most four decimals are stored."""
    return format_decimal(rounded(value, 4))


def measure_of(indicator) -> str:
    """The unit of measure of ``as_number``."""
    return "%" if indicator.is_rate else indicator.unit_of_measure


def as_number(value: Fraction | None, indicator) -> Decimal | None:
    """The same figure for a cell of a workbook, as many decimals as are printed; a rate in percent."""
    return None if value is None else rounded(value, PLACES if indicator.is_rate else 4)


def with_mark(text: str, *, is_estimate: bool) -> str:
    """The text with "(ước)" behind it when the figure is an estimate."""
    return f"{text} {_('(ước)')}" if text and is_estimate else text
