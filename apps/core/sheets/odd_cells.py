"""Telling what is odd in the table's own cells: merged cells, formulas, errors, hidden rows and columns.

What the person may decide is asked, once for a column; what cannot be read is a mistake with its place.
"""

import re

from django.utils.translation import gettext as _

from apps.core.sheets.grid import Grid
from apps.core.spreadsheets import Cell, Problem
from apps.core.spreadsheets.table import letter_of

_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_FORMULA = re.compile(r"\s*=\s*[-+(A-Za-z0-9$\"']")


def tell_oddities(table, grid: Grid) -> None:
    """Note every mistake and ask every question about odd cells; fills or empties cells as answered."""
    _hidden_rows(table, grid.oddities.hidden_rows)
    _hidden_columns(table, grid.oddities.hidden_columns)
    rows = {row.number: row for row in table.rows}
    keys = {place: key for key, place in table.places.items()}
    _merged(table, grid.oddities.merged, rows, keys)
    _formulas(table, grid.oddities, rows, keys)
    _written_errors(table)


def _hidden_rows(table, hidden: set[int]) -> None:
    found = [row for row in table.rows if row.number in hidden]
    if not found:
        return
    message = _("Bảng có %(count)s dòng đang ẩn (dòng đầu: %(row)s). Có đọc các dòng ẩn không?")
    options = [("read", _("đọc cả dòng ẩn")), ("skip", _("bỏ qua dòng ẩn"))]
    values = {"count": len(found), "row": found[0].number}
    place = Problem(table.sheet, found[0].number, "", message % values)
    if table.questions.ask("hidden:rows", place, options) == "skip":
        table.rows = [row for row in table.rows if row.number not in hidden]
        table.note(Problem(table.sheet, found[0].number, "", _("Đã bỏ qua %(count)s dòng ẩn.") % values))


def _hidden_columns(table, hidden: set[int]) -> None:
    for key, place in list(table.places.items()):
        if place in hidden:
            message = _("Cột này đang ẩn. Có đọc không?")
            where = Problem(table.sheet, None, _column(table, place), message)
            options = [("read", _("đọc cột ẩn")), ("skip", _("bỏ qua cột ẩn"))]
            if table.questions.ask(f"hidden:{key}", where, options) == "skip":
                del table.places[key]


def _merged(table, merged: list, rows: dict, keys: dict) -> None:
    for first_row, first, last_row, last in sorted(merged):
        inside = [rows[number] for number in range(first_row, last_row + 1) if number in rows]
        known = [place for place in range(first, last + 1) if place in keys]
        if not inside or not known:
            continue
        area = f"{letter_of(first)}{first_row}:{letter_of(last)}{last_row}"
        where = inside[0].cell(keys[known[0]])
        if first == last and first_row in rows and len(inside) > 1:
            _merged_down(keys[first], inside, where, area)
        else:
            table.problems.append(where.problem(_("Ô %(area)s bị gộp. Hãy bỏ gộp ô và điền từng ô.") % {"area": area}))


def _merged_down(key: str, inside: list, where: Cell, area: str) -> None:
    """One value for several rows: the usual way to write a unit beside its people."""
    message = _("Ô %(area)s bị gộp. Điền “%(text)s” cho cả %(count)s dòng?")
    question = message % {"area": area, "text": where.text, "count": len(inside)}
    options = [("fill", _("điền cho mọi dòng")), ("first", _("chỉ dòng đầu, các dòng sau để trống"))]
    answer = inside[0].ask(key, f"merged:{key}", question, options)
    if answer == "first":
        return
    place, value = inside[0].table.places[key], where.value
    for row in inside[1:]:
        row.values.extend([None] * (place + 1 - len(row.values)))
        row.values[place] = value


def _formulas(table, oddities, rows: dict, keys: dict) -> None:
    for (number, place), error in sorted(oddities.errors.items()):
        if number in rows and place in keys:
            rows[number].problem(keys[place], _("Ô báo lỗi %(error)s của Excel. Hãy sửa công thức.") % {"error": error})
    for (number, place), formula in sorted(oddities.uncomputed.items()):
        if number in rows and place in keys:
            message = _("Công thức %(formula)s chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại, hoặc dán giá trị.")
            rows[number].problem(keys[place], message % {"formula": formula[:40]})
    for (number, place), formula in sorted(oddities.formulas.items()):
        if number in rows and place in keys:
            row, key = rows[number], keys[place]
            message = _("Cột này có công thức (%(formula)s). Dùng kết quả đã lưu trong tệp, ví dụ “%(result)s”?")
            options = [("use", _("dùng kết quả đã lưu")), ("empty", _("để trống các ô này"))]
            question = message % {"formula": formula[:40], "result": row.text(key)}
            if row.ask(key, f"formula:{key}", question, options) == "empty":
                row.values[place] = None


def _written_errors(table) -> None:
    """Errors and formulas that stand in the file as text (CSV, pasted cells)."""
    for key, place in table.places.items():
        for row in table.rows:
            value = row.values[place] if place < len(row.values) else None
            if not value or not isinstance(value, str) or value[0] not in "#= ":
                continue
            if value.strip() in _ERRORS:
                row.problem(key, _("Ô báo lỗi %(error)s của Excel. Hãy sửa công thức.") % {"error": value.strip()})
            elif _FORMULA.match(value):
                row.problem(key, _("Ô có công thức dạng chữ (%(text)s). Hãy dán giá trị.") % {"text": value[:40]})


def _column(table, place: int) -> str:
    return f"{letter_of(place)} – {table.headers.get(place, '')}"
