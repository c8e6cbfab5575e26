"""What a Word file is told of its columns and pages, so that every program that opens it shows the same."""

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

LINES_KEPT = 2


def widen(table, widths: Sequence[float], *, margin: int) -> None:
    """Of the cells, which Word reads, and of the grid, which others read."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = int(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        white = OxmlElement(f"w:{side}")
        white.set(qn("w:w"), str(Mm(margin).twips))
        white.set(qn("w:type"), "dxa")
        margins.append(white)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def flag(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def keep_last(word) -> None:
    """What stands before the signatures goes with them to the next page: they are never alone on one."""
    kept = 0
    for node in reversed(word.element.body):
        if node.tag == qn("w:p"):
            Paragraph(node, word).paragraph_format.keep_with_next = True
            kept += bool(node.text.strip())
            if kept == LINES_KEPT:
                return
        elif node.tag == qn("w:tbl"):
            for cell in Table(node, word).rows[-1].cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
            return


def end_without_line(word) -> None:
    """The end of a section stands in an empty line, which would begin a page of its own where the last one is full."""
    line = word.element.body[-2]
    last = line.getprevious()
    if last is not None and last.tag == qn("w:p"):
        last.get_or_add_pPr().append(line.pPr.find(qn("w:sectPr")))
        line.getparent().remove(line)
