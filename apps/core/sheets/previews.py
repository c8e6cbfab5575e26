"""The first rows as they were understood, for the person to compare with the paper."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.dates import format_date
from apps.core.numbers import format_decimal
from apps.core.sheets.results import Preview

SHOWN_ROWS = 10


def preview_of(table) -> Preview:
    """Read the first rows once more than the check does, keeping neither its mistakes nor its questions."""
    columns = [column for key, column in table.kind_columns.items() if key in table.places]
    quiet = table.quiet_copy()
    rows = [(row.number, [_shown(quiet.again(row), column) for column in columns]) for row in table.rows[:SHOWN_ROWS]]
    return Preview([str(column.header) for column in columns], rows)


def _shown(row, column) -> str:
    value = row.get(column.key)
    if value is None:
        return row.text(column.key)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal | int):
        percent = row.cell(column.key).percent or row.text(column.key).endswith("%")
        return f"{format_decimal(value)}{'%' if percent else ''}"
    if column.kind == "choice":
        return str(dict(column.choices)[value])
    return str(value)
