"""Workbooks written and read back; files of people with everything that can be wrong in them."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from apps.core.spreadsheets import Column, Problem, Problems, Sheet, read_table, write_workbook
from apps.core.spreadsheets.table import letter_of

COLUMNS = [
    Column("stt", "STT", "integer"),
    Column("unit", "Đơn vị", "text"),
    Column("points", "Điểm", "points", total=True),
    Column("rate", "Tỷ lệ", "percent"),
    Column("dated", "Ngày nộp", "date"),
    Column("at", "Lúc", "datetime"),
    Column("year", "Năm", "year"),
]
ROWS = [
    [
        1,
        "Vụ Pháp luật quốc tế",
        Decimal("185.750"),
        Decimal("2.74"),
        date(2020, 12, 18),
        datetime(2020, 12, 18, 7, 0, tzinfo=UTC),
        2020,
    ],
    [2, "Cục Kế hoạch – Tài chính", Decimal(190), None, None, None, 2021],
]


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def workbook(rows=ROWS, columns=COLUMNS, **options):
    sheet = Sheet("Xếp hạng", "Kết quả xếp hạng năm 2020", columns, rows, notes=["Số liệu minh họa"], **options)
    return write_workbook([sheet], title="Kết quả", author="Cụm thi đua số 1")


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def csv(text):
    return text.encode()


def problems_of(action, *args, **options):
    with pytest.raises(Problems) as refusal:
        action(*args, **options)
    return [str(problem) for problem in refusal.value]


# --- Writing --------------------------------------------------------------------------------------


def test_write_workbook_gives_real_numbers_and_dates():
    sheet = opened(workbook()).active
    assert [cell.value for cell in sheet[4]] == ["STT", "Đơn vị", "Điểm", "Tỷ lệ", "Ngày nộp", "Lúc", "Năm"]
    assert [cell.value for cell in sheet[5]] == [
        1,
        "Vụ Pháp luật quốc tế",
        185.75,
        0.0274,
        datetime(2020, 12, 18),  # noqa: DTZ001 - spreadsheets have no zones
        datetime(2020, 12, 18, 14, 0),  # noqa: DTZ001
        2020,
    ]
    assert [cell.number_format for cell in sheet[5]] == [
        "#,##0",
        "General",
        "#,##0.00",
        "0.00%",
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "0",
    ]
    assert sheet["C6"].number_format == "#,##0"
    assert sheet["A1"].value == "Kết quả xếp hạng năm 2020"
    assert sheet["A2"].value == "Số liệu minh họa"


def test_write_workbook_sums_by_formula_with_its_value():
    data = workbook()
    assert opened(data).active["C7"].value == "=SUM(C5:C6)"
    assert opened(data).active["B7"].value == "Tổng cộng"
    lines = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert lines[6][:3] == ["", "Tổng cộng", 375.75]


def test_a_sum_of_what_nobody_knows_is_no_nought():
    columns = [Column("unit", "Đơn vị"), Column("staff", "Biên chế", "integer", total=True)]
    sheet = opened(workbook([["Vụ Một", None], ["Vụ Hai", None]], columns)).active
    assert sheet["B7"].value == '=IF(COUNT(B5:B6)=0,"",SUM(B5:B6))'


def test_what_is_long_is_cut_by_no_program_and_printed_legibly():
    columns = [Column(f"c{n}", "Nội dung cần khắc phục", width=60) for n in range(6)]
    columns.append(Column("days", "Số ngày chậm", "integer"))
    rows = [[text, *[""] * 5, 1] for text in ("Cục Pháp luật hình sự – hành chính " * 4, "hai\ndòng", "Vụ")]
    sheet = Sheet("Dài", "Báo cáo", columns, rows, notes=["Chưa có phong trào: " + "Cục Công nghệ thông tin, " * 20])
    sheet = opened(write_workbook([sheet])).active
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFG"]
    assert sum(widths) < 210
    heights = [sheet.row_dimensions[number].height for number in range(2, 8)]
    assert [height and round(height / 15.75) for height in heights] == [3, None, 2, 5, 2, None]
    assert "A2:G2" in map(str, sheet.merged_cells.ranges)
    # Bold letters are wider, and a label of the code, translated when it is shown, is as long as any text.
    rows = [["TỔNG HỢP SỐ LIỆU", ""], ["TỔNG HỢP SỐ LIỆU", "đậm"], [gettext_lazy("Tổng hợp số liệu cả năm"), ""]]
    columns = [Column("name", "Tên", width=23), Column("look", "Kiểu")]
    sheet = opened(write_workbook([Sheet("Cao", "", columns, rows, emphasis=lambda row: row[1] == "đậm")])).active
    heights = [sheet.row_dimensions[number].height for number in range(2, 5)]
    assert [height and round(height / 15.75) for height in heights] == [None, 2, 2]


def test_write_workbook_is_ready_to_filter_freeze_and_print():
    sheet = opened(workbook()).active
    assert sheet.auto_filter.ref == "A4:G6"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert opened(workbook()).properties.creator == "Cụm thi đua số 1"


@pytest.mark.parametrize("text", ["=1+1", "+84 123", "-3", "@SUM(A1)", '=HYPERLINK("x")', "=cmd|' /C calc'!A0"])
def test_write_workbook_when_text_looks_like_a_formula_keeps_text(text):
    cell = opened(workbook([{"unit": text}])).active["B5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("start", ["\t=1+1", "\r=1+1", "\u200b=1+1"])
def test_write_workbook_when_an_invisible_character_hides_a_formula_quotes_it(start):
    cell = opened(workbook([{"unit": start}])).active["B5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_write_workbook_keeps_links_and_escapes_as_text():
    rows = [{"unit": "http://example.invalid"}, {"unit": "a_x0041_b\x01"}, {"unit": "x" * 40_000}]
    sheet = opened(workbook(rows)).active
    assert sheet["B5"].hyperlink is None
    assert openpyxl.utils.escape.unescape(sheet["B6"].value) == "a_x0041_b"
    assert (len(sheet["B7"].value), sheet["B7"].value[-1]) == (32_767, "…")


def test_write_workbook_emphasises_groups():
    sheet = opened(workbook(emphasis=lambda row: row[0] == 1)).active
    assert (sheet["B5"].font.b, sheet["B6"].font.b) == (True, False)


def test_a_last_line_of_sums_is_bold_and_outside_the_filter():
    sheet = opened(workbook(columns=COLUMNS[:2] + COLUMNS[3:4], rows=[[1, "A", 2]], last=["", "Tổng điểm", 2])).active
    assert sheet.auto_filter.ref == "A4:C5"
    assert sheet["B6"].value == "Tổng điểm"
    assert sheet["B6"].font.b


def test_write_workbook_makes_sheet_names_safe():
    names = ["Bảng [1]: tự chấm / 2020?", "bảng -1-- tự chấm - 2020-", "x" * 40, "x" * 40, "", "History", "'"]
    data = write_workbook([Sheet(name, "", COLUMNS, []) for name in names])
    assert opened(data).sheetnames == [
        "Bảng -1-- tự chấm - 2020-",
        "bảng -1-- tự chấm - 2020- (2)",
        "x" * 31,
        "x" * 27 + " (2)",
        "Trang tính",
        "History_",
        "Trang tính (2)",
    ]


def test_written_workbook_is_read_back_by_headings():
    table = read_table(workbook(), name="ket-qua.xlsx", columns=COLUMNS)
    first = table.rows[0]
    assert (table.sheet, first.number, first.cell("points").column) == ("Xếp hạng", 5, "C – Điểm")
    assert (first.integer("stt"), first.text("unit")) == (1, "Vụ Pháp luật quốc tế")
    assert (first.decimal("points"), first.decimal("rate")) == (Decimal("185.75"), Decimal("2.74"))
    assert first.date("dated") == date(2020, 12, 18)
    assert table.rows[1].date("dated") is None
    assert table.problems == []


def test_percent_cells_give_what_people_see():
    book = openpyxl.Workbook()
    book.active.append(["code", "rate"])
    for value, number_format in [
        (0.0274, "0.00%"),
        (0.519, "0%"),
        (2.79, "General"),
        ("2,74%", "General"),
        (5, '0"%"'),
    ]:
        book.active.append(["x", value])
        book.active.cell(book.active.max_row, 2).number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)
    rates = [row.decimal("rate") for row in read_table(buffer, name="x.xlsx")]
    assert rates == [Decimal(text) for text in ("2.74", "51.9", "2.79", "2.74", "5")]


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "code,label,points\nA,Nhóm,2.5\n",
        "\ufeffcode;label;points\r\nA;Nhóm;2,5\r\n",
        "code\tlabel\tpoints\nA\tNhóm\t2,5",
        'sep=;\ncode;label;points\nA;"Nhóm";2,5',
        '\n\ncode,label,points\nA,Nhóm,"2,5"\n,,\n',
    ],
)
def test_read_table_reads_every_kind_of_csv(text):
    table = read_table(csv(text), name="tieu-chi.csv")
    assert table.columns == ("code", "label", "points")
    assert [(row.text("code"), row.text("label"), row.decimal("points")) for row in table] == [
        ("A", "Nhóm", Decimal("2.5"))
    ]


def test_read_table_reads_utf16_and_paths(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("code,label\nA,Đắk Lắk\n".encode("utf-16"))
    assert read_table(path, name="a.csv").rows[0].text("label") == "Đắk Lắk"


def test_rows_know_their_line_when_a_cell_has_several_lines():
    table = read_table(csv('code,label\nA,"một\nhai"\n\nB,x\n'), name="a.csv")
    assert [(row.number, row.text("label")) for row in table] == [(2, "một\nhai"), (5, "x")]


def test_read_table_reports_unknown_columns_and_goes_on():
    table = read_table(csv("code,Ghi chú,points\nA,x,1\n"), name="a.csv", columns=["code", "points"], required=["code"])
    assert (table.columns, table.unknown_columns) == (("code", "points"), ("Ghi chú",))


def test_read_table_knows_headings_without_diacritics_below_a_title():
    text = "BẢNG TỰ CHẤM ĐIỂM;;\n;;\nĐON VI;diem;x\nSở Tư pháp;2,5;\n"
    table = read_table(csv(text), name="a.csv", columns=COLUMNS)
    assert (table.columns, table.rows[0].number, table.rows[0].text("unit")) == (("unit", "points"), 4, "Sở Tư pháp")


def test_read_table_lists_every_mistake_with_its_place():
    text = "code,points,dated\nA,hai,13/13/2020\n,2.790,\nB,2.5,08/4/2022\n"
    table = read_table(csv(text), name="a.csv")
    for row in table:
        row.required_text("code")
        row.decimal("points")
        row.date("dated")
    assert problems_of(table.raise_problems) == [
        "a.csv, dòng 2, cột B – points: Nhập một số, ví dụ 2,5.",
        "a.csv, dòng 2, cột C – dated: Không có tháng 13. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022.",
        "a.csv, dòng 3, cột A – code: Chưa nhập.",
        "a.csv, dòng 3, cột B – points: “2.790” có thể hiểu là 2,79 hoặc 2790. Hãy nhập 2,79 hoặc 2790.",
    ]
    assert table.problems[0].as_dict() == {
        "sheet": "a.csv",
        "row": 2,
        "column": "B – points",
        "message": "Nhập một số, ví dụ 2,5.",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,points\n", "a.csv, dòng 1: Thiếu cột “label”."),
        ("code,label,CODE\n", "a.csv, dòng 1, cột C: Cột “CODE” có hai lần."),
        ("x,y\n1,2\n", "a.csv, dòng 1: Không tìm thấy dòng tiêu đề cột."),
        ('code,label\nA,"x\ny\n', "a.csv, dòng 2: Dấu nháy kép đặt sai hoặc ô quá dài."),
        ("  \n", "a.csv: Tệp trống."),
    ],
)
def test_read_table_when_the_table_is_wrong_says_why(text, message):
    assert message in problems_of(
        read_table, csv(text), name="a.csv", columns=["code", "label"], required=["code", "label"]
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "a.xlsx: Tệp không phải Excel (.xlsx) hoặc CSV."),
        (b"MZ\x90\x00\x03", "a.xlsx: Tệp không phải Excel (.xlsx) hoặc CSV."),
        (b"PK\x03\x04 broken", "a.xlsx: Tệp bị hỏng, không mở được."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.xlsx: Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx, không mật khẩu.",
        ),
        (
            "code,label\nA,Sở".encode()[:-1],
            "a.xlsx, dòng 2: Chữ trong tệp không phải Unicode UTF-8. Trong Excel, hãy lưu dạng “CSV UTF-8” hoặc .xlsx.",
        ),
    ],
)
def test_read_table_when_the_file_is_another_kind_says_so(data, message):
    assert problems_of(read_table, data, name="a.xlsx") == [message]


def test_read_table_takes_the_named_or_the_first_sheet_with_content():
    data = write_workbook(
        [Sheet("Trống", "", [], []), Sheet("A", "", COLUMNS, ROWS), Sheet("B", "", COLUMNS, [ROWS[1]])]
    )
    assert read_table(data, name="a.xlsx", columns=COLUMNS).sheet == "A"
    assert len(read_table(data, name="a.xlsx", columns=COLUMNS, sheet="B")) == 2  # one row and the line of sums
    assert problems_of(read_table, data, name="a.xlsx", sheet="C") == ["a.xlsx: Không có trang tính “C”."]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letter_of_counts_as_excel_does(index, letter):
    assert letter_of(index) == letter


def test_problem_without_row_or_column_names_only_the_file():
    assert str(Problem("a.xlsx", None, "", "Tệp trống.")) == "a.xlsx: Tệp trống."
