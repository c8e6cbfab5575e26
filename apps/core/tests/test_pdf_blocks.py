"""Blocks of printed documents: tables, signatures, annexes, pictures; what stays together and what is counted."""

import dataclasses
import logging
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.core.charts import bar_chart_svg
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Figure,
    PlaceDate,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
    Verification,
    numbered,
    pdf_problems,
    render_pdf,
)
from apps.core.tests.pages import DOCUMENT, MM, REGULAR, TEXT, line, lines, made, table, texts

pytestmark = pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed")


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


@pytest.mark.parametrize("rows", [13, 14, 15, 16])
def test_small_print_and_a_sum_stay_with_the_line_before_them(rows):
    """Under a table a fingerprint, or a sum, never opens a page with the signatures alone."""
    document = dataclasses.replace(DOCUMENT, bases=(), landscape=True)
    lined = table(rows)
    summed = DocumentTable(lined.columns, [*lined.rows, TableRow(["", "Cộng", Decimal("1.5")], emphasis=True)])
    pages = made(document, tables=[summed], closing=[SmallPrint("Mã băm SHA-256: 0a1b.")]).pages
    page = next(page for page in pages if "Mã băm SHA-256: 0a1b." in texts(page))
    assert {"Cộng", "185,75"} <= set(texts(page))


def test_an_optional_column_without_a_word_is_left_out():
    columns = [TableColumn("STT"), TableColumn("Chức vụ", optional=True), TableColumn("Ghi chú", optional=True)]
    found = DocumentTable(columns, [TableRow([1, "", ""]), TableRow([2, "", "Vắng"], emphasis=True)])
    assert [column.header for column in found.columns] == ["STT", "Ghi chú"]
    assert [(row.cells, row.emphasis) for row in found.rows] == [((1, ""), False), ((2, "Vắng"), True)]
    assert [column.header for column in DocumentTable(columns, []).columns] == ["STT"]


def test_signature_stands_lower_right_and_recipients_lower_left():
    page = made(paragraphs=[TEXT]).pages[0]
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
        Annex("Danh sách", 1, "Kèm theo Quyết định số 05/QĐ-BTP", tables=[table(60)]),
        Annex("Bảng điểm", 2, landscape=True, paragraphs=[TEXT]),
    ]
    document = made(dataclasses.replace(DOCUMENT, annexes=annexes), paragraphs=[TEXT])
    _text, first, second, wide = document.pages
    assert texts(first)[:3] == ["Phụ lục I", "DANH SÁCH", "(Kèm theo Quyết định số 05/QĐ-BTP)"]
    assert lines(second)[0].text == "2"
    assert texts(wide)[:2] == ["Phụ lục II", "BẢNG ĐIỂM"]
    assert wide.mediabox.width > wide.mediabox.height


def test_consecutive_annexes_each_begin_their_count():
    annexes = [Annex(f"Danh sách {number}", number, tables=[table(60)]) for number in (1, 2)]
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
    assert dataclasses.replace(DOCUMENT, number="").number == numbered(None, "")  # whoever receives it asks for one
    assert dataclasses.replace(DOCUMENT, number="", recipients=()).number == ""


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

    from apps.core.pdf.rendering import Source, _written

    with pytest.raises(FatalURLFetchingError):
        _written(Source(f'<img src="{address}" alt="">', ()))
