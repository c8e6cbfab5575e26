"""Lines that are no rows: column numbers, "Tổng cộng", what stands below the table. Told; totals are compared."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.dates import DateProblem, parse_date
from apps.core.numbers import NumberProblem, format_decimal, parse_decimal
from apps.core.spreadsheets import Problem
from apps.core.spreadsheets.table import cell_text
from apps.core.text import fold, nfc

_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|tong cong|tong so|cong)"
    r"\s*[:.]?\s*\(?(?P<count>\d+)?\s*(?:đơn vị|người|cá nhân|tập thể|cán bộ|việc|dòng)?\)?\s*[:.]?"
)
_BELOW = re.compile(
    r"(?:nguoi lap|nguoi tong hop|thu truong|giam doc|chanh van phong|lanh dao|xac nhan|noi nhan|ghi chu:|"
    r"tl\.|kt\.|tuq\.|tm\.|.{0,40}ngay .{0,6} thang .{0,6} nam)"
)
NOTHING_SAID = -1
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")


@dataclass
class TotalLine:
    """A line of sums and the rows above it: all of them, and those since the sum before."""

    row: object
    count: int
    above: list = field(default_factory=list)
    part: list = field(default_factory=list)


def take_out(table) -> list[TotalLine]:
    """Leave only rows in ``table.rows``; answers the lines of sums."""
    _drop(table, table.rows[:1], _numbers_columns, _("Dòng đánh số cột không được đọc."))
    _drop(table, table.rows[:2], _is_example, _("Dòng ví dụ của bảng mẫu không được đọc."))
    lines: list[TotalLine] = []
    kept: list = []
    last = 0
    for row in table.rows:
        if (found := _total(row)) is None:
            kept.append(row)
            continue
        lines.append(TotalLine(row, found, above=list(kept), part=kept[last:]))
        last = len(kept)
        table.note(Problem(table.sheet, row.number, "", _("Dòng tổng, chỉ dùng để đối chiếu.")))
    table.rows = _without_foot(table, kept, lines[-1].row.number if lines else 0)
    return lines


def compare(table, lines: list[TotalLine]) -> None:
    """A sum that the document gives and the rows do not: a mistake that states both."""
    for line in lines:
        if line.count != NOTHING_SAID and line.count not in {len(line.above), len(line.part)}:
            message = _("Bảng ghi %(given)s dòng, đọc được %(found)s dòng.")
            text = message % {"given": line.count, "found": len(line.above)}
            table.problems.append(Problem(table.sheet, line.row.number, "", text))
        for column in table.kind_columns.values():
            if column.total and column.key in table.places:
                _compare_column(table, line, column.key)


def _compare_column(table, line: TotalLine, key: str) -> None:
    quiet = table.quiet_copy()
    given = quiet.again(line.row).decimal(key)
    if given is None:
        return
    sums = [_sum(quiet, rows, key) for rows in (line.above, line.part)]
    if given not in sums:
        message = _("Bảng ghi tổng %(given)s, cộng các dòng được %(sum)s (lệch %(difference)s).")
        difference = format_decimal(given - sums[0])
        values = {"given": format_decimal(given), "sum": format_decimal(sums[0]), "difference": difference}
        line.row.problem(key, message % values)


def _sum(quiet, rows: list, key: str) -> Decimal:
    return sum((quiet.again(row).decimal(key) or Decimal(0) for row in rows), Decimal(0))


def _drop(table, candidates: list, wanted, message: str) -> None:
    for row in candidates:
        if wanted(row):
            table.rows.remove(row)
            table.note(Problem(table.sheet, row.number, "", message))
            return


def _numbers_columns(row) -> bool:
    """(1) (2) (3) … under the headings."""
    texts = [cell_text(value) for value in row.values if cell_text(value)]
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):  # noqa: PLR2004 - two numbers may well be data
        return False
    numbers = [int(each[1]) for each in found]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_example(row) -> bool:
    """The example of the template, left in."""
    columns = [column for key, column in row.table.kind_columns.items() if key in row.table.places]
    examples = {column.key: column.example for column in columns if column.example}
    return len(examples) > 1 and all(_same(row, column) for column in columns)


def _same(row, column) -> bool:
    text = row.text(column.key)
    if text == column.example or not (text and column.example):
        return text == column.example
    try:
        if column.kind == "date":
            return parse_date(text) == parse_date(column.example)
        return parse_decimal(text, decimal_mark=",") == parse_decimal(column.example, decimal_mark=",")
    except (NumberProblem, DateProblem):
        return False


def _total(row) -> int | None:
    """None for a row; else what a line of sums says of the number of rows (NOTHING_SAID when nothing)."""
    label = next((value for value in row.values if value is not None and value != ""), None)
    if not isinstance(label, str) or label[:1] not in "TtCc \n":
        return None
    found = _TOTAL.fullmatch(" ".join(nfc(label).casefold().split()))
    return None if found is None else int(found["count"] or NOTHING_SAID)


def _stands_below(row) -> bool:
    texts = [cell_text(value) for value in row.values]
    return any(_BELOW.match(fold(text)) for text in texts if text)


def _is_whole(table, row) -> bool:
    """Whether a line looks like a row: what is required is there, and not only one cell of several."""
    filled = {key for key in table.places if row.value(key) is not None}
    required = {column.key for column in table.kind_columns.values() if column.required}
    return required <= filled and len(filled) >= min(2, len(table.places))


def _without_foot(table, rows: list, after: int) -> list:
    """Without the signatures and remarks below the table: lines after the last sum, or of such words, at the end."""
    end = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if _is_whole(table, row) or row.number < after:
            break
        if after or _stands_below(row):
            end = index
    if end < len(rows):
        message = _("Từ dòng này là phần cuối bảng (ký tên, ghi chú), không được đọc.")
        table.note(Problem(table.sheet, rows[end].number, "", message))
    return rows[:end]
