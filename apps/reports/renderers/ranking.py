"""Rendering of “Kết quả xếp hạng”: PDF in the official layout, workbook with real numbers."""

from apps.core.charts import bar_chart_svg
from apps.core.dates import text_moment
from apps.core.docx import print_docx
from apps.core.numbers import format_points
from apps.core.pdf import (
    DocumentTable,
    Figure,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    render_pdf,
)
from apps.core.spreadsheets import Column, Sheet
from apps.ranking.exports import RankingReport, RankingRow, RankingTable
from apps.reports.registry import Printing
from apps.reports.renderers.heading import ILLUSTRATIVE, issuing_body, marked, place_of_body
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BẢNG KẾT QUẢ XẾP HẠNG THI ĐUA"
NO_RANK = "–"
RECIPIENTS = ("Các đơn vị thành viên", "Lưu: VT, TĐKT")


def compose(report: RankingReport, printing: Printing) -> Printed:
    """A published result goes out in the organiser's name, a provisional one in that of the cluster's head."""
    document = OfficialDocument(
        issuing_body=_body(report),
        place_date=PlaceDate(place_of_body(report.organiser_name), report.published_on),
        type_name=TYPE_NAME,
        abstract=subject(report),
        bases=[line for table in report.tables for line in table.bases],
        signatures=[_signature(report)],
        recipients=RECIPIENTS,
        illustrative=marked(ILLUSTRATIVE, report),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(
        document,
        paragraphs=[line for table in report.tables for line in basis(table)],
        tables=[_table(table, report) for table in report.tables],
        closing=[*_key(report), *(line for table in report.tables for line in _closing(table, report))],
    )


def pdf(report: RankingReport, printing: Printing) -> bytes:
    """The document with its charts after the signatures."""
    printed = compose(report, printing)
    context = {
        "document": printed.document,
        "paragraphs": printed.paragraphs,
        "tables": printed.tables,
        "closing": printed.closing,
        "charts": [_figure(table, report) for table in report.tables],
    }
    return render_pdf("pdf/ranking.html", context)


def docx(report: RankingReport, printing: Printing) -> bytes:
    """The same document in Word; charts stay in the PDF."""
    return print_docx(compose(report, printing))


def _key(report: RankingReport) -> list[str]:
    heads = report.tables[0].heads
    return ["; ".join(f"Phần {head.number}: {head.label}" for head in heads) + "."] if heads else []


def _closing(table: RankingTable, report: RankingReport) -> list[str]:
    """Classes with their quota, equal units and who has no rank, in words."""
    line = f"{table.line_label}: " if table.line_label and len(report.tables) > 1 else ""
    found = []
    if table.distribution:
        shown = ", ".join(f"{label} {units}" for label, units in table.distribution)
        found.append(f"{line}Xếp loại: {shown} đơn vị.")
    found += [f"{line}{text}" for text in table.ties]
    for row in table.rows:
        found += [f"{row.unit_name}: {note}" for note in row.notes]
    return found


def xlsx(report: RankingReport, printing: Printing) -> bytes:
    """One sheet per line; the same figures in the same order."""
    return workbook(
        [_sheet(table, report) for table in report.tables],
        printing,
        title=f"{TYPE_NAME} – {subject(report)}",
        author=report.organiser_name,
        mark=marked(ILLUSTRATIVE, report),
    )


def subject(report: RankingReport) -> str:
    """What the result is about: cluster, year, and that it is provisional where it is."""
    text = f"{report.cluster_name}, năm {report.year}"
    return text if report.is_published else f"{text} (dự kiến)"


def basis(table: RankingTable) -> list[str]:
    """By which criteria, when computed and published."""
    line = f"{table.line_label}: " if table.line_label else ""
    text = f"{line}Theo {table.criteria_title} (phiên bản {table.revision}); tính lúc {text_moment(table.computed_at)}"
    if table.published_at:
        text += f"; công bố lúc {text_moment(table.published_at)}"
    return [f"{text}."]


def _body(report: RankingReport):
    if report.is_published or not report.head_unit_name:
        return issuing_body(report.organiser_name)
    return issuing_body(report.head_unit_name, report.organiser_name)


def _signature(report: RankingReport) -> Signature:
    if report.is_published or not report.head_title:
        return Signature(prefix="TM. HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", position="CHỦ TỊCH")
    return Signature(prefix="", position=report.head_title.upper())


def _table(table: RankingTable, report: RankingReport) -> DocumentTable:
    columns = [TableColumn("Hạng", "center", "5%"), TableColumn("Đơn vị", "left", "25%")]
    columns += [TableColumn(f"Phần {head.number} ({format_points(head.maximum)})", "center") for head in table.heads]
    columns += [TableColumn(name, "center") for name in ("Thưởng", "Trừ", "Tổng")]
    if table.by_percent:
        columns.append(TableColumn("Tỷ lệ (%)", "center"))
    columns += [
        TableColumn("Xếp loại", "center"),
        TableColumn("Tự chấm", "center"),
        TableColumn("Chênh lệch", "center"),
    ]
    caption = table.line_label if len(report.tables) > 1 else ""
    return DocumentTable(columns, [TableRow(_cells(row, table)) for row in table.rows], caption=caption)


def _cells(row: RankingRow, table: RankingTable) -> list:
    name = f"{row.unit_name}\n({row.reason})" if row.reason else row.unit_name
    cells = [NO_RANK if row.rank is None else row.rank, name, *row.parts, row.bonus, row.penalty, row.total]
    if table.by_percent:
        cells.append(row.percent)
    return [*cells, row.class_label, row.self_total, row.difference]


def _figure(table: RankingTable, report: RankingReport) -> Figure:
    """Its title is that of the annex."""
    ranked = [row for row in table.rows if row.rank is not None]
    title = (
        f"Biểu đồ tổng điểm theo hạng, {table.line_label}" if len(report.tables) > 1 else "Biểu đồ tổng điểm theo hạng"
    )
    labels = [f"{row.rank}. {row.unit_name}" for row in ranked]
    return Figure(title, bar_chart_svg(labels, [row.total for row in ranked], title, headed=False))


def _sheet(table: RankingTable, report: RankingReport) -> Sheet:
    columns = [Column("rank", "Hạng", "integer"), Column("unit", "Đơn vị", "text", 44)]
    columns += [
        Column(f"part-{head.code}", f"Phần {head.number}: {head.label} ({format_points(head.maximum)})", "points", 14)
        for head in table.heads
    ]
    columns += [
        Column("bonus", "Thưởng", "points"),
        Column("penalty", "Trừ", "points"),
        Column("total", "Tổng", "points"),
    ]
    if table.by_percent:
        columns.append(Column("percent", "Tỷ lệ", "percent"))
    columns += [
        Column("class", "Xếp loại", "text", 16),
        Column("self", "Tự chấm", "points"),
        Column("difference", "Chênh lệch", "points", 12),
        Column("reason", "Ghi chú", "text", 44),
    ]
    notes = [*basis(table), *table.bases, *_closing(table, report), f"Mã băm: {table.run_hash}"]
    return Sheet(
        name=table.line_label or "Xếp hạng",
        title=f"{TYPE_NAME} – {subject(report)}",
        columns=columns,
        rows=[_mapping(row, table) for row in table.rows],
        notes=notes,
    )


def _mapping(row: RankingRow, table: RankingTable) -> dict:
    parts = {f"part-{head.code}": value for head, value in zip(table.heads, row.parts, strict=True)}
    return parts | {
        "rank": row.rank,
        "unit": row.unit_name,
        "bonus": row.bonus,
        "penalty": row.penalty,
        "total": row.total,
        "percent": row.percent,
        "class": row.class_label,
        "self": row.self_total,
        "difference": row.difference,
        "reason": "; ".join(filter(None, [row.reason, *row.notes])),
    }
