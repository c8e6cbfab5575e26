"""The produced files, measured against Nghị định 30/2020/NĐ-CP: margins, sizes, styles, page numbers."""

import re
import shutil
import subprocess
import unicodedata

import pytest
from django.core.checks import registry
from django.utils import translation

from apps.core.checks import check_pdf
from apps.core.pdf import PdfUnavailable, pdf_problems, readiness, render_pdf
from apps.core.pdf.layout import roman
from apps.core.tests.pages import (
    BOLD,
    BOLD_ITALIC,
    DOCUMENT,
    ITALIC,
    LETTERS,
    MARK,
    MM,
    REGULAR,
    TEXT,
    line,
    lines,
    made,
)

pytestmark = pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed")


@pytest.fixture(scope="module")
def decision():
    with translation.override("en"):  # the reader's language changes nothing
        return made(paragraphs=[LETTERS, *[TEXT] * 9])


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
