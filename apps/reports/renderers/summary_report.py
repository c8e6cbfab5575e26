"""Báo cáo tổng kết in the official layout: text, what is missing, tables of the annex; the annex as a workbook."""

from decimal import Decimal

from apps.core.numbers import format_decimal, format_points
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Heading,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.workbook import workbook
from apps.reports.summary.annex import AnnexColumn, AnnexTable
from apps.reports.summary.content import SummaryContent
from apps.reports.summary.printed import PrintedSummary

TYPE_NAME = "BÁO CÁO"
DRAFT = "DỰ THẢO"
ILLUSTRATIVE = "Có số liệu minh họa, không phải số liệu chính thức"
WIDE = 44
ALIGNED = {"text": "left", "year": "center"}
LABELS = frozenset(ALIGNED)


def compose(summaries: list[PrintedSummary], printing: Printing) -> Printed:
    """One report; an annex only where the records fill a table. A draft says so, and tells what is missing."""
    [summary] = summaries
    content = summary.content
    marks = ([] if summary.is_official else [DRAFT]) + ([ILLUSTRATIVE] if content.illustrative else [])
    document = OfficialDocument(
        issuing_body=issuing_body(content.body, content.superior),
        place_date=PlaceDate(place_of(content.province)),
        number=numbered(None, "BC"),
        type_name=TYPE_NAME,
        abstract=content.title.removeprefix("Báo cáo ").replace("tổng kết", "Tổng kết", 1),
        signatures=[Signature(prefix="", position=content.signer_title.upper())],
        recipients=[*([content.superior] if content.superior else []), "Các đơn vị thành viên", "Lưu: VT"],
        illustrative=" – ".join(marks),
        annexes=[_annex(content)],
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, paragraphs=[*_text(content), *_gaps(summary)])


def _text(content: SummaryContent) -> list[str]:
    found: list[str] = []
    for section in content.sections:
        if section.paragraphs:
            found += [Heading(section.heading), *section.paragraphs]
    return found


def _gaps(summary: PrintedSummary) -> list[str]:
    """Of a draft: the official report is read by those who cannot fill them any more."""
    if summary.is_official or not summary.content.gaps:
        return []
    return [Heading("SỐ LIỆU CÒN THIẾU (chỉ in ở bản dự thảo)"), *(f"- {gap}" for gap in summary.content.gaps)]


def _annex(content: SummaryContent) -> Annex:
    reference = f"Kèm theo Báo cáo tổng kết năm {content.year} {content.subject}"
    return Annex("Số liệu tổng hợp", reference=reference, tables=[printed_table(each) for each in content.tables])


def printed_table(table: AnnexTable) -> DocumentTable:
    """Numbers at the right, texts at the left; a line of sums where numbers are added up."""
    first = TableColumn("TT", "center", "6%")
    columns = [
        first,
        *(TableColumn(each.header, ALIGNED.get(each.kind, "right"), optional=True) for each in table.columns),
    ]
    rows = [
        TableRow([number, *(shown(value, column) for value, column in zip(row, table.columns, strict=True))])
        for number, row in enumerate(table.rows, start=1)
    ]
    sums = _sums(table)
    if len(rows) > 1 and any(said for said, column in zip(sums, table.columns, strict=True) if column.total):
        rows.append(TableRow(["", *sums], emphasis=True))
    return DocumentTable(columns, rows, caption=table.caption)


def _sums(table: AnnexTable) -> list[str]:
    sums, labelled = [], False
    for place, column in enumerate(table.columns):
        known = [row[place] for row in table.rows if row[place] is not None]
        if column.total:
            sums.append(format_decimal(sum(known)) if known else "")
        else:
            sums.append("" if labelled or column.kind not in LABELS else "Cộng")
            labelled = labelled or column.kind in LABELS
    return sums


def shown(value: object, column: AnnexColumn) -> str:
    if value is None:
        return ""
    if column.kind == "points":
        return format_points(Decimal(str(value)))
    return format_decimal(value) if column.kind == "integer" else str(value)


def xlsx(summaries: list[PrintedSummary], printing: Printing) -> bytes:
    """One sheet for each table, one for what is missing."""
    [summary] = summaries
    content = summary.content
    notes = [content.title, *([] if summary.is_official else [DRAFT.capitalize()])]
    sheets = [annex_sheet(each, notes) for each in content.tables]
    gaps = [[gap] for gap in content.gaps]
    sheets.append(Sheet("Còn thiếu", "Số liệu còn thiếu", [Column("gap", "Nội dung", "text", 100)], gaps, notes=notes))
    return workbook(sheets, printing, title=content.title, author=content.body, mark=marked(ILLUSTRATIVE, content))


def annex_sheet(annex: AnnexTable, notes: list[str]) -> Sheet:
    table = annex.in_workbook or annex
    columns = [
        Column(f"c{place}", each.header, each.kind, WIDE if each.kind == "text" and not place else None, each.total)
        for place, each in enumerate(table.columns)
    ]
    return Sheet(table.caption, table.caption, columns, table.rows, notes=notes)
