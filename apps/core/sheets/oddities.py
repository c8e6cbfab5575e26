"""What Excel shows and calamine does not tell: merged cells, formulas, errors, hidden rows and columns."""

import re
from dataclasses import dataclass, field

from apps.core.archives import CheckedArchive
from apps.core.spreadsheets.workbook_check import column_number, sheet_path

_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?)>\s*"
    rb"(?:<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]*</)?)?",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]+)(\d+)["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER = {name: re.compile(rb"\b" + name.encode() + rb"""=["'](\d+)["']""") for name in ("r", "min", "max")}
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")


@dataclass
class Oddities:
    """Places (row from 1, column from 0) in one sheet.

    ``formulas``: text by place, with a stored result; ``uncomputed``: without one.
    ``merged``: (first row, first column, last row, last column).
    """

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def oddities_of(workbook, archive: CheckedArchive, sheet: str) -> Oddities:
    """Everything odd about one sheet of an opened workbook."""
    found = Oddities()
    xml = archive.read(sheet_path(archive, sheet))
    if b"mergeCell" in xml:
        for (first_row, first), (last_row, last) in workbook.get_sheet_by_name(sheet).merged_cell_ranges or ():
            found.merged.append((first_row + 1, first, last_row + 1, last))
    if b"hidden=" in xml:
        _find_hidden(xml, found)
    if b"<f" in xml or b":f" in xml or b't="e"' in xml:
        _find_formulas(xml, found)
    return found


def _find_hidden(xml: bytes, found: Oddities) -> None:
    for row in _ROW.finditer(xml):
        if _HIDDEN.search(row[1]) and (number := _NUMBER["r"].search(row[1])):
            found.hidden_rows.add(int(number[1]))
    for column in _COLUMN.finditer(xml):
        first, last = _NUMBER["min"].search(column[1]), _NUMBER["max"].search(column[1])
        if _HIDDEN.search(column[1]) and first and last:
            found.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), 500)))


def _find_formulas(xml: bytes, found: Oddities) -> None:
    for cell in _CELL.finditer(xml):
        attributes, shared, formula, result = cell.groups()
        error = _ERROR.search(attributes)
        if not error and formula is None and shared is None:
            continue
        if (reference := _REFERENCE.search(attributes)) is None:
            continue
        place = int(reference[2]), column_number(reference[1]) - 1
        if error:
            value = _ERROR_VALUE.search(xml, cell.start(), cell.start() + 2_000)
            found.errors[place] = value[1].decode(errors="replace") if value else "#?"
        else:
            text = f"={formula.decode(errors='replace') if formula else '…'}"
            # An empty result is one only of a formula that gives texts: others left it out, not having computed.
            computed = result and (b"><" not in result or _TEXT_RESULT.search(attributes))
            (found.formulas if computed else found.uncomputed)[place] = text
