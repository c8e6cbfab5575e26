"""Word files: the same document as the PDF, in the official layout, the same bytes for the same data."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from apps.core.docx import FONT, print_docx
from apps.core.docx_widths import column_widths
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Heading,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    Verification,
)

COLUMNS = [TableColumn("STT", "center", "10%"), TableColumn("Đơn vị"), TableColumn("Điểm", "right", "20%")]


def printed(**changed) -> Printed:
    frame = {
        "issuing_body": IssuingBody("Bộ Tư pháp", "Vụ Tổ chức cán bộ"),
        "place_date": PlaceDate("Hà Nội", dt.date(2026, 1, 5)),
        "type_name": "Báo cáo",
        "abstract": "Kết quả năm 2026",
        "number": "05/BC-TCCB",
        "bases": ["Căn cứ Luật Thi đua, khen thưởng", "Căn cứ kế hoạch năm"],
        "addressees": ["Bộ trưởng"],
        "recipients": ["Như trên", "Lưu: VT"],
        "signatures": [Signature("KT. VỤ TRƯỞNG", "PHÓ VỤ TRƯỞNG", "Trần Thị Thử")],
        "illustrative": "Số liệu minh họa",
        "verification": Verification("ABCD-EFGH", "https://example.vn/verify/ABCD-EFGH"),
    } | changed
    table = DocumentTable(
        COLUMNS, [TableRow([1, "Hà Nội", Decimal("1234.5")]), TableRow(["", "Tổng", 2], emphasis=True)]
    )
    return Printed(
        OfficialDocument(**frame),
        [Heading("I. Kết quả"), "Đoạn văn.\nDòng hai."],
        [table],
        closing=["Trên đây là báo cáo."],
    )


def read(content: bytes):
    return Document(io.BytesIO(content))


def words(word) -> list[str]:
    """All texts from top to bottom, those in tables as well."""
    return [node.text for node in word.element.body.iter(qn("w:t")) if node.text]


def test_all_boxes_stand_in_their_order():
    found = words(read(print_docx(printed())))
    expected = [
        "BỘ TƯ PHÁP",
        "VỤ TỔ CHỨC CÁN BỘ",
        "Số: 05/BC-TCCB",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 05 tháng 01 năm 2026",
        "BÁO CÁO",
        "Kết quả năm 2026",
        "Kính gửi: Bộ trưởng.",
        "Căn cứ Luật Thi đua, khen thưởng;",
        "Căn cứ kế hoạch năm.",
        "I. Kết quả",
        "Dòng hai.",
        "Hà Nội",
        "1.234,5",
        "Trên đây là báo cáo.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. VỤ TRƯỞNG",
        "PHÓ VỤ TRƯỞNG",
        "Trần Thị Thử",
    ]
    places = [found.index(text) for text in expected]
    assert places == sorted(places)


def test_page_font_and_margins_are_those_of_the_decree():
    word = read(print_docx(printed()))
    section = word.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in margins] == [20, 20, 30, 15]
    assert (word.styles["Normal"].font.name, word.styles["Normal"].font.size.pt) == (FONT, 14)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_illustrative_words_stand_on_the_first_and_every_other_page():
    section = read(print_docx(printed())).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert [paragraph.text for paragraph in footer.paragraphs] == ["Số liệu minh họa"]


def test_headings_of_a_table_are_repeated_and_rows_never_split():
    table = read(print_docx(printed())).tables[1]
    heading, first, total = table.rows
    assert "w:tblHeader" in heading._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert "w:tblHeader" not in first._tr.xml
    assert [run.bold for cell in total.cells for run in cell.paragraphs[0].runs if run.text] == [True, True]


def test_columns_are_as_wide_in_every_program_and_break_no_word():
    word = read(print_docx(printed()))
    for table in word.tables:
        for column in table.columns:
            assert {cell.width for cell in column.cells} == {column.width}
    assert word.tables[0].columns[1].width.mm > 96  # the name of the state in bold 13: one line
    narrow = DocumentTable([TableColumn("STT", width="5%"), *COLUMNS[1:]], [TableRow([1, "Sở Tư pháp Lào Cai", 2])])
    widths = column_widths(narrow, 165)
    assert sum(widths) == pytest.approx(165)
    assert widths[0] > 9.5 > 165 * 0.05  # its word in bold 12


def test_signatures_are_whole_and_never_alone_and_no_page_is_empty():
    annex = Annex("Danh sách", None, "Kèm theo Báo cáo", tables=[DocumentTable(COLUMNS, [])])
    word = read(print_docx(printed(annexes=[annex])))
    assert "w:cantSplit" in word.tables[2].rows[0]._tr.xml
    kept = {each.text for each in word.paragraphs if each.paragraph_format.keep_with_next}
    assert "Trên đây là báo cáo." in kept
    ends = [
        each for each in word.paragraphs if each._p.pPr is not None and each._p.pPr.find(qn("w:sectPr")) is not None
    ]
    assert [each.text.startswith("Mã tra cứu") for each in ends] == [True]


def test_annex_lies_on_a_page_of_its_own_across_where_it_says_so_and_counts_its_own_pages():
    annex = Annex("Danh sách", None, "Kèm theo Báo cáo", tables=[DocumentTable(COLUMNS, [])], landscape=True)
    sections = read(print_docx(printed(annexes=[annex, annex]))).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 2]
    assert [section._sectPr.xml.count('w:pgNumType w:start="1"') for section in sections] == [0, 1, 1]
    assert round(sections[1].page_width.mm) == 297


def test_same_data_give_the_same_bytes():
    assert print_docx(printed()) == print_docx(printed())


def test_a_title_longer_than_word_allows_stands_whole_on_the_page():
    abstract = "Kết quả thực hiện phong trào thi đua " * 10
    word = read(print_docx(printed(abstract=abstract)))
    assert len(word.core_properties.title) == 255
    assert abstract in words(word)
