"""Writing workbooks that officers go on working with: real numbers and dates, filters, sums, ready to print.

Text stays text: what begins like a formula is written as a quoted string, so that neither opening
nor editing the cell in Excel computes it.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core.dates import local
from apps.core.letters import BOLD
from apps.core.spreadsheets.fitting import FEWEST, LEAST, SIZE, fitted, height_of, lines_of, width_of
from apps.core.spreadsheets.table import letter_of
from apps.core.text import clean

KINDS = frozenset({"text", "number", "points", "percent", "integer", "year", "date", "datetime"})
MAX_TEXT, MAX_SHEET_NAME = 32_767, 31
_A4 = 9
_WIDTHS = {"text": 28, "number": 14, "points": 10, "percent": 10, "integer": 9, "year": 9, "date": 12, "datetime": 17}
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # tabs and breaks never stand first: see cell_text_of
_WRAPPED, _QUOTED = "wrapped", "quoted"
_NUMBERS = (int, Decimal, float)
_FONT = {"font_name": "Times New Roman", "font_size": 12}


@dataclass(frozen=True)
class Column:
    """One column: ``key`` in the rows, ``header`` for people, ``kind`` one of KINDS, ``total`` asks for a sum.

    ``width`` counts characters. ``percent`` values are in percent (2.74 is shown 2,74%); a ``year`` has no separator
    of thousands.
    """

    key: str
    header: str
    kind: str = "text"
    width: float | None = None
    total: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(self.kind)


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``title`` and ``notes`` above the table (filters used, illustrative mark), then columns and rows.

    ``rows``: mappings by column key, or sequences in column order. ``emphasis`` answers whether a row is
    printed bold (a group of criteria). ``last``: a bold line under the rows, for sums that adding up the rows would not
    give; no filter touches it.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping | Sequence]
    notes: Sequence[str] = field(default=())
    emphasis: Callable[[Mapping | Sequence], bool] | None = None
    last: Mapping | Sequence | None = None


def write_workbook(
    sheets: Iterable[Sheet], *, title: str = "", author: str = "", created: datetime | None = None
) -> bytes:
    """The workbook as bytes. Rows are written as they come, so memory does not grow with them.

    ``created`` fixes the creation time in the file's properties (local time), for files that must be the
    same whenever they are made.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    sheets = list(sheets)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        properties = {"title": clean(str(title or (sheets[0].title if sheets else ""))), "author": clean(str(author))}
        if created:
            properties["created"] = local(created).replace(tzinfo=None)
        workbook.set_properties(properties)
        taken: set[str] = set()
        for sheet in sheets:
            worksheet = workbook.add_worksheet(_safe_name(sheet.name, taken))
            _SheetWriter(workbook, worksheet, sheet).write()
    return buffer.getvalue()


class _SheetWriter:
    """Writes one sheet from the top down, as constant memory wants it."""

    def __init__(self, workbook, worksheet, sheet: Sheet):
        self.workbook, self.worksheet, self.sheet = workbook, worksheet, sheet
        self.formats: dict[tuple, object] = {}
        self.sums: dict[str, Decimal | None] = dict.fromkeys(column.key for column in sheet.columns if column.total)
        self.widths = fitted(
            [column.width or _WIDTHS[column.kind] for column in sheet.columns],
            [column.kind == "text" for column in sheet.columns],
        )
        texts = zip(sheet.columns, self.widths, strict=True)
        self.high: deque[int] = deque()
        self.texts = [(n, width, width * FEWEST) for n, (column, width) in enumerate(texts) if column.kind == "text"]

    def write(self) -> None:
        head = self._write_head()
        row = head
        for row, values in enumerate(self.sheet.rows, start=head + 1):
            self._write_row(row, values, bold=bool(self.sheet.emphasis and self.sheet.emphasis(values)))
        self.worksheet.autofilter(head, 0, max(row, head + 1), max(len(self.sheet.columns) - 1, 0))
        if self.sums:
            self._write_sums(head + 1, row)
        elif self.sheet.last is not None:
            self._write_row(max(row, head + 1) + 1, self.sheet.last, bold=True)
        self._set_up_page(head)

    def _write_head(self) -> int:
        """Title, notes, an empty line, the headings; answers the row of the headings."""
        for index, width in enumerate(self.widths):
            self.worksheet.set_column(index, index, width)
        row = 0
        if self.sheet.title:
            self._write_across(0, self.sheet.title, size=14, bold=True)
            row = 1
        for note in self.sheet.notes:
            self._write_across(row, note, size=SIZE, italic=True)
            row += 1
        row += bool(row)
        heading = self._format(
            bold=True, border=1, text_wrap=True, align="center", valign="vcenter", bg_color="#EFEBE3"
        )
        headers = [cell_text_of(column.header) for column in self.sheet.columns]
        both = zip(headers, self.widths, strict=True)
        most = max((lines_of(header, width, bold=True) for header, width in both), default=1)
        self.worksheet.set_row(row, height_of(most))
        for index, header in enumerate(headers):
            self.worksheet.write_string(row, index, header, heading)
        return row

    def _write_across(self, row: int, value: str, *, size: int, **look) -> None:
        """A line over all columns, wrapped: beyond the table it would be printed on no page, or make all smaller."""
        text, style = cell_text_of(value), self._format(font_size=size, text_wrap=True, valign="top", **look)
        width, last = max(sum(self.widths), LEAST), len(self.widths) - 1
        self.worksheet.set_row(row, height_of(lines_of(text, width, size=size, bold="bold" in look), size=size))
        if last > 0:
            self.worksheet.merge_range(row, 0, row, last, "", style)
        self.worksheet.write_string(row, 0, text, style)

    def _write_row(self, row: int, values: Mapping | Sequence, *, bold: bool) -> None:
        cells = [values.get(column.key) for column in self.sheet.columns] if isinstance(values, Mapping) else values
        self._set_height(row, cells, bold=bold)
        for index, column in enumerate(self.sheet.columns):
            value = cells[index]
            if column.total and value is not None:
                number = value if isinstance(value, int) else Decimal(str(value))
                self.sums[column.key] = (self.sums[column.key] or 0) + number
            self._write_cell(row, index, column.kind, value, bold=bold)

    def _set_height(self, row: int, cells: Sequence, *, bold: bool) -> None:
        """Higher than a line where a text needs it; heights of rows that are in the file already are forgotten."""
        most = 1
        for index, width, letters in self.texts:
            value = str(cells[index]) if isinstance(cells[index], Promise) else cells[index]
            if isinstance(value, str) and (len(value) * (BOLD if bold else 1) > letters or "\n" in value):
                most = max(most, lines_of(value, width, bold=bold))
        if most == 1:
            return
        self.worksheet.set_row(row, height_of(most))
        self.high.append(row)
        if len(self.high) > 2:  # noqa: PLR2004 - this row and, at most, the one before it are not in the file
            written = self.high.popleft()
            del self.worksheet.row_info[written], self.worksheet.row_sizes[written]

    def _write_cell(self, row: int, index: int, kind: str, value, *, bold: bool = False) -> None:
        if value is None or value == "":
            self.worksheet.write_blank(row, index, None, self._cell_format(bold, ""))
        elif isinstance(value, str):  # nearly every cell is text: asked first
            self._write_text(row, index, value, bold=bold)
        elif isinstance(value, date):
            self._write_date(row, index, value, bold=bold)
        elif kind != "text" and isinstance(value, _NUMBERS) and not isinstance(value, bool):
            number = float(Decimal(str(value)) / 100 if kind == "percent" else value)
            self.worksheet.write_number(row, index, number, self._cell_format(bold, _number_format(kind, value)))
        else:
            self._write_text(row, index, value, bold=bold)

    def _write_text(self, row: int, index: int, value, *, bold: bool) -> None:
        text = cell_text_of(value)
        shown = _QUOTED if text.startswith(FORMULA_STARTS) else _WRAPPED
        self.worksheet.write_string(row, index, text, self._cell_format(bold, shown))

    def _write_date(self, row: int, index: int, value: date, *, bold: bool) -> None:
        shown = "dd/mm/yyyy"
        if isinstance(value, datetime):
            value = local(value).replace(tzinfo=None) if value.tzinfo else value
            shown = "dd/mm/yyyy hh:mm"
        self.worksheet.write_datetime(row, index, value, self._cell_format(bold, shown))

    def _write_sums(self, first: int, last: int) -> None:
        """A line of sums under the rows, as formulas with their present value; of figures that nobody knows no 0."""
        foot = max(last, first) + 1
        for index, column in enumerate(self.sheet.columns):
            if column.total:
                found, letter = self.sums[column.key], letter_of(index)
                places, known = f"{letter}{first + 1}:{letter}{foot}", found is not None or last < first
                formula = f"=SUM({places})" if known else f'=IF(COUNT({places})=0,"",SUM({places}))'
                style = self._cell_format(True, _number_format(column.kind, found or 0))
                if (needed := width_of(f"{found or 0:,}")) > self.widths[index]:
                    self.worksheet.set_column(index, index, needed)
                total = float((found or 0) / (100 if column.kind == "percent" else 1)) if known else ""
                self.worksheet.write_formula(foot, index, formula, style, total)
            else:
                label = _("Tổng cộng") if index == self._label_column else ""
                self._write_cell(foot, index, "text", label, bold=True)

    @cached_property
    def _label_column(self) -> int | None:
        """The first text column, where the word for the sums stands; years name rows too."""
        kinds = enumerate(self.sheet.columns)
        return next((index for index, column in kinds if column.kind in {"text", "year"} and not column.total), None)

    def _set_up_page(self, head: int) -> None:
        """A4 landscape, one page wide, headings repeated on each page, page numbers, frozen headings."""
        self.worksheet.freeze_panes(head + 1, 0)
        self.worksheet.repeat_rows(head)
        self.worksheet.set_paper(_A4)
        self.worksheet.set_landscape()
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        self.worksheet.set_header("&C&P")

    def _cell_format(self, bold: bool, shown: str):  # noqa: FBT001 - half of a dictionary key, asked for each cell
        """Format of a cell with a border; ``shown`` is a number format, _WRAPPED or _QUOTED."""
        if (found := self.formats.get((bold, shown))) is None:
            properties = {"border": 1, "valign": "top", "bold": bold}
            if shown in {_WRAPPED, _QUOTED}:
                properties |= {"text_wrap": True, "quote_prefix": shown == _QUOTED}
            elif shown:
                properties |= {"num_format": shown, "align": "center" if "y" in shown else "right"}
            found = self.formats[bold, shown] = self._format(**properties)
        return found

    def _format(self, **properties):
        return self.workbook.add_format(_FONT | properties)


def cell_text_of(value) -> str:
    """Text fit for a cell: composed, without control characters, no longer than Excel takes."""
    text = clean(str(value), multiline=True)
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _number_format(kind: str, value) -> str:
    """Number format with as many decimals as the value has (three at most), so that "2" is never shown as "2,"."""
    if isinstance(value, int):
        return _format_of_places(kind, 0)
    return _format_of_places(kind, len(f"{Decimal(str(value)):f}".partition(".")[2].rstrip("0")))


@cache
def _format_of_places(kind: str, decimals: int) -> str:
    places = min(decimals, 3 if kind in {"points", "percent"} else 6)
    whole = "0" if kind in {"percent", "year"} else "#,##0"
    return f"{whole}{'.' if places else ''}{'0' * places}{'%' if kind == 'percent' else ''}"


def _safe_name(name: str, taken: set[str]) -> str:
    """A sheet name that Excel accepts: none of its forbidden marks, at most 31 characters, no two alike."""
    plain = re.sub(r"[\[\]:*?/\\]", "-", clean(str(name))).strip("'")[:MAX_SHEET_NAME].strip() or _("Trang tính")
    if plain.lower() == "history":
        plain = f"{plain}_"
    candidate, number = plain, 1
    while candidate.lower() in taken:
        number += 1
        ending = f" ({number})"
        candidate = f"{plain[: MAX_SHEET_NAME - len(ending)]}{ending}"
    taken.add(candidate.lower())
    return candidate
