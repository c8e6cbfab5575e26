"""Reading tables from XLSX and CSV files that people made.

The content decides what a file is, not its name. Cells keep their place, so that every later mistake
can be shown by sheet, row and column. XLSX is read by calamine (16 times openpyxl's speed), which cannot
stop early: ``workbook_check`` looks at the file first.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.archives import CheckedArchive, UnsafeArchive
from apps.core.spreadsheets.table import Problem, Problems, Row, Table, cell_text, letter_of
from apps.core.spreadsheets.workbook_check import MAX_COLUMNS, MAX_ROWS, percent_cells, refuse_unreadable
from apps.core.text import fold

HEAD_SEARCHED_ROWS = 20
ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read_table(
    file, *, name: str, columns: Iterable | None = None, required: Sequence[str] = (), sheet: str | None = None
) -> Table:
    """Read one sheet: its heading row, then one Row for each line that is not empty.

    ``file``: path, bytes or an open file; ``name``: its name as people know it. ``columns``: keys, or
    objects with ``key`` and ``header``, by which headings are recognised whatever their capitals and
    diacritics; without them every heading is its own key. ``required``: keys without which the table is
    of no use. ``sheet``: name of the sheet, else the visible one with these headings (sheets before it may say how the
    file is filled in), else the first with content. Two sheets with rows under these headings are asked about.
    Raises Problems, naming everything that is wrong with the file itself.
    """
    data = bytes_of(file, name)
    percents: frozenset[str] = frozenset()
    if data.startswith(ZIP):
        sheet, lines, percents = _workbook_lines(data, name, sheet, _known_headings(columns), required)
    else:
        sheet, lines = name, csv_lines(data, name)
    return _build(lines, name=name, sheet=sheet, columns=columns, required=required, percents=percents)


def refusal(name: str, message, *, row: int | None = None) -> Problems:
    """One mistake of the file itself, to be raised."""
    return Problems([Problem(name, row, "", str(message))])


def bytes_of(file, name: str) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    if isinstance(file, bytes):
        data = file
    elif isinstance(file, str | Path):
        with Path(file).open("rb") as opened:
            data = opened.read(limit + 1)
    else:
        file.seek(0)
        data = file.read(limit + 1)
    if len(data) > limit:
        message = _("Tệp lớn hơn giới hạn %(limit)s MB.") % {"limit": limit // 1_000_000}
        raise refusal(name, message)
    if not data.strip():
        raise refusal(name, _("Tệp trống."))
    return data


# --- XLSX -----------------------------------------------------------------------------------------


def _workbook_lines(data: bytes, name: str, wanted: str | None, known: dict[str, str] | None, required: Sequence[str]):
    workbook, archive = open_workbook(data, name)
    visible = visible_sheets(workbook)
    if wanted is not None and wanted not in visible:
        raise refusal(name, _("Không có trang tính “%(sheet)s”.") % {"sheet": wanted})
    filled = {}
    for sheet_name in [wanted] if wanted else visible:
        values = sheet_values(workbook, sheet_name, name)
        if values or wanted:
            filled[sheet_name] = values
    if not filled:
        raise refusal(name, _("Tệp không có dữ liệu."))
    fitting = [each for each, values in filled.items() if _fits(values, known, required)]
    if len(with_rows := [each for each in fitting if _fits(filled[each], known, required) > 1]) > 1:
        message = _(
            "Nhiều trang tính cùng có dữ liệu: %(sheets)s. Hãy để trong một trang tính, hoặc tách thành nhiều tệp."
        )
        raise refusal(name, message % {"sheets": ", ".join(with_rows)})
    chosen = next(iter([*with_rows, *fitting, *filled]))
    return chosen, enumerate(filled[chosen], start=1), percent_cells(archive, chosen)


def _fits(values: list[list], known: dict[str, str] | None, required: Sequence[str]) -> int:
    """0: none of the first lines has all required headings; 1: one has, with nothing below it; 2: with lines below."""
    if known is None or not required:
        return 0
    for index, line in enumerate(values[:HEAD_SEARCHED_ROWS]):
        found = {known.get(fold(cell_text(value))) for value in line}
        if found.issuperset(required):
            below = (value for row in values[index + 1 :] for value in row)
            return 2 if any(cell_text(value).strip() for value in below) else 1
    return 0


def open_workbook(data: bytes, name: str):
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        archive = CheckedArchive(data)
        refuse_unreadable(archive)
        return CalamineWorkbook.from_filelike(io.BytesIO(data)), archive
    except UnsafeArchive as error:
        raise refusal(name, error.message) from error
    except CalamineError as error:
        raise refusal(name, _("Tệp Excel bị hỏng, không mở được.")) from error


def visible_sheets(workbook, *, hidden_too: bool = False) -> list[str]:
    """Names of the sheets that hold cells (charts do not)."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if (hidden_too or sheet.visible == SheetVisibleEnum.Visible) and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def sheet_values(workbook, sheet_name: str, name: str) -> list[list]:
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise refusal(name, _("Tệp Excel bị hỏng, không mở được.")) from error


# --- CSV ------------------------------------------------------------------------------------------


def csv_lines(data: bytes, name: str, *, text: str | None = None, delimiter: str = ""):
    """(line number, cells) of a CSV file; ``text`` and ``delimiter`` where the caller knows them already."""
    text = csv_text(data, name) if text is None else text
    first, _newline, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text, skipped = first.strip()[-1], rest, 1
    return _csv_cells(text, delimiter or _delimiter(text), name, skipped)


def csv_text(data: bytes, name: str) -> str:
    """The text of a CSV file. Raises Problems for files of another kind and for bytes that are no Unicode."""
    if data.startswith(_OLE):
        raise refusal(name, _("Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx, không mật khẩu."))
    if data.startswith(_OTHER_FILES) or (b"\x00" in data and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}):
        raise refusal(name, _("Tệp không phải Excel (.xlsx) hoặc CSV."))
    text = _decoded(data, name)
    if "\x00" in text:  # UTF-16 holds the byte in every letter; as a character it stands in no text
        raise refusal(name, _("Tệp không phải Excel (.xlsx) hoặc CSV."))
    return text


def _csv_cells(text: str, delimiter: str, name: str, skipped: int):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1 + skipped
    while True:
        try:
            line = next(reader, None)
        except csv.Error as error:
            raise refusal(name, _("Dấu nháy kép đặt sai hoặc ô quá dài."), row=start) from error
        if line is None:
            return
        if len(line) > MAX_COLUMNS or start > MAX_ROWS:
            raise refusal(name, _("Tệp quá nhiều dòng hoặc cột."), row=start)
        yield start, line
        start = reader.line_num + 1 + skipped


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = _("Chữ trong tệp không phải Unicode UTF-8. Trong Excel, hãy lưu dạng “CSV UTF-8” hoặc .xlsx.")
        problems = refusal(name, message, row=row)
        problems.code = "encoding"
        raise problems from error


def _delimiter(text: str) -> str:
    """The mark that most often parts the first lines, quoted texts left out; a comma when there is none."""
    sample = "".join("\n".join(text.splitlines()[:HEAD_SEARCHED_ROWS]).split('"')[::2])
    return max(",;\t", key=lambda mark: (sample.partition("\n")[0].count(mark), sample.count(mark)))


# --- Table ----------------------------------------------------------------------------------------


def _build(lines, *, name: str, sheet: str, columns, required: Sequence[str], percents: frozenset[str]) -> Table:
    """The table from (line number, values) pairs."""
    lines = iter(lines)
    before = list(islice(lines, HEAD_SEARCHED_ROWS))
    known = _known_headings(columns)
    head = _head_index(before, known, sheet)
    number, headings = before[head]
    table = Table(name, sheet, {}, {}, percents=percents)
    table.unknown_columns = _place_headings(headings, number, known, table)
    for key in required:
        if key not in table.places:
            table.problems.append(Problem(sheet, number, "", str(_("Thiếu cột “%s”.") % key)))
    table.raise_problems()
    table.rows = [
        Row(number, values, table)
        for number, values in chain(before[head + 1 :], lines)
        if any(
            value != "" and value is not None and not (isinstance(value, str) and value.isspace()) for value in values
        )
    ]
    return table


def _known_headings(columns) -> dict[str, str] | None:
    """Folded heading → key, for keys and for printed headings; None when every heading is welcome."""
    if columns is None:
        return None
    known = {}
    for column in columns:
        key = column if isinstance(column, str) else column.key
        known[fold(key)] = key
        if not isinstance(column, str):
            known[fold(str(column.header))] = key
    return known


def _head_index(lines: list[tuple[int, list]], known: dict[str, str] | None, sheet: str) -> int:
    """Which of the first lines holds the headings: the one with most known ones, the first of equals."""

    def score(values: list) -> int:
        texts = {fold(cell_text(value)) for value in values} - {""}
        return len(texts & known.keys()) if known is not None else min(len(texts), 1)

    best = max(range(len(lines)), key=lambda index: (score(lines[index][1]), -index), default=None)
    if best is None or not score(lines[best][1]):
        raise Problems([Problem(sheet, 1, "", str(_("Không tìm thấy dòng tiêu đề cột.")))])
    return best


def _place_headings(headings: list, number: int, known: dict[str, str] | None, table: Table) -> tuple[str, ...]:
    """Fill the table's places and headers; note headings that stand twice; answer those nobody asked for."""
    unknown = []
    for index, heading in enumerate(map(cell_text, headings)):
        key = heading if known is None else known.get(fold(heading))
        if not heading:
            continue
        if key is None:
            unknown.append(heading)
        elif key in table.places:
            message = _("Cột “%(heading)s” có hai lần.") % {"heading": heading}
            table.problems.append(Problem(table.sheet, number, letter_of(index), str(message)))
        else:
            table.places[key], table.headers[index] = index, heading
    return tuple(unknown)
