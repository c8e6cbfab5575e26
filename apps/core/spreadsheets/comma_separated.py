"""The rows of a Sheet as CSV, for people who take a table into another program.

With a byte order mark: without one Excel reads Vietnamese letters wrongly (files of commands have none). Values are for
machines: dot decimals, ISO dates, local time. What begins like a formula gets an apostrophe, so that opening the file
computes nothing. Every value stands in quotes, and the apostrophe stands behind a semicolon too: where that parts
lists, Excel begins a cell there.
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from apps.core.dates import local
from apps.core.spreadsheets.writing import FORMULA_STARTS, Sheet, cell_text_of

MARK = "\ufeff"
BEHIND_SEMICOLON = re.compile(f";(?=[{re.escape(''.join(FORMULA_STARTS))}])")


def write_csv(sheet: Sheet) -> bytes:
    """Headings and rows only: title, notes and sums would be rows that are none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([_cell(column.header) for column in sheet.columns])
    for row in sheet.rows:
        values = [row.get(c.key) for c in sheet.columns] if isinstance(row, Mapping) else row
        writer.writerow([_cell(value) for value in values])
    return f"{MARK}{buffer.getvalue()}".encode()


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value) if value.tzinfo else value:%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if not isinstance(value, str) and hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = BEHIND_SEMICOLON.sub(";'", cell_text_of(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
