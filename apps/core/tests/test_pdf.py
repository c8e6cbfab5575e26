"""The produced files, measured against Nghị định 30/2020/NĐ-CP: margins, sizes, styles, page numbers, blocks."""

import dataclasses
import io
import logging
import re
import shutil
import subprocess
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.checks import registry
from django.utils import translation
from pypdf import PdfReader

from apps.core.charts import bar_chart_svg
from apps.core.checks import check_pdf
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Figure,
    IssuingBody,
    OfficialDocument,
    PdfUnavailable,
    PlaceDate,
    Signature,
    TableColumn,
    TableRow,
    Verification,
    numbered,
    pdf_problems,
    readiness,
    render_pdf,
)
from apps.core.pdf.layout import roman

MM = 72 / 25.4
MARK = "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp"
LETTERS = "ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ỲỶỸỴ Đắk Lắk, Thừa Thiên Huế, khuỷu, ễnh ương"
TEXT = "Các đơn vị thuộc Cụm thi đua số 1 triển khai phong trào thi đua kịp thời, thiết thực và hiệu quả. " * 4
DOCUMENT = OfficialDocument(
    issuing_body=IssuingBody("Bộ Tư pháp", "Vụ Tổ chức cán bộ"),
    place_date=PlaceDate("Hà Nội", date(2020, 3, 5)),
    type_name="Quyết định",
    abstract="Về việc công bố kết quả xếp hạng năm 2020",
    number=numbered(5, "QĐ-BTP"),
    bases=["Căn cứ Luật Thi đua, khen thưởng", "Theo đề nghị của Vụ trưởng"],
    recipients=["Như Điều 3", "Lưu: VT, TĐKT"],
    signatures=[Signature("KT. Bộ trưởng", "Thứ trưởng", "Nguyễn Thị Minh Thử")],
    illustrative=MARK,
)
COLUMNS = [TableColumn("STT", "center", "8%"), TableColumn("Đơn vị"), TableColumn("Điểm", "right", "15%")]

pytestmark = pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed")


def table(rows):
    lines = [TableRow([number, "Vụ Pháp luật quốc tế", Decimal("185.750")]) for number in range(1, rows + 1)]
    return DocumentTable(COLUMNS, lines)


def made(document=DOCUMENT, **context):
    return PdfReader(io.BytesIO(render_pdf("pdf/document.html", {"document": document, **context})))


@dataclasses.dataclass
class Line:
    """A run of text as drawn: left edge and baseline from the upper left corner in mm, size in pt, font's name."""

    text: str
    x: float
    y: float
    size: float
    font: str


def lines(page):
    """The lines of a page from the top down."""
    found = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            scale = matrix[0]
            x, y = text_matrix[4] * scale + matrix[4], text_matrix[5] * matrix[3] + matrix[5]
            height = float(page.mediabox.height)
            name = font["/BaseFont"].partition("+")[2].replace("-", "")
            found.append(Line(" ".join(text.split()), x / MM, (height - y) / MM, round(size * scale, 1), name))

    page.extract_text(visitor_text=visit)
    return sorted(found, key=lambda line: (round(line.y), line.x))


def line(page, start):
    return next(each for each in lines(page) if each.text.startswith(start))


def texts(page):
    return [each.text for each in lines(page)]


@pytest.fixture(scope="module")
def decision():
    with translation.override("en"):  # the reader's language changes nothing
        return made(paragraphs=[LETTERS, *[TEXT] * 9])


REGULAR, BOLD, ITALIC, BOLD_ITALIC = (f"LiberationSerif{style}" for style in ("", "Bold", "Italic", "BoldItalic"))


@pytest.mark.parametrize(
    ("start", "size", "font"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, BOLD),
        ("Độc lập - Tự do - Hạnh phúc", 14, BOLD),
        ("BỘ TƯ PHÁP", 13, REGULAR),
        ("VỤ TỔ CHỨC CÁN BỘ", 13, BOLD),
        ("Số: 05/QĐ-BTP", 13, REGULAR),
        ("Hà Nội, ngày 05 tháng 3 năm 2020", 14, ITALIC),
        ("QUYẾT ĐỊNH", 14, BOLD),
        ("Về việc công bố", 14, BOLD),
        ("Căn cứ Luật", 14, ITALIC),
        ("Các đơn vị", 14, REGULAR),
        ("KT. BỘ TRƯỞNG", 14, BOLD),
        ("THỨ TRƯỞNG", 14, BOLD),
        ("Nguyễn Thị Minh Thử", 14, BOLD),
        ("Nơi nhận:", 12, BOLD_ITALIC),
        ("- Như Điều 3;", 11, REGULAR),
        ("- Lưu: VT, TĐKT.", 11, REGULAR),
    ],
)
def test_each_element_has_the_size_and_style_of_the_decree(decision, start, size, font):
    found = next(each for page in decision.pages for each in lines(page) if each.text.startswith(start))
    assert (found.size, found.font) == (size, font)


def test_head_stands_in_two_columns_on_common_lines(decision):
    page = decision.pages[0]
    national, superior = line(page, "CỘNG HÒA"), line(page, "BỘ TƯ PHÁP")
    number, place = line(page, "Số:"), line(page, "Hà Nội")
    assert national.y == pytest.approx(superior.y, abs=0.5)
    assert number.y == pytest.approx(place.y, abs=0.5)
    assert 30 <= superior.x < 30 + 66 <= national.x  # 40 % of the 165 mm between the margins


def test_rule_under_the_motto_is_a_line_as_long_as_its_text(decision):
    content = decision.pages[0].get_contents().get_data().decode("latin-1")
    start = line(decision.pages[0], "Độc lập").x * MM / 0.75
    paths = re.findall(r"([\d.]+) ([\d.]+) m\n([\d.]+) \2 l", content)
    lengths = [float(end) - float(begin) for end, _y, begin in paths if abs(float(begin) - start) < 0.5]
    assert [round(length * 0.75 / MM) for length in lengths] == [60]  # at 14 pt the words measure 60 mm


def test_bases_end_with_semicolons_and_a_full_stop(decision):
    page = decision.pages[0]
    assert line(page, "Căn cứ").text.endswith(";")
    assert line(page, "Theo đề nghị").text.endswith(".")


def test_page_number_stands_centred_in_the_top_margin_from_page_2(decision):
    first, second = decision.pages[0], decision.pages[1]
    assert lines(first)[0].text != "1"
    number = lines(second)[0]
    assert (number.text, number.size, number.font) == ("2", 13, REGULAR)
    assert number.y < 20
    assert number.x == pytest.approx(30 + 165 / 2, abs=2)


def test_paragraphs_are_indented_by_one_centimetre(decision):
    body = [each for each in lines(decision.pages[0]) if each.size == 14 and each.font == REGULAR]
    assert body[0].text.startswith("ẤẦẨẪẬ")
    assert [round(each.x) for each in body[:2]] == [40, 30]


def test_fonts_are_embedded_and_text_can_be_copied(decision):
    fonts = {}
    for page in decision.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"].partition("+")[2].replace("-", "")] = font
    assert set(fonts) == {REGULAR, BOLD, ITALIC, BOLD_ITALIC}
    for font in fonts.values():
        assert "/ToUnicode" in font
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
    assert LETTERS[:40] in decision.pages[0].extract_text()


def test_text_is_composed_whatever_was_given():
    decomposed = unicodedata.normalize("NFD", "Thừa Thiên Huế, Đắk Lắk")
    assert "Thừa Thiên Huế, Đắk Lắk" in made(paragraphs=[decomposed]).pages[0].extract_text()


def test_file_is_tagged_in_vietnamese_with_a_title(decision):
    root = decision.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True}
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "vi"
    assert decision.metadata.title == "Quyết định Về việc công bố kết quả xếp hạng năm 2020"
    assert decision.metadata.author == "Vụ Tổ chức cán bộ"
    assert b"pdfaid" in root["/Metadata"].get_data()


def test_illustrative_mark_stands_in_the_bottom_margin_of_every_page(decision):
    for page in decision.pages:
        mark = line(page, MARK)
        assert 297 - 20 < mark.y < 297


def test_margins_are_kept(decision, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        from pypdf import PdfWriter

        PdfWriter(clone_from=decision).write(file)
    command = ["pdftotext", "-bbox-layout", str(path), "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for page in boxes.split("<page ")[1:]:
        words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', page)
        edges = [tuple(float(edge) / MM for edge in word) for word in words]
        body = [edge for edge in edges if edge[1] >= 20 and edge[3] <= 297 - 20]
        assert min(edge[0] for edge in body) == pytest.approx(30, abs=0.6)
        assert max(edge[2] for edge in body) <= 210 - 15 + 0.5


# --- Tables, signatures, annexes ----------------------------------------------------------------------


def test_table_head_is_repeated_and_rows_are_whole():
    document = made(tables=[table(90)])
    assert len(document.pages) == 3
    for page in document.pages:
        assert "STT" in texts(page)
    numbers = [int(each) for page in document.pages for each in texts(page) if re.fullmatch(r"\d+", each)]
    assert [number for number in numbers if number not in {2, 3}][:2] == [1, 4]
    assert "185,75" in texts(document.pages[2])


@pytest.mark.parametrize("rows", range(22, 34))
def test_signature_after_a_table_never_stands_alone(rows):
    document = made(dataclasses.replace(DOCUMENT, bases=()), tables=[table(rows)])
    page = next(page for page in document.pages if any("THỨ TRƯỞNG" in text for text in texts(page)))
    assert "185,75" in texts(page)


@pytest.mark.parametrize("paragraphs", range(3, 9))
def test_signature_after_text_keeps_two_lines_with_it(paragraphs):
    document = made(paragraphs=[TEXT] * paragraphs)
    page = next(page for page in document.pages if any("THỨ TRƯỞNG" in text for text in texts(page)))
    post = line(page, "KT. BỘ TRƯỞNG")
    before = [each for each in lines(page) if each.size == 14 and each.font == REGULAR and each.y < post.y]
    assert len(before) >= 2
    assert line(page, "Nguyễn Thị Minh Thử").y > post.y + 20


def test_signature_stands_lower_right_and_recipients_lower_left(decision):
    page = decision.pages[-1]
    assert line(page, "KT. BỘ TRƯỞNG").x > 30 + 165 / 2
    assert line(page, "Nơi nhận:").x == pytest.approx(30, abs=0.5)
    assert line(page, "Nơi nhận:").y == pytest.approx(line(page, "KT. BỘ TRƯỞNG").y, abs=2)


def test_two_signers_stand_side_by_side_with_names_on_one_line():
    signers = [Signature("", "Thư ký", "Trần Văn Mẫu"), Signature("KT. Cụm trưởng", "Cụm phó", "Lê Thị Thử")]
    page = made(dataclasses.replace(DOCUMENT, signatures=signers, recipients=())).pages[0]
    left, right = line(page, "Trần Văn Mẫu"), line(page, "Lê Thị Thử")
    assert left.y == pytest.approx(right.y, abs=0.1)
    assert left.x < right.x


def test_landscape_pages_keep_the_layout():
    page = made(dataclasses.replace(DOCUMENT, landscape=True), tables=[table(40)]).pages[1]
    assert [round(float(edge) / MM) for edge in (page.mediabox.width, page.mediabox.height)] == [297, 210]
    assert lines(page)[0].text == "2"
    assert "STT" in texts(page)


def test_annexes_start_on_pages_of_their_own_counted_from_one():
    annexes = [
        Annex("Danh sách", 1, "Kèm theo Quyết định số 05/QĐ-BTP", table=table(60)),
        Annex("Bảng điểm", 2, landscape=True, paragraphs=[TEXT]),
    ]
    document = made(dataclasses.replace(DOCUMENT, annexes=annexes), paragraphs=[TEXT])
    _text, first, second, wide = document.pages
    assert texts(first)[:3] == ["Phụ lục I", "DANH SÁCH", "(Kèm theo Quyết định số 05/QĐ-BTP)"]
    assert lines(second)[0].text == "2"
    assert texts(wide)[:2] == ["Phụ lục II", "BẢNG ĐIỂM"]
    assert wide.mediabox.width > wide.mediabox.height


def test_consecutive_annexes_each_begin_their_count():
    annexes = [Annex(f"Danh sách {number}", number, table=table(60)) for number in (1, 2)]
    document = made(dataclasses.replace(DOCUMENT, annexes=annexes), paragraphs=[TEXT])
    firsts = [lines(page)[0].text for page in document.pages]
    assert firsts[1:] == ["Phụ lục I", "2", "Phụ lục II", "2"]


def test_verification_prints_code_and_picture():
    verification = Verification("ABCD-1234", "https://example.invalid/verify/ABCD1234")
    page = made(dataclasses.replace(DOCUMENT, verification=verification)).pages[0]
    assert "Mã tra cứu: ABCD-1234" in texts(page)


def test_chart_is_drawn_with_the_document_font():
    figure = Figure("Tổng điểm", bar_chart_svg(["Vụ Pháp luật quốc tế"], [Decimal("185.75")], "Tổng điểm"))
    page = made(figures=[figure]).pages[0]
    assert "185,75" in texts(page)
    assert line(page, "Vụ Pháp luật quốc tế").font == REGULAR


def test_empty_number_and_date_leave_room_for_the_hand():
    blank = dataclasses.replace(DOCUMENT, number=numbered(None, "QĐ-BTP"), place_date=PlaceDate("Hà Nội"))
    page = made(blank).pages[0]
    assert {"Số: /QĐ-BTP", "Hà Nội, ngày tháng năm"} <= set(texts(page))


def test_markup_in_data_is_printed_as_text():
    page = made(paragraphs=["<b>1 < 2</b> & <img src=http://example.invalid/x.png>"]).pages[0]
    assert "<b>1 < 2</b> & <img src=http://example.invalid/x.png>" in " ".join(texts(page))


def test_same_content_gives_the_same_bytes():
    document = dataclasses.replace(DOCUMENT, created=datetime(2020, 3, 5, 7, 0, tzinfo=UTC))
    files = [render_pdf("pdf/document.html", {"document": document, "paragraphs": [TEXT]}) for _each in range(2)]
    assert files[0] == files[1]


def test_rendering_is_silent(caplog):
    with caplog.at_level(logging.WARNING):
        made(paragraphs=[TEXT], tables=[table(3)])
    assert caplog.records == []


@pytest.mark.parametrize("address", ["http://example.invalid/a.png", "file:///etc/hostname", "static:missing.png"])
def test_nothing_is_loaded_from_elsewhere(address):
    from weasyprint.urls import FatalURLFetchingError

    from apps.core.pdf.rendering import _html_to_pdf

    with pytest.raises(FatalURLFetchingError):
        _html_to_pdf(f'<img src="{address}" alt="">', "")


# --- What the machine lacks -----------------------------------------------------------------------------


def test_missing_parts_are_named_in_vietnamese(monkeypatch):
    monkeypatch.setattr(readiness, "_library_loads", lambda file_name, _short: "pangoft2" not in file_name)
    monkeypatch.setattr(readiness, "font_files", lambda: None)
    with translation.override("vi"):
        assert pdf_problems() == [
            "Thiếu thư viện để tạo PDF. Cài bằng lệnh: apt-get install libpangoft2-1.0-0",
            "Thiếu phông chữ Liberation Serif để tạo PDF. Cài bằng lệnh: apt-get install fonts-liberation2",
        ]
        assert [problem.id for problem in check_pdf(None)] == ["core.W001", "core.W002"]
        with pytest.raises(PdfUnavailable, match="fonts-liberation2"):
            render_pdf("pdf/document.html", {"document": DOCUMENT})


def test_the_check_is_registered():
    assert check_pdf in registry.registry.get_checks()


def test_a_font_too_old_for_vietnamese_is_not_taken(monkeypatch, tmp_path):
    new = readiness.font_files()["Regular"]
    assert readiness.font_revision(new) >= 2
    assert readiness.font_revision(tmp_path / "missing.ttf") == 0
    (tmp_path / "broken.ttf").write_bytes(b"\0\1")
    assert readiness.font_revision(tmp_path / "broken.ttf") == 0
    for style in readiness.FONT_STYLES:
        (tmp_path / f"LiberationSerif-{style}.ttf").write_bytes(b"\0\1")
    monkeypatch.setattr(readiness, "font_folders", lambda: [tmp_path])
    assert readiness.font_files.__wrapped__() is None


def test_roman_numerals():
    assert [roman(number) for number in (1, 2, 3, 4, 5, 6, 9, 10, 14, 39)] == [
        *("I", "II", "III", "IV", "V", "VI", "IX", "X", "XIV", "XXXIX"),
    ]
