"""A small kind of sheet for the tests of the sheet door: goods with a rate, kept in a list."""

import io
from datetime import UTC, datetime

from apps.core.actor import system_actor
from apps.core.sheets import Checked, ImportKind, SheetColumn, Summary, check_file, examine_file
from apps.core.verdict import ALLOWED

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
ACTOR = system_actor("Người thử")


class Results(ImportKind):
    """Results of units: what S002-1 is about. ``stored`` stands for the database."""

    name, label = "results-example", "Kết quả của đơn vị"
    columns = (
        SheetColumn("unit", "Đơn vị", required=True, also=("tên đơn vị", "cơ quan"), example="Sở Tư pháp Lào Cai"),
        SheetColumn("rate", "Tỷ lệ vượt", kind="decimal", also=("tỉ lệ",), example="2,74%", total=True),
        SheetColumn("count", "Số việc", kind="integer", total=True),
        SheetColumn("day", "Ngày", kind="date", example="13/9/2022"),
        SheetColumn("done", "Đạt", kind="bool"),
        SheetColumn("line", "Khối", kind="choice", choices=(("justice", "Sở Tư pháp"), ("enforcement", "THADS"))),
    )

    def __init__(self):
        self.stored: dict[str, dict] = {}

    def may(self, actor):
        return ALLOWED

    def check(self, table, *, actor, now, answers):
        table.refuse_repeats("unit")
        checked = Checked()
        for row in table:
            values = row.read()
            before = self.stored.get(values["unit"])
            if before == values:
                checked.unchanged += 1
                continue
            checked.plan.append(values)
            if before is None:
                checked.created += 1
            else:
                checked.updated += 1
        return checked

    def write(self, checked, *, actor, now, step):
        for number, values in enumerate(checked.plan):
            step(number, len(checked.plan))
            self.stored[values["unit"]] = values
        return Summary(checked.created, checked.updated, checked.unchanged)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def workbook(change=None, rows=(), *, headings=("Đơn vị", "Tỷ lệ vượt", "Ngày")) -> bytes:
    """An XLSX as Excel users make them; ``change(book, sheet)`` makes it odd."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kết quả"
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def examine(data: bytes, *, name: str = "a.csv", answers=None, kind=None) -> Checked:
    return examine_file(kind or Results(), data, name, actor=ACTOR, now=NOW, answers=answers)


def check(data: bytes, *, name: str = "a.csv", answers=None, kind=None) -> Checked:
    return check_file(kind or Results(), data, name, actor=ACTOR, now=NOW, answers=answers)


def read(data: bytes, *, name: str = "a.csv", answers=None) -> list[dict]:
    """The rows as they would be written: no mistake, no open question."""
    checked = check(data, name=name, answers=answers)
    assert [doubt.as_problem() for doubt in checked.doubts] == []
    return checked.plan


def told(problems) -> list[str]:
    return [str(problem) for problem in problems]


def asked(checked: Checked) -> dict[str, str]:
    """Key and question of what is open."""
    return {doubt.key: str(doubt.place) for doubt in checked.doubts}
