"""Opening what somebody hands in: the lines of one sheet with what is odd about it, before any column is known."""

from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.sheets.encodings import decoded
from apps.core.sheets.oddities import Oddities, oddities_of
from apps.core.sheets.questions import Questions
from apps.core.spreadsheets import Problem, Problems
from apps.core.spreadsheets.reading import (
    HEAD_SEARCHED_ROWS,
    ZIP,
    bytes_of,
    csv_lines,
    open_workbook,
    refusal,
    sheet_values,
    visible_sheets,
)
from apps.core.spreadsheets.workbook_check import percent_cells


@dataclass
class Grid:
    """The lines of a sheet as (line number, values), not yet a table."""

    sheet: str
    lines: list[tuple[int, list]]
    percents: frozenset[str] = frozenset()
    oddities: Oddities = field(default_factory=Oddities)
    notes: list[Problem] = field(default_factory=list)


def open_grid(data: bytes, name: str, questions: Questions, known_headings) -> Grid:
    """The sheet to read. ``known_headings(lines)`` answers whether all that is required is there, and how many
    headings are known: it settles which sheet to take, and what parts the cells of a CSV file.

    Raises Problems for a file that cannot be read.
    """
    data = bytes_of(data, name)
    if data.startswith(ZIP):
        return _workbook_grid(data, name, questions, known_headings)
    text = decoded(data, name, questions)
    delimiter = _delimiter(text, name, known_headings)
    return Grid(name, list(csv_lines(data, name, text=text, delimiter=delimiter)))


def _delimiter(text: str, name: str, known_headings) -> str:
    """The mark under which most headings are known; "" when none is: then the one that occurs most."""
    top, best, most = "\n".join(text.split("\n")[:HEAD_SEARCHED_ROWS]), "", (False, 0)
    for mark in "\t;,":
        with suppress(Problems):  # quotation marks that only another mark explains, or a text cut off
            found = known_headings(list(csv_lines(b"", name, text=top, delimiter=mark)))
            best, most = (mark, found) if found > most and found[1] else (best, most)
    return best


PASTED = gettext_lazy("Bảng dán")  # what mistakes call such cells: they have no file
PASTED_FILE = "Bảng dán.csv"  # what they are kept and shown as; no language changes it


def pasted(text: str) -> bytes:
    """Cells copied from Excel into a box, as a file: Excel parts them with tabs."""
    return text.encode()


def _workbook_grid(data: bytes, name: str, questions: Questions, known_headings) -> Grid:
    workbook, archive = open_workbook(data, name)
    shown = set(visible_sheets(workbook))
    every = visible_sheets(workbook, hidden_too=True)
    filled = {each: lines for each in every if (lines := _lines(workbook, each, name))}
    if not filled.keys() & shown:
        hidden = ", ".join(f"“{each}”" for each in filled)
        told = _("Các trang tính đang hiện đều trống; trang ẩn %(sheets)s không được đọc.") % {"sheets": hidden}
        raise refusal(name, told if hidden else _("Tệp không có dữ liệu."))
    sheet = _chosen(filled, shown, questions, known_headings)
    return Grid(sheet, filled[sheet], percent_cells(archive, sheet), oddities_of(workbook, archive, sheet))


def _lines(workbook, sheet: str, name: str) -> list[tuple[int, list]]:
    return list(enumerate(sheet_values(workbook, sheet, name), start=1))


def _chosen(filled: dict, shown: set[str], questions: Questions, known_headings) -> str:
    """The only visible sheet that holds such a table; several, or filled hidden ones, are asked about."""
    visible = [sheet for sheet in filled if sheet in shown]
    counts = {sheet: known_headings(filled[sheet]) for sheet in filled}
    whole = [sheet for sheet in visible if counts[sheet][0]]
    most = max((counts[sheet][1] for sheet in whole), default=0)
    fitting = [sheet for sheet in whole if counts[sheet][1] * 2 > most] or visible[:1]
    hidden = [sheet for sheet in filled if sheet not in shown]
    if len(fitting) == 1 and not hidden:
        return fitting[0]
    offered = fitting + [sheet for sheet in hidden if counts[sheet][0]]
    if hidden:
        message = _("Tệp có trang tính ẩn: %(sheets)s. Đọc trang nào?") % {"sheets": ", ".join(hidden)}
    else:
        message = _("Tệp có nhiều trang tính có bảng như vậy. Đọc trang nào?")
    place = Problem(hidden[0] if hidden else fitting[0], None, "", message)
    options = [(each, each if each in shown else _("%(sheet)s (đang ẩn)") % {"sheet": each}) for each in offered]
    return questions.ask("sheet", place, options) or fitting[0]
