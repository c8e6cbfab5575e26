"""Word files of official documents, for officers who edit further: the same ``Printed`` that makes the PDF.

Layout, sizes and styles follow Nghị định 30/2020/NĐ-CP, Phụ lục I, like ``templates/pdf/official.css``. Charts stay in
the PDF; their figures stand in the tables. The same data give the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import _Cell

from apps.core.docx_marks import end_without_line, flag, keep_last, widen
from apps.core.docx_widths import MARGIN, column_widths
from apps.core.pdf.layout import Annex, DocumentTable, OfficialDocument, Printed
from apps.core.text import nfc

FONT = "Times New Roman"
BODY, SMALL = Pt(14), Pt(11)
LONGEST_PROPERTY = 255  # of Word: the title of a file may be shorter than that on its page
HEAD_WIDTHS = (0.4, 0.6)
ABSTRACT_RULE = 0.3  # of the line: the decree asks for a third to a half of the text above
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def print_docx(printed: Printed) -> bytes:
    """The Word file of a whole document."""
    return print_several_docx([printed])


def print_several_docx(several: Sequence[Printed]) -> bytes:
    """Several documents in one Word file, each with its annexes, from a page of its own, numbered from 1."""
    first = several[0].document
    word = _new(first)
    for number, printed in enumerate(several):
        if number:
            _section(word, landscape=printed.document.landscape)
        _contents(word, printed)
        for annex in printed.document.annexes:
            _annex(word, annex)
    _illustrative(word.sections[0].footer, first)
    return _same_bytes(word)


def _contents(word, printed: Printed) -> None:
    """Head, text, tables and signatures of one document."""
    frame = printed.document
    _head(word, frame)
    _title(word, frame)
    if frame.authority:
        _paragraph(word, frame.authority.upper(), bold=True, align="center", keep=True)
    for number, base in enumerate(frame.bases, start=1):
        _paragraph(word, base + ("." if number == len(frame.bases) else ";"), italic=True, align="justify", indent=True)
    _texts(word, printed.paragraphs)
    for table in printed.tables:
        _table(word, table)
    _texts(word, printed.closing)
    _signatures(word, frame)
    if frame.verification:
        _paragraph(word, f"Mã tra cứu: {frame.verification.code} – {frame.verification.url}", size=SMALL)


def _illustrative(footer, frame: OfficialDocument) -> None:
    if frame.illustrative:
        _paragraph(footer, frame.illustrative, size=SMALL, italic=True, align="center")


def _new(frame: OfficialDocument):
    word = Document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if frame.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    _illustrative(section.first_page_footer, frame)  # the first page has a footer of its own
    core = word.core_properties
    core.title, core.author = (nfc(text)[:LONGEST_PROPERTY] for text in (frame.title, frame.issuing_body.name))
    core.language = "vi"
    core.created = core.modified = frame.created or _EPOCH
    core.comments = ""
    return word


def _page_number(paragraph) -> None:
    """The number of the page in the middle of the top margin, from the second page on."""
    paragraph.alignment = ALIGN["center"]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _paragraph(
    where, text: str, *, size=None, bold=False, italic=False, align: str = "left", indent: bool = False, keep=False
):
    """One paragraph at the end of a document, cell or footer; an empty first one is used."""
    first = where.paragraphs[0] if isinstance(where, _Cell) or not hasattr(where, "sections") else None
    paragraph = first if first is not None and not first.text and not first.runs else where.add_paragraph()
    for number, line in enumerate(nfc(str(text)).split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.bold, run.italic, run.font.size = bold or None, italic or None, size
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.keep_with_next = keep or None
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _texts(word, paragraphs) -> None:
    for text in paragraphs:
        if lead := getattr(text, "lead", ""):
            paragraph = _paragraph(word, f"{lead} ", bold=True, align="justify", indent=True)
            paragraph.add_run(nfc(text.rest))
            continue
        heading, small = getattr(text, "is_heading", False), getattr(text, "is_small", False)
        centred = getattr(text, "is_centred", False)
        _paragraph(
            word,
            text,
            size=SMALL if small else None,
            bold=heading,
            align="center" if centred else "left" if heading or small else "justify",
            indent=not (small or centred),
            keep=heading,
        )


def _width(word) -> Length:
    section = word.sections[-1]
    return Length(section.page_width - section.left_margin - section.right_margin)


def _frame(word, columns: int, widths) -> list[_Cell]:
    """A row of cells without borders."""
    table = word.add_table(rows=1, cols=columns)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widen(table, [_width(word) * width for width in widths], margin=0)
    return table.rows[0].cells


def _head(word, frame: OfficialDocument) -> None:
    """Boxes 1–4."""
    left, right = _frame(word, 2, HEAD_WIDTHS)
    centred = {"size": Pt(13), "align": "center"}
    if frame.issuing_body.superior:
        _paragraph(left, frame.issuing_body.superior.upper(), **centred)
    _paragraph(left, frame.issuing_body.name.upper(), bold=True, **centred)
    _rule(left, Mm(20))
    if frame.number:
        _paragraph(left, f"Số: {frame.number}", **centred)
    if frame.letter_abstract:
        _paragraph(left, f"V/v {frame.letter_abstract}", size=Pt(12), align="center")
    _paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, **centred)
    _paragraph(right, "Độc lập - Tự do - Hạnh phúc", bold=True, size=BODY, align="center")
    _rule(right, Mm(18))
    _paragraph(right, frame.place_date, italic=True, align="center")


def _rule(where, inset: int) -> None:
    """A drawn line under the text before it, free of the edges by ``inset`` on either side."""
    paragraph = where.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = inset
    shape.line_spacing, shape.space_after = Pt(3), Pt(3)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert(0, borders)


def _title(word, frame: OfficialDocument) -> None:
    """Boxes 5a and 9a."""
    if frame.type_name:
        _paragraph(
            word, frame.type_name.upper(), bold=True, align="center", keep=True
        ).paragraph_format.space_before = Pt(14)
    if frame.abstract:
        _paragraph(word, frame.abstract, bold=True, align="center", keep=True)
        _rule(word, int(_width(word) * (1 - ABSTRACT_RULE) / 2))
    if len(frame.addressees) == 1:
        _paragraph(word, f"Kính gửi: {frame.addressees[0]}.", align="center")
    elif frame.addressees:
        _paragraph(word, "Kính gửi:", align="center")
        for number, addressee in enumerate(frame.addressees, start=1):
            _paragraph(word, f"- {addressee}{'.' if number == len(frame.addressees) else ';'}", align="center")


def _table(word, table: DocumentTable) -> None:
    """Headings repeated on every page, rows never split."""
    if table.caption:
        _paragraph(word, table.caption, bold=True, keep=True)
    made = word.add_table(rows=1, cols=len(table.columns))
    made.style, made.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _row(made.rows[0], [(column.header, "center") for column in table.columns], bold=True)
    flag(made.rows[0], "w:tblHeader")
    if table.numbered_columns:
        numbers = [(f"({number})", "center") for number in range(1, len(table.columns) + 1)]
        row = made.add_row()
        _row(row, numbers, italic=True)
        flag(row, "w:tblHeader")
    for emphasis, cells in table.lines:
        _row(made.add_row(), cells, bold=emphasis)
    widen(made, [Mm(width) for width in column_widths(table, _width(word).mm)], margin=MARGIN)
    gap = word.add_paragraph().paragraph_format  # between two tables, and small enough to begin no page of its own
    gap.line_spacing, gap.space_after = Pt(6), Pt(0)


def _row(row, cells, **style) -> None:
    flag(row, "w:cantSplit")
    for cell, (text, align) in zip(row.cells, cells, strict=True):
        _paragraph(cell, text, size=Pt(12), align=align, **style).paragraph_format.space_after = Pt(2)


def _signatures(word, frame: OfficialDocument) -> None:
    """Boxes 7 and 9b."""
    if not (frame.signatures or frame.recipients):
        return
    with_recipients = bool(frame.recipients) or len(frame.signatures) == 1
    columns = len(frame.signatures) + with_recipients
    keep_last(word)
    cells = list(_frame(word, columns, [1 / columns] * columns))
    flag(word.tables[-1].rows[0], "w:cantSplit")
    if with_recipients:
        place = cells.pop(0)
        if frame.recipients:
            _paragraph(place, "Nơi nhận:", size=Pt(12), bold=True, italic=True)
        for number, recipient in enumerate(frame.recipients, start=1):
            end = "." if number == len(frame.recipients) else ";"
            _paragraph(place, f"- {recipient}{end}", size=SMALL).paragraph_format.space_after = 0
    for cell, signature in zip(cells, frame.signatures, strict=True):
        if signature.prefix or frame.has_prefixes:
            _paragraph(cell, signature.prefix or "\u00a0", bold=True, align="center")
        _paragraph(cell, signature.position, bold=True, align="center")
        _paragraph(cell, signature.note or "\n\n", size=Pt(12) if signature.note else None, italic=True, align="center")
        if signature.name:
            _paragraph(cell, signature.name, bold=True, align="center")


def _section(word, *, landscape: bool):
    """From here on a new page, of its own format, numbered from 1."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    end_without_line(word)
    if section._sectPr.find(qn("w:pgNumType")) is None:  # a later section begins as a copy of the one before
        restart = OxmlElement("w:pgNumType")
        restart.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:pgMar")).addnext(restart)
    if landscape != (section.orientation == WD_ORIENT.LANDSCAPE):
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
    return section


def _annex(word, annex: Annex) -> None:
    _section(word, landscape=annex.landscape)
    _paragraph(word, annex.heading, bold=True, align="center", keep=True)
    _paragraph(word, annex.title.upper(), bold=True, align="center", keep=True)
    if annex.reference:
        _paragraph(word, f"({annex.reference})", italic=True, align="center")
    _texts(word, annex.paragraphs)
    for table in annex.tables:
        _table(word, table)


def _same_bytes(word) -> bytes:
    """Saved, with the times inside of the archive set to one fixed day."""
    saved, again = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            target.writestr(entry, source.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return again.getvalue()
