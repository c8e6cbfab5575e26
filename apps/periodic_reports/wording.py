"""What a line says, in words: the same on pages, in files and in comparisons."""

from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.numbers import format_decimal, format_percent
from apps.periodic_reports.models import ReportLine, TemplateItem
from apps.periodic_reports.models.line import percent

RATE_PLACES = 2
ESTIMATE = "(ước)"


def value_text(item: TemplateItem, source) -> str:
    """The figure or text of a line, or of what somebody typed (a LineInput); empty when there is none."""
    if source.nothing_arose:
        return _("Không phát sinh")
    if item.is_text:
        return source.text
    if item.is_rate:
        text = rate_text(source.numerator, source.denominator)
    else:
        text = " ".join(filter(None, [format_decimal(source.amount), item.unit_of_measure if source.amount else ""]))
    return f"{text} {ESTIMATE}" if text and source.is_estimate else text


def rate_text(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """91/102 = 89,22%; without a percentage where nothing can be divided."""
    if numerator is None and denominator is None:
        return ""
    parts = f"{format_decimal(numerator) or '…'}/{format_decimal(denominator) or '…'}"
    found = percent(numerator, denominator)
    return parts if found is None else f"{parts} = {format_percent(found, RATE_PLACES)}"


def formula(item: TemplateItem, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """How a rate of many units is computed: ratio of the sums, never the mean of the rates."""
    top = item.numerator_label or _("Tổng tử số")
    bottom = item.denominator_label or _("tổng mẫu số")
    words = f"{top} ÷ {bottom[:1].lower()}{bottom[1:]}"
    if numerator is None or not denominator:
        return words
    found = format_percent(percent(numerator, denominator), RATE_PLACES)
    return f"{words} = {format_decimal(numerator)} ÷ {format_decimal(denominator)} = {found}"


def printed(line: ReportLine) -> str:
    """As printed: a heading under which nothing was written says "Không phát sinh" (S001-9); a missing figure "–"."""
    text = value_text(line.item, line)
    if text:
        return text
    return _("Không phát sinh") if line.item.is_text else "–"
