"""Rendering of “Mức độ đồng đều của phong trào thi đua”: an official document, and a workbook with real numbers."""

from collections.abc import Sequence

from apps.core.dates import format_date
from apps.core.numbers import format_decimal
from apps.core.pdf import DocumentTable, Printed, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.movements.evenness_exports import EvennessReport
from apps.reports.registry import Printing
from apps.reports.renderers.heading import cluster_statement, cluster_subject
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BẢNG THEO DÕI MỨC ĐỘ ĐỒNG ĐỀU CỦA PHONG TRÀO THI ĐUA"
NOT_OURS = "–"


def compose(reports: Sequence[EvennessReport], printing: Printing) -> Printed:
    """One table for each cluster."""
    document = cluster_statement(reports[0], TYPE_NAME, printing, landscape=True)
    paragraphs = [line for report in reports for line in sentences(report)]
    return Printed(document, paragraphs, [_table(report) for report in reports])


def sentences(report: EvennessReport) -> list[str]:
    """The spread in words; the units without a themed movement by name."""
    spread = report.spread
    middle = format_decimal(spread.median)
    figures = f"nhiều nhất {spread.highest}, trung vị {middle}, ít nhất {spread.lowest}"
    lines = [f"Hoạt động trong năm của {spread.units} đơn vị: {figures}."]
    missing = [row.unit_name for row in report.rows if not row.themed]
    if missing:
        lines.append(f"Chưa có phong trào theo chuyên đề ({len(missing)} đơn vị): {'; '.join(missing)}.")
    else:
        lines.append("Tất cả các đơn vị đã có phong trào theo chuyên đề.")
    return lines


def _table(report: EvennessReport) -> DocumentTable:
    columns = [TableColumn("STT", "center", "5%"), TableColumn("Đơn vị", "left", "25%" if report.movements else "45%")]
    columns += [TableColumn(name, "center") for name in report.movements]
    columns += [
        TableColumn("Tổng hoạt động", "center"),
        TableColumn("Hoạt động gần nhất", "center", optional=True),
        TableColumn("Phong trào chuyên đề", "center"),
    ]
    rows = [
        TableRow(
            [
                number,
                row.unit_name,
                *(NOT_OURS if cell is None else cell for cell in row.cells),
                row.entries,
                format_date(row.last_on),
                "Có" if row.themed else "Chưa có",
            ]
        )
        for number, row in enumerate(report.rows, start=1)
    ]
    return DocumentTable(columns, rows)


def xlsx(reports: Sequence[EvennessReport], printing: Printing) -> bytes:
    """One sheet per cluster; the same figures in the same order."""
    title = f"{TYPE_NAME} – {cluster_subject(reports[0])}"
    return workbook(map(_sheet, reports), printing, title=title, author=reports[0].organiser_name)


def _sheet(report: EvennessReport) -> Sheet:
    columns = [
        Column("unit", "Đơn vị", "text", 44),
        *(Column(f"m{n}", name, "integer", 16) for n, name in enumerate(report.movements)),
        Column("entries", "Tổng hoạt động", "integer", total=True),
        Column("last_on", "Hoạt động gần nhất", "date"),
        Column("themed", "Phong trào chuyên đề", "text"),
    ]
    rows = [
        [row.unit_name, *row.cells, row.entries, row.last_on, "Có" if row.themed else "Chưa có"] for row in report.rows
    ]
    title = f"{TYPE_NAME} – {cluster_subject(report)}"
    return Sheet(report.cluster_name, title, columns, rows, notes=sentences(report))
