"""The cells of "Toàn ngành": a page has hundreds of them, and a template takes eight times as long for each."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from apps.dashboard.sector import Cell

register = template.Library()

FULL = (
    '<td data-label="{0}"><a class="words" href="{1}">{2} <span class="nowrap">{3}</span>'
    '<span class="visually-hidden">: {0}, {4}</span></a></td>'
)
EMPTY = '<td data-label="{}">–</td>'


@register.simple_tag
def duty_cells(cells: Iterable[Cell], cluster: str, all_there: SafeString, some_missing: SafeString) -> SafeString:
    """One row: đủ or thiếu and "12/14", a link to the papers behind it; a dash where nobody owes it."""
    name = mark_safe(escape(cluster))  # noqa: S308 -- escaped, once for the row
    return mark_safe(  # noqa: S308 -- joined of safe parts
        "".join(
            format_html(FULL, cell.label, cell.url, all_there if cell.is_complete else some_missing, cell.text, name)
            if cell.text
            else format_html(EMPTY, cell.label)
            for cell in cells
        )
    )
