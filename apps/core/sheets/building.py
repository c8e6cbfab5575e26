"""From bytes to a table of a kind: the sheet, its headings, its rows, and everything odd told."""

from django.utils.translation import gettext as _

from apps.core.sheets.encodings import convert_old_fonts
from apps.core.sheets.grid import Grid, open_grid
from apps.core.sheets.headings import Dictionary, Headings, head_line, in_order, read_headings
from apps.core.sheets.kinds import ImportKind
from apps.core.sheets.odd_cells import tell_oddities
from apps.core.sheets.questions import Questions
from apps.core.sheets.results import Heading
from apps.core.sheets.table import SheetRow, SheetTable
from apps.core.sheets.totals import compare, take_out
from apps.core.spreadsheets import Problem, Problems
from apps.core.spreadsheets.table import letter_of


def build_table(kind: ImportKind, data: bytes, name: str, questions: Questions) -> tuple[SheetTable, list[Heading]]:
    """The table with its headings. Raises Problems when there is no table to speak of."""
    dictionary = Dictionary(kind.columns)

    def known_headings(lines) -> tuple[bool, int]:
        head = head_line(lines, dictionary)
        known = dictionary.known(head[1]) if head else set()
        return all(column.key in known for column in kind.columns if column.required), len(known)

    grid = open_grid(data, name, questions, known_headings)
    grid.lines = convert_old_fonts(grid.lines, grid.sheet, questions)
    headings = read_headings(grid.sheet, grid.lines, dictionary, questions)
    if headings is None and kind.headless:
        headings = in_order(grid.sheet, grid.lines, dictionary, questions)
    if headings is None:
        expected = ", ".join(f"“{column.header}”" for column in kind.columns if column.required)
        message = _("Không tìm thấy dòng tiêu đề cột. Cần có các cột: %(columns)s.") % {"columns": expected}
        raise Problems([Problem(grid.sheet, 1, "", message)])
    table = _table(kind, name, grid, headings, questions)
    _tell_missing(table, headings)
    totals = [] if table.missing_columns else take_out(table)
    tell_oddities(table, grid)
    compare(table, totals)
    if not table.rows and not table.missing_columns:
        message = _("Dưới dòng tiêu đề không có dòng dữ liệu nào.")
        table.problems.append(Problem(grid.sheet, headings.number, "", message))
    return table, headings.found


def _table(kind: ImportKind, name: str, grid: Grid, headings: Headings, questions: Questions) -> SheetTable:
    table = SheetTable(
        name,
        grid.sheet,
        places=headings.places,
        headers={place: heading.text for place, heading in _placed(headings)},
        unknown_columns=headings.unknown,
        percents=grid.percents,
        kind_columns={column.key: column for column in kind.columns},
        questions=questions,
        notes=[*grid.notes, *headings.notes],
    )
    known = tuple(headings.places.values())
    table.rows = [
        SheetRow(number, values, table)
        for number, values in grid.lines[headings.body :]
        if any(_filled(values[place]) for place in known if place < len(values))
    ]
    if headings.unknown:
        names = ", ".join(f"“{each}”" for each in headings.unknown)
        table.note(Problem(grid.sheet, headings.number, "", _("Không dùng các cột: %(names)s.") % {"names": names}))
    return table


def _placed(headings: Headings):
    by_letter = {heading.letter: heading for heading in headings.found}
    for place in headings.places.values():
        heading = by_letter.get(letter_of(place))
        yield place, heading or Heading(letter_of(place), "")


def _filled(value) -> bool:
    return value is not None and value != "" and not (isinstance(value, str) and value.isspace())


def _tell_missing(table: SheetTable, headings: Headings) -> None:
    for column in table.missing_columns:
        message = _("Thiếu cột “%(header)s”.") % {"header": column.header}
        table.problems.append(Problem(table.sheet, headings.number, "", message))
