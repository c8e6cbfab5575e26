"""Rendering of “Theo dõi đúng hạn”: PDF and Word in the official layout, workbook with real numbers."""

from apps.clusters.lateness_exports import LatenessReport
from apps.core.dates import format_date, format_datetime
from apps.core.numbers import format_percent
from apps.core.pdf import (
    DocumentTable,
    Printed,
    TableColumn,
    TableRow,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import cluster_statement, cluster_subject
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BẢNG THEO DÕI VIỆC THỰC HIỆN ĐÚNG HẠN"
RATE = "Tỷ lệ"
HEADERS = ("Đã đến hạn", "Đúng hạn", RATE, "Chậm", "Chưa gửi", "Số ngày chậm")


def compose(report: LatenessReport, printing: Printing) -> Printed:
    document = cluster_statement(report, TYPE_NAME, printing)
    return Printed(document, paragraphs=summary(report), tables=[_units(report), *_papers(report)])


def summary(report: LatenessReport) -> list[str]:
    """How many in time, and from where the days are counted."""
    late = [unit.unit_name for unit in report.units if unit.late]
    text = f"Đến {format_datetime(report.at)}, {report.in_time}/{report.due} việc đã đến hạn hoặc đã gửi là đúng hạn."
    names = f"Đơn vị có việc chậm: {'; '.join(late)}." if late else "Không đơn vị nào chậm."
    rule = "Số ngày chậm tính từ hạn nộp, hoặc từ hạn được gia hạn, đến lần gửi đầu."
    return [text, names, rule]


def _units(report: LatenessReport) -> DocumentTable:
    columns = [
        TableColumn("TT", "center", "6%"),
        TableColumn("Đơn vị", "left", "38%"),
        *(TableColumn(name, "center", optional=name == RATE) for name in HEADERS),
    ]
    rows, line = [], ""
    for unit in report.units:
        if unit.line_label != line:  # each line counts its units from 1
            line = unit.line_label
            rows.append(TableRow(["", line, *[""] * len(HEADERS)], emphasis=True))
        rows.append(
            TableRow(
                [
                    unit.order,
                    unit.unit_name,
                    unit.due,
                    unit.in_time,
                    "" if unit.percent is None else format_percent(unit.percent),
                    unit.late,
                    unit.owing,
                    unit.days,
                ]
            )
        )
    return DocumentTable(columns, rows)


def _papers(report: LatenessReport) -> list[DocumentTable]:
    if not report.papers:
        return []
    columns = [
        TableColumn("Đơn vị", "left", "34%"),
        TableColumn("Việc chậm", "left", "30%"),
        TableColumn("Hạn nộp", "center"),
        TableColumn("Gửi lần đầu", "center"),
        TableColumn("Số ngày chậm", "center"),
    ]
    rows = [
        TableRow(
            [
                paper.unit_name,
                paper.duty_label,
                format_date(paper.due_on),
                format_datetime(paper.sent_at) if paper.sent_at else "Chưa gửi",
                paper.days,
            ]
        )
        for paper in report.papers
    ]
    return [DocumentTable(columns, rows, caption="Các việc chậm")]


def xlsx(report: LatenessReport, printing: Printing) -> bytes:
    """One sheet of units, one of late papers."""
    units = Sheet(
        "Đơn vị",
        f"{TYPE_NAME} – {cluster_subject(report)}",
        [
            Column("order", "TT", "integer"),
            Column("unit", "Đơn vị", width=42),
            Column("line", "Khối", width=24),
            Column("due", "Đã đến hạn", "integer", total=True),
            Column("in_time", "Đúng hạn", "integer", total=True),
            Column("percent", "Tỷ lệ đúng hạn (%)", "percent"),
            Column("late", "Chậm", "integer", total=True),
            Column("owing", "Chưa gửi", "integer", total=True),
            Column("days", "Số ngày chậm", "integer", total=True),
        ],
        [
            [u.order, u.unit_name, u.line_label, u.due, u.in_time, u.percent, u.late, u.owing, u.days]
            for u in report.units
        ],
        notes=summary(report),
    )
    papers = Sheet(
        "Việc chậm",
        "Các việc chậm",
        [
            Column("unit", "Đơn vị", width=42),
            Column("duty", "Việc", width=36),
            Column("due", "Hạn nộp", "date"),
            Column("sent", "Gửi lần đầu", "datetime"),
            Column("days", "Số ngày chậm", "integer", total=True),
        ],
        [[p.unit_name, p.duty_label, p.due_on, p.sent_at, p.days] for p in report.papers],
        notes=[cluster_subject(report)],
    )
    return workbook([units, papers], printing, title=TYPE_NAME, author=report.organiser_name)
