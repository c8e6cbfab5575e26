"""Numbers, ranges and dates as the rule texts write them: "Từ 95% đến dưới 100%", "Chậm trên 10 ngày"."""

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _

from apps.core.dates import format_date
from apps.core.numbers import format_decimal
from apps.scoring.domain.exact import exact
from apps.scoring.domain.rules import BandRule

_SHOWN = Decimal("0.001")
_PERCENT = 100


def number(value: Decimal | Fraction | int | None) -> str:
    """At most three decimals. What does not end there is cut off, never rounded up to the next band."""
    if isinstance(value, Fraction):
        value = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SHOWN, rounding=ROUND_DOWN)
    return format_decimal(value)


def range_text(lo, hi, unit: str = "", *, lo_open: bool = False, hi_open: bool = False) -> str:
    """A range in words. ``unit`` is written right behind each bound ("%")."""
    low, high = f"{number(lo)}{unit}", f"{number(hi)}{unit}"
    if lo is None and hi is None:
        return _("Mọi mức")
    if lo is None:
        return (_("Dưới %(hi)s") if hi_open else _("Từ %(hi)s trở xuống")) % {"hi": high}
    if hi is None:
        return (_("Trên %(lo)s") if lo_open else _("Từ %(lo)s trở lên")) % {"lo": low}
    if lo == hi:
        return _("Đạt %(value)s") % {"value": low}
    shapes = {
        (False, True): _("Từ %(lo)s đến dưới %(hi)s"),
        (False, False): _("Từ %(lo)s đến %(hi)s"),
        (True, True): _("Trên %(lo)s đến dưới %(hi)s"),
        (True, False): _("Trên %(lo)s đến %(hi)s"),
    }
    return shapes[lo_open, hi_open] % {"lo": low, "hi": high}


def first_range(band: BandRule, unit: str = "") -> str:
    return range_text(band.lo, band.hi, unit, lo_open=band.lo_open, hi_open=band.hi_open)


def second_range(band: BandRule, unit: str = "") -> str:
    return range_text(band.lo2, band.hi2, unit, lo_open=band.lo2_open, hi_open=band.hi2_open)


def ratio_text(band: BandRule) -> str:
    """A band of a ratio, in percent."""
    if band.lo == _PERCENT and not band.lo_open and band.hi is None:
        return _("Đạt %(value)s") % {"value": "100%"}
    return first_range(band, "%")


def days_text(band: BandRule) -> str:
    """A band of days late. Days are whole, so "01 - 02" and "03 - 05" leave no gap."""
    first, last = whole_bounds(band)
    if last is None:
        return _("Chậm trên %(days)s ngày") % {"days": first - 1} if first > 0 else _("Mọi mức")
    if last <= 0:
        return _("Đúng hạn")
    if first <= 0:
        return _("Đúng hạn hoặc chậm đến %(days)s ngày") % {"days": last}
    if first == last:
        return _("Chậm %(days)s ngày") % {"days": first}
    return _("Chậm từ %(first)s đến %(last)s ngày") % {"first": first, "last": last}


def cutoff_text(band: BandRule, previous: BandRule | None) -> str:
    """A calendar cut-off; the last one says what it comes after."""
    if band.date_to is not None:
        return _("Đến hết ngày %(date)s") % {"date": format_date(band.date_to)}
    if previous is None or previous.date_to is None:
        return _("Mọi mức")
    return _("Sau ngày %(date)s") % {"date": format_date(previous.date_to)}


def whole_bounds(band: BandRule) -> tuple[int, int | None]:
    """First and last whole number inside the band; an empty lower bound is 0, an empty upper one None."""
    first = 0 if band.lo is None else ceil(exact(band.lo))
    if band.lo is not None and band.lo_open and first == exact(band.lo):
        first += 1
    if band.hi is None:
        return first, None
    last = floor(exact(band.hi))
    return first, last - 1 if band.hi_open and last == exact(band.hi) else last


def points_text(points: Decimal | Fraction | None) -> str:
    return _("%(points)s điểm") % {"points": number(points)}


def number_in_set(part: str, own: str) -> str:
    """Printed number of a line, with that of its part where it does not say it itself: numbers may restart."""
    return own if own == part or own.startswith(f"{part}.") else f"{part} · {own}"
