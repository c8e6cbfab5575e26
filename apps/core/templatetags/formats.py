"""Vietnamese forms of numbers, dates and sizes as template filters; the rules live in core.numbers and core.dates."""

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from apps.core import dates, numbers

register = template.Library()

KIB = 1024


@register.filter
def points(value):
    """Points: "187,5"; an empty value is shown as an en dash."""
    return "–" if value in (None, "") else numbers.format_points(Decimal(str(value)))


@register.filter
def decimal(value, places=None):
    """A number with "." for thousands and "," for decimals: "1.234,5"."""
    return "–" if value in (None, "") else numbers.format_decimal(Decimal(str(value)), places)


@register.filter
def vi_date(value):
    """A day as 08/04/2022; a moment is shown by its local day."""
    if not value:
        return "–"
    day = dates.local(value).date() if isinstance(value, datetime) else value
    return dates.format_date(day)


@register.filter
def vi_datetime(value):
    """A moment as 16:20 ngày 12/11/2026, local time."""
    if not value:
        return "–"
    moment = dates.local(value)
    return _("%(time)s ngày %(date)s") % {"time": f"{moment:%H:%M}", "date": dates.format_date(moment.date())}


@register.filter
def vi_time(value):
    """A moment as 14:05, local time."""
    return f"{dates.local(value):%H:%M}" if value else "–"


@register.filter
def file_size(value):
    """Bytes as 3,4 MB or 120 KB."""
    if value is None:
        return ""
    if value < KIB * KIB:
        return f"{numbers.format_decimal(Decimal(max(1, round(value / KIB))))} KB"
    return f"{numbers.format_decimal((Decimal(value) / (KIB * KIB)).quantize(Decimal('0.1')))} MB"
