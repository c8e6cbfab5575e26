# ruff: noqa: ISC004 - long messages in tables of cases
"""What people hand in: odd files, odd headings, old fonts. Each is read, asked about or refused with its place."""

import io
import re
import unicodedata
import zipfile

import pytest
from django.utils import translation

from apps.core.sheets import Summary, import_file, row_estimate, template_of
from apps.core.sheets.legacy_text import FONTS, font_of
from apps.core.spreadsheets import Column, Problems, Sheet, read_table, write_workbook
from apps.core.tests.sheets import ACTOR, NOW, Results, asked, check, csv, examine, read, told, workbook
from apps.core.text import nfc

NOISE = bytes((number * 197 + number // 7 * 31) % 256 for number in range(4_000))
ROWS = [["Vụ Pháp luật quốc tế", 2.5, "13/9/2022"], ["Vụ Tổ chức cán bộ", 3, "14/9/2022"]]


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def units(data, **options):
    return [row["unit"] for row in read(data, **options)]


# --- Bad input: a message with its place, nothing written ------------------------------------------


def merge_across(book, sheet):
    sheet.merge_cells("A2:B2")


def uncomputed(book, sheet):
    sheet["B3"] = "=B2*2"


def error(book, sheet):
    sheet["B3"], sheet["B3"].data_type = "#REF!", "e"


def only_hidden(book, sheet):
    sheet.sheet_state = "hidden"
    book.create_sheet("Trang 2")
    book.active = 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.xlsx: Tệp trống."),
        (b" \n\n", "a.xlsx: Tệp trống."),
        (NOISE, "a.xlsx: Tệp không phải Excel (.xlsx) hoặc CSV."),
        (b"PK\x03\x04" + NOISE, "a.xlsx: Tệp bị hỏng, không mở được."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "a.xlsx: Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx, không mật khẩu.",
        ),
        (workbook(merge_across, ROWS), "Kết quả, dòng 2, cột A – Đơn vị: Ô A2:B2 bị gộp. Hãy bỏ gộp ô và điền từng ô."),
        (
            workbook(uncomputed, ROWS),
            "Kết quả, dòng 3, cột B – Tỷ lệ vượt: Công thức =B2*2 chưa có kết quả. "
            "Hãy mở tệp bằng Excel rồi lưu lại, hoặc dán giá trị.",
        ),
        (workbook(error, ROWS), "Kết quả, dòng 3, cột B – Tỷ lệ vượt: Ô báo lỗi #REF! của Excel. Hãy sửa công thức."),
        (
            csv("Đơn vị;Tỷ lệ vượt", "A;=B1*2"),
            "a.xlsx, dòng 2, cột B – Tỷ lệ vượt: Ô có công thức dạng chữ (=B1*2). Hãy dán giá trị.",
        ),
        (
            csv("Đơn vị;Tỷ lệ vượt", "A;#N/A"),
            "a.xlsx, dòng 2, cột B – Tỷ lệ vượt: Ô báo lỗi #N/A của Excel. Hãy sửa công thức.",
        ),
        (workbook(only_hidden, ROWS), "a.xlsx: Các trang tính đang hiện đều trống; trang ẩn “Kết quả” không được đọc."),
        (workbook(), "Kết quả, dòng 1: Dưới dòng tiêu đề không có dòng dữ liệu nào."),
        (csv("Tỷ lệ vượt;Số việc", "1;2"), "a.xlsx, dòng 1: Thiếu cột “Đơn vị”."),
        (csv("x;y", "1;2"), "a.xlsx, dòng 1: Không tìm thấy dòng tiêu đề cột. Cần có các cột: “Đơn vị”."),
        (
            "Đơn vị;Tỷ lệ vượt\nĐà Nẵng;1".encode() + b"\nH\xf3\xe9\xff\xfe;2",
            "a.xlsx, dòng 3: Chữ trong tệp không phải Unicode UTF-8. Trong Excel, hãy lưu dạng “CSV UTF-8” hoặc .xlsx.",
        ),
    ],
)
@pytest.mark.django_db
def test_bad_input_is_refused_with_its_place_and_nothing_is_written(data, message):
    kind = Results()
    assert told(examine(data, name="a.xlsx", kind=kind).problems) == [message]
    with pytest.raises(Problems):
        import_file(kind, data, "a.xlsx", actor=ACTOR, now=NOW)
    assert kind.stored == {}


def with_formula(data):
    """Results as Excel stores them beside a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    empty = re.compile(rb"<f>B2\*2</f><v(?: ?/>|></v>)")  # as the XML library writes it that openpyxl finds
    entries["xl/worksheets/sheet1.xml"] = empty.sub(b"<f>B2*2</f><v>5</v>", sheet)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def merge_down(book, sheet):
    sheet["A3"] = None
    sheet.merge_cells("A2:A3")


def hidden_sheet(book, sheet):
    other = book.create_sheet("Nháp")
    other["A1"] = "x"
    other.sheet_state = "hidden"


def hidden_row(book, sheet):
    sheet.row_dimensions[3].hidden = True


def hidden_column(book, sheet):
    sheet.column_dimensions["B"].hidden = True


@pytest.mark.parametrize(
    ("data", "key", "question", "answer", "expected"),
    [
        (workbook(merge_down, ROWS), "merged:unit", "Kết quả, dòng 2, cột A – Đơn vị: Ô A2:A3 bị gộp. "
         "Điền “Vụ Pháp luật quốc tế” cho cả 2 dòng?", "first", "Chưa nhập."),
        (with_formula(workbook(uncomputed, ROWS)), "formula:rate", "Kết quả, dòng 3, cột B – Tỷ lệ vượt: "
         "Cột này có công thức (=B2*2). Dùng kết quả đã lưu trong tệp, ví dụ “5”?", "use", [2.5, 5]),
        (with_formula(workbook(uncomputed, ROWS)), "formula:rate", "Kết quả, dòng 3, cột B – Tỷ lệ vượt: "
         "Cột này có công thức (=B2*2). Dùng kết quả đã lưu trong tệp, ví dụ “5”?", "empty", [2.5, None]),
        (workbook(hidden_sheet, ROWS), "sheet", "Nháp: Tệp có trang tính ẩn: Nháp. Đọc trang nào?",
         "Kết quả", [2.5, 3]),
        (workbook(hidden_row, ROWS), "hidden:rows", "Kết quả, dòng 3: Bảng có 1 dòng đang ẩn (dòng đầu: 3). "
         "Có đọc các dòng ẩn không?", "skip", [2.5]),
        (workbook(hidden_column, ROWS), "hidden:rate", "Kết quả, cột B – Tỷ lệ vượt: Cột này đang ẩn. Có đọc không?",
         "skip", [None, None]),
    ],
)  # fmt: skip
def test_what_a_person_may_decide_is_asked_and_done(data, key, question, answer, expected):
    assert asked(examine(data, name="a.xlsx")) == {key: question}
    decided = examine(data, name="a.xlsx", answers={key: answer})
    if isinstance(expected, str):
        assert [problem.message for problem in decided.problems] == [expected]
    else:
        assert [row["rate"] for row in decided.plan] == expected
    assert decided.doubts == []
    assert [doubt.answer for doubt in decided.answered] == [answer]


def test_several_sheets_with_the_table_are_asked_about():
    def second(book, sheet):
        other = book.create_sheet("Năm 2025")
        other.append(["Đơn vị", "Tỷ lệ vượt"])
        other.append(["Huế"])

    data = workbook(second, ROWS)
    assert list(asked(check(data, name="a.xlsx"))) == ["sheet"]
    assert units(data, name="a.xlsx", answers={"sheet": "Năm 2025"}) == ["Huế"]


# --- Headings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Đơn vị", "DON VI", "Đơn vị (*)", "Tên đơn vị:", "unit", "Đơn vj", "Cơ quan (tên đầy đủ)"]
)
def test_headings_are_guessed(heading):
    assert units(csv(f"{heading};Tỷ lệ vượt", "Huế;1")) == ["Huế"]


def test_a_mistyped_heading_is_told_and_others_are_reported():
    checked = check(csv("Đơn vj;Ghi chú", "Huế;x"))
    assert told(checked.notes) == [
        "a.csv, dòng 1, cột A – Đơn vj: Cột này được hiểu là “Đơn vị”.",
        "a.csv, dòng 1: Không dùng các cột: “Ghi chú”.",
    ]


def test_headings_that_compete_are_asked_about():
    data = csv("Tên đơn vị;Cơ quan;Tỷ lệ vượt", "Huế;Hà Nội;1")
    assert asked(check(data)) == {"column:unit": "a.csv, dòng 1: Nhiều cột có thể là “Đơn vị”. Lấy cột nào?"}
    assert units(data, answers={"column:unit": "B"}) == ["Hà Nội"]


def test_a_person_corrects_what_a_column_was_taken_for():
    data = csv("Đơn vị;Nơi khác;Tỷ lệ vượt", "Huế;Hà Nội;1")
    assert units(data, answers={"column:unit": "B"}) == ["Hà Nội"]
    assert [row["rate"] for row in read(data, answers={"column:rate": "-"})] == [None]


def test_headings_on_two_lines_below_a_title():
    data = csv("DANH SÁCH;;", "Đơn vị;Kết quả;", ";Tỷ lệ vượt;Số việc", "Huế;1;2")
    assert [(row["unit"], row["rate"], row["count"]) for row in read(data)] == [("Huế", 1, 2)]


# --- Lines that are no rows -----------------------------------------------------------------------


def test_sums_and_what_stands_around_the_table_are_no_rows():
    data = csv(
        "Đơn vị;Tỷ lệ vượt;Số việc", "(1);(2);(3)", "Huế;1,5;2", "Hà Nội;2;3", "Tổng cộng: 2 đơn vị;3,5;5", ";;",
        "Người lập bảng;;", "Nguyễn Văn A;;",
    )  # fmt: skip
    checked = check(data)
    assert [row["unit"] for row in checked.plan] == ["Huế", "Hà Nội"]
    assert told(checked.notes) == [
        "a.csv, dòng 2: Dòng đánh số cột không được đọc.",
        "a.csv, dòng 5: Dòng tổng, chỉ dùng để đối chiếu.",
        "a.csv, dòng 7: Từ dòng này là phần cuối bảng (ký tên, ghi chú), không được đọc.",
    ]


def test_a_sum_that_does_not_fit_states_both_figures():
    data = csv("Đơn vị;Tỷ lệ vượt;Số việc", "Huế;1,5;2", "Hà Nội;2;3", "Tổng số (3 đơn vị);4;5")
    assert told(examine(data).problems) == [
        "a.csv, dòng 4: Bảng ghi 3 dòng, đọc được 2 dòng.",
        "a.csv, dòng 4, cột B – Tỷ lệ vượt: Bảng ghi tổng 4, cộng các dòng được 3,5 (lệch 0,5).",
    ]


def test_sums_of_parts_are_compared_with_their_part():
    data = csv("Đơn vị;Số việc", "A;1", "B;2", "Cộng;3", "C;4", "Cộng;4", "Tổng cộng;7")
    assert units(data) == ["A", "B", "C"]


def test_a_body_whose_name_begins_like_a_sum_is_a_row():
    assert units(csv("Đơn vị;Số việc", "Tổng cục Thi hành án dân sự;1", "Công an;2")) == [
        "Tổng cục Thi hành án dân sự",
        "Công an",
    ]


# --- Old fonts and code pages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "old", "text"),
    [
        ("tcvn3", "Së T\u00ad ph¸p", "Sở Tư pháp"),
        ("tcvn3", "Vô Tæ chøc c¸n bé", "Vụ Tổ chức cán bộ"),
        ("tcvn3", "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("vni", "Sôû Tö phaùp", "Sở Tư pháp"),
        ("vni", "Cuïc Thi haønh aùn daân söï", "Cục Thi hành án dân sự"),
        ("vni", "ÑAËNG VAÊN A", "ĐẶNG VĂN A"),
        ("utf8", "Sá»Ÿ TÆ° phÃ¡p", "Sở Tư pháp"),
    ],
)
def test_old_fonts_are_recognised_and_converted(font, old, text):
    found = font_of(old)
    assert (found.code, found.convert(old)) == (font, text)


@pytest.mark.parametrize("text", ["Hoàng", "Toán", "Hà Tú", "Sở Tư pháp", "Kärcher", "«Bao»", "50 µg", "Windows®", "x"])
def test_unicode_is_left_alone(text):
    assert font_of(text) is None


def test_every_letter_of_tcvn3_is_in_its_table_once():
    letters = "".join(FONTS[0].convert(chr(code)) for code in range(0xA1, 0xFF))
    assert len({mark for mark in letters if ord(mark) > 0xFF} | set("àãáâèéêìíòõóôùúýÂÊÔ")) == 74


def test_a_sheet_in_an_old_font_is_asked_about_once_headings_included():
    data = csv("§¬n vÞ;Tû lÖ v\u00adît", "Së T\u00ad ph¸p;1", "Bé;2")
    assert asked(check(data)) == {"font:tcvn3": "a.csv, dòng 1, cột A: “§¬n vÞ” được gõ bằng phông TCVN3 "
                                  "(ABC, phông .VnTime). Chuyển sang Unicode?"}  # fmt: skip
    assert units(data, answers={"font:tcvn3": "tcvn3"}) == ["Sở Tư pháp", "Bộ"]


def as_windows_1258(text: str) -> bytes:
    """Letters with their hats and the tone behind them, as Windows wrote Vietnamese."""
    tones, written = "\u0300\u0301\u0303\u0309\u0323", ""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        base = "".join(mark for mark in marks if mark not in tones)
        written += nfc(base) + "".join(mark for mark in marks if mark in tones)
    return written.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (as_windows_1258("Đơn vị;Số việc\nSở Tư pháp;1"), "windows-1258"),
        ("§¬n vÞ;Sè viÖc\nSë T\u00ad ph¸p;1".encode("latin-1"), "tcvn3"),
        ("Ñôn vò;Soá vieäc\nSôû Tö phaùp;1".encode("latin-1"), "vni"),
    ],
)
def test_a_file_in_an_old_code_page_is_asked_about(data, code):
    [doubt] = check(data).doubts
    assert doubt.key == "encoding"
    assert code in dict(doubt.options)
    assert units(data, answers={"encoding": code}) == ["Sở Tư pháp"]


# --- Other ways to hand in ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "Đơn vị\tTỷ lệ vượt\nHuế, cũ\t1,5\n".encode(),
        "Đơn vị\tTỷ lệ vượt\nHuế, cũ\t1,5\n".encode("utf-16"),
        "\ufeffĐơn vị;Tỷ lệ vượt\r\nHuế, cũ;1,5\r\n".encode(),
        'Đơn vị,Tỷ lệ vượt\n"Huế, cũ",1.5\n'.encode(),
        "DANH SÁCH, bảng 1, kèm theo\nĐơn vị;Tỷ lệ vượt\nHuế, cũ;1,5\n".encode(),
    ],
)
def test_cells_pasted_from_excel_and_csv_of_every_kind(data):
    assert [(row["unit"], float(row["rate"])) for row in read(data)] == [("Huế, cũ", 1.5)]


def test_the_template_reads_back_without_its_example():
    kind = Results()
    checked = examine(template_of(kind), name="mau.xlsx")
    assert told(checked.problems) == ["Nhập liệu, dòng 1: Dưới dòng tiêu đề không có dòng dữ liệu nào."]
    assert told(checked.notes) == ["Nhập liệu, dòng 2: Dòng ví dụ của bảng mẫu không được đọc."]
    assert checked.doubts == []
    assert Summary() == Summary(checked.created, checked.updated, checked.unchanged)


@pytest.mark.parametrize(("rows", "enough", "counted"), [(3, 500, 4), (700, 500, 501), (700, 10, 11)])
def test_rows_are_counted_no_further_than_needed(rows, enough, counted):
    data = write_workbook(
        [Sheet("Danh sách", "", [Column("symbol", "Số, ký hiệu")], [(f"{n}/KH",) for n in range(rows)])]
    )
    assert row_estimate(data, enough=enough) == counted


def test_a_row_across_the_edge_of_two_pieces_is_counted_once():
    sheet = b" " * ((1 << 18) - 2) + b"<row r='1'/>" + b" " * ((1 << 18) - 20) + b"<row r='2'/>" + b"<x:row/>"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert row_estimate(kept.getvalue(), enough=500) == 3


def test_characters_of_value_zero_are_no_csv():
    with pytest.raises(Problems, match="không phải Excel"):
        read_table("Số;Tên\n1;a\x00b\n".encode("utf-16"), name="so.csv")
