"""What must be known of an XLSX file before and beside calamine: is it one, how large is its grid, where are percents.

calamine lays a sheet out as a full rectangle, so one cell at XFD1048576 would take all memory of the
machine; and it drops number formats, so that 2,74 % typed into a percent cell would arrive as 0.0274.
"""

import re
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from apps.core.archives import CheckedArchive, UnsafeArchive

MAX_ROWS, MAX_COLUMNS = 200_000, 500
MAX_CELLS = 10_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_OVERLAP = 512
_BUILT_IN_PERCENTS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def refuse_unreadable(archive: CheckedArchive) -> None:
    """Refuse what is no XLSX, holds macros, or spreads its cells too far. Raises UnsafeArchive."""
    if "xl/workbook.xml" not in archive.names or "[Content_Types].xml" not in archive.names:
        raise UnsafeArchive(_("Tệp không phải Excel (.xlsx) hoặc CSV."), code="kind")
    if has_macros(archive):
        raise UnsafeArchive(_("Tệp có macro. Hãy lưu lại dạng .xlsx rồi tải lại."), code="macros")
    for name in archive.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            rows, columns = _extent(archive, name)
            if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
                message = _("Trang tính có ô tới dòng %(row)s, cột thứ %(column)s. Hãy xóa các dòng, cột trống thừa.")
                raise UnsafeArchive(message % {"row": rows, "column": columns}, code="extent")


def has_macros(archive: CheckedArchive) -> bool:
    """Whether an Office file carries macros, whatever its name says."""
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        return True
    return b"macroEnabled" in archive.read("[Content_Types].xml")


def percent_cells(archive: CheckedArchive, sheet_name: str) -> frozenset[str]:
    """References ("B5") of the cells of a sheet that are shown as percent."""
    styles = _percent_styles(archive)
    path = sheet_path(archive, sheet_name) if styles else ""
    if path not in archive.names:
        return frozenset()
    found = set()
    for tag in _matches(archive, path, _CELL_TAG):
        style, place = _STYLE.search(tag[0]), _PLACE.search(tag[0])
        if style and place and int(style[1]) in styles:
            found.add((place[1] + place[2]).decode())
    return frozenset(found)


def _extent(archive: CheckedArchive, name: str) -> tuple[int, int]:
    """Last row and last column that any cell or row of a sheet names."""
    rows = columns = 0
    for text in _pieces(archive, name):
        places = _PLACE.findall(text)
        rows = max(rows, max((int(row) for row in {row for _column, row in places}), default=0))
        columns = max(columns, max(map(column_number, {column for column, _row in places}), default=0))
    return rows, columns


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _matches(archive: CheckedArchive, name: str, pattern: re.Pattern[bytes]):
    """Matches of a pattern in an entry."""
    for text in _pieces(archive, name):
        yield from pattern.finditer(text)


def _pieces(archive: CheckedArchive, name: str):
    """An entry piece by piece, each with the end of the one before: what crosses an edge is seen in the next piece."""
    rest = b""
    for piece in archive.pieces(name):
        text = rest + piece
        yield text
        rest = text[-_OVERLAP:]


def _percent_styles(archive: CheckedArchive) -> frozenset[int]:
    """Numbers of the cell styles whose number format shows a percent sign."""
    root = _xml(archive, "xl/styles.xml")
    if root is None:
        return frozenset()
    percents = _BUILT_IN_PERCENTS | {
        int(number.get("numFmtId", 0))
        for number in root.iter(f"{_MAIN}numFmt")
        if "%" in _QUOTED.sub("", number.get("formatCode", ""))
    }
    styles = root.find(f"{_MAIN}cellXfs")
    return frozenset(
        place
        for place, style in enumerate(styles if styles is not None else ())
        if int(style.get("numFmtId", 0)) in percents
    )


def sheet_path(archive: CheckedArchive, sheet_name: str) -> str:
    """Name of the archive entry that holds a sheet."""
    workbook, links = _xml(archive, "xl/workbook.xml"), _xml(archive, "xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        return ""
    link = next((sheet.get(_LINK) for sheet in workbook.iter(f"{_MAIN}sheet") if sheet.get("name") == sheet_name), None)
    target = next((each.get("Target", "") for each in links if each.get("Id") == link), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _xml(archive: CheckedArchive, name: str):
    try:
        # Entities cannot blow up: the archive's size is limited and expat limits their growth.
        return ET.fromstring(archive.read(name))  # noqa: S314
    except (ET.ParseError, ValueError):
        return None
