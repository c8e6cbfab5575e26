"""xlsx: a workbook of our exporter against bare XlsxWriter in constant memory that writes the same cells.

``n``: rows. Both files are the same byte for byte; ``rows_equal`` also says that the peak of memory is flat: that of
the largest size is not above FLAT times that of a tenth of it.
"""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import xlsxwriter

from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.core.spreadsheets.fitting import height_of, lines_of
from apps.demo.bench.peaks import peak_of
from apps.demo.bench.runner import Result, Sides, measure

SIZES, SMALL = (10_000, 100_000), (20, 200)
FLAT = 1.1
HEAD = 3  # line of the headings, from 0
AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
TITLE, NOTE = "Sổ khen thưởng", "Năm: 2025"
FONT = {"font_name": "Times New Roman", "font_size": 12}
NAMES = ("Bà Nguyễn Thị Minh Thử", "Ông Trần Văn Thử", "Phòng Hành chính tư pháp")
AWARDS = ("Chiến sĩ thi đua cơ sở", "Bằng khen của Bộ trưởng Bộ Tư pháp", "Lao động tiên tiến")
COLUMNS = (
    Column("number", "TT", "integer"),
    Column("recipient", "Người, tập thể", width=32),
    Column("unit", "Đơn vị", width=32),
    Column("award", "Danh hiệu, hình thức", width=40),
    Column("year", "Năm thành tích", "year"),
    Column("symbol", "Số quyết định", width=18),
    Column("granted_on", "Ngày quyết định", "date"),
    Column("points", "Điểm", "points"),
    Column("bonus", "Tiền thưởng (đồng)", "integer", 20, total=True),
    Column("note", "Ghi chú", width=17),
)
WIDTHS = (9, 32, 32, 40, 9, 18, 12, 10, 20, 17)


def run(*, small: bool) -> Result:
    sizes = SMALL if small else SIZES
    most = sizes[-1]
    flat = peak_of(lambda: ours(drawn(most))) <= FLAT * peak_of(lambda: ours(drawn(most // 10)))
    return measure("xlsx", [lambda n=n: sides(n, flat=flat) for n in sizes])


def sides(n: int, *, flat: bool) -> Sides:
    rows = list(drawn(n))
    return Sides(n=n, bare=lambda: (by_hand(rows), True), ours=lambda: (ours(rows), flat))


def drawn(count: int) -> Iterator[tuple]:
    for number in range(1, count + 1):
        yield (
            number,
            NAMES[number % 3],
            f"Sở Tư pháp tỉnh số {number % 700}",
            AWARDS[number % 3],
            2025 - number % 10,
            f"{number // 50 + 1}/QĐ-BTP",
            date(2025, 12, 20) - timedelta(days=number % 3000),
            Decimal(number % 4000) / 20,
            number % 7 * 100_000,
            "",
        )


def ours(rows) -> bytes:
    return write_workbook([Sheet("Danh sách", TITLE, COLUMNS, rows, notes=[NOTE])], created=AT)


def by_hand(rows: list[tuple]) -> bytes:
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": TITLE, "author": "", "created": datetime(2026, 1, 5, 10)})  # noqa: DTZ001
        sheet = book.add_worksheet("Danh sách")
        write_head(book, sheet)
        cell = FONT | {"border": 1, "valign": "top"}
        text = book.add_format(cell | {"text_wrap": True})
        day = book.add_format(cell | {"num_format": "dd/mm/yyyy", "align": "center"})
        years = book.add_format(cell | {"num_format": "0", "align": "right"})
        whole, tenths, hundredths = (
            book.add_format(cell | {"num_format": each, "align": "right"}) for each in ("#,##0", "#,##0.0", "#,##0.00")
        )
        empty = book.add_format(cell)
        for line, (number, name, unit, award, year, symbol, on, score, bonus, _note) in enumerate(rows, start=HEAD + 1):
            sheet.write_number(line, 0, number, whole)
            sheet.write_string(line, 1, name, text)
            sheet.write_string(line, 2, unit, text)
            sheet.write_string(line, 3, award, text)
            sheet.write_number(line, 4, year, years)
            sheet.write_string(line, 5, symbol, text)
            sheet.write_datetime(line, 6, on, day)
            sheet.write_number(
                line, 7, float(score), whole if number % 20 == 0 else tenths if number % 2 == 0 else hundredths
            )
            sheet.write_number(line, 8, bonus, whole)
            sheet.write_blank(line, 9, None, empty)
        write_foot(book, sheet, HEAD + len(rows), sum(row[8] for row in rows))
    return buffer.getvalue()


def write_head(book, sheet) -> None:
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    across = {"text_wrap": True, "valign": "top"}
    looks = (FONT | across | {"font_size": 14, "bold": True}, FONT | across | {"italic": True})
    for row, (text, look) in enumerate(zip((TITLE, NOTE), looks, strict=True)):
        style = book.add_format(look)
        sheet.set_row(row, height_of(1, size=look["font_size"]))
        sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", style)
        sheet.write_string(row, 0, text, style)
    look = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#EFEBE3"}
    heading = book.add_format(FONT | look)
    most = max(lines_of(column.header, width, bold=True) for column, width in zip(COLUMNS, WIDTHS, strict=True))
    sheet.set_row(HEAD, height_of(most))
    for index, column in enumerate(COLUMNS):
        sheet.write_string(HEAD, index, column.header, heading)


def write_foot(book, sheet, last: int, total: int) -> None:
    sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    cell = FONT | {"border": 1, "valign": "top", "bold": True}
    empty, text = book.add_format(cell), book.add_format(cell | {"text_wrap": True})
    whole = book.add_format(cell | {"num_format": "#,##0", "align": "right"})
    for index, column in enumerate(COLUMNS):
        if column.key == "recipient":
            sheet.write_string(last + 1, index, "Tổng cộng", text)
        elif column.total:
            sheet.write_formula(last + 1, index, f"=SUM(I{HEAD + 2}:I{last + 1})", whole, float(total))
        else:
            sheet.write_blank(last + 1, index, None, empty)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_header("&C&P")
