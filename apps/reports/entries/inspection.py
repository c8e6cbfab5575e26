"""Kết quả kiểm tra công tác thi đua, khen thưởng of a cluster."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.clusters.inspections_exports import FindingRow, InspectionReport, inspection_report
from apps.clusters.models import ClusterYear
from apps.core.dates import format_date
from apps.core.pdf import DocumentTable, Printed, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.reports import registry
from apps.reports.cluster_years import find_cluster_year
from apps.reports.registry import Printing
from apps.reports.renderers.heading import cluster_statement, cluster_subject, marked
from apps.reports.renderers.printed import renderers
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BÁO CÁO KẾT QUẢ KIỂM TRA CÔNG TÁC THI ĐUA, KHEN THƯỞNG"
ILLUSTRATIVE = "Có cuộc kiểm tra minh họa"
INSPECTIONS = (
    TableColumn("TT", "center", "6%"),
    TableColumn("Đơn vị", "left", "38%"),
    TableColumn("Ngày dự kiến", "center", "14%"),
    TableColumn("Ngày kiểm tra", "center", "14%"),
    TableColumn("Còn phải khắc phục", "center", "14%"),
    TableColumn("Đã khắc phục", "center", "14%"),
)
FINDINGS = (
    TableColumn("TT", "center", "6%"),
    TableColumn("Đơn vị", "left", "24%"),
    TableColumn("Nội dung cần khắc phục", "left", "32%"),
    TableColumn("Hạn", "center", "12%"),
    TableColumn("Tình trạng", "center", "14%"),
    TableColumn("Văn bản báo cáo", "left", "12%"),
)


def compose(reports: list[InspectionReport], printing: Printing) -> Printed:
    report = reports[0]
    document = cluster_statement(
        report, TYPE_NAME, printing, maker="NGƯỜI LẬP BIỂU", illustrative=marked(ILLUSTRATIVE, report)
    )
    held = sum(row.held_on is not None for row in report.rows)
    closed, unfinished = len(report.closed), len(report.open)
    paragraphs = ["Năm này chưa có kế hoạch kiểm tra đơn vị nào."]
    if report.rows:
        paragraphs = [f"Đã kiểm tra {held}/{len(report.rows)} đơn vị theo kế hoạch."]
    if found := unfinished + closed:
        told = f"đã khắc phục {closed}, chưa khắc phục xong {unfinished}"
        paragraphs.append(f"{found} nội dung cần khắc phục: {told}.")
    elif held:
        paragraphs.append("Không có nội dung phải khắc phục.")
    tables = [
        _inspections(report),
        _findings(report.open, "Nội dung chưa khắc phục xong"),
        _findings(report.closed, "Nội dung đã khắc phục"),
    ]
    return Printed(document, paragraphs, [table for table in tables if table.rows])


def _inspections(report: InspectionReport) -> DocumentTable:
    return DocumentTable(
        INSPECTIONS,
        [
            TableRow([number, row.unit, format_date(row.planned_on), format_date(row.held_on), row.open, row.closed])
            for number, row in enumerate(report.rows, start=1)
        ],
        caption="Các cuộc kiểm tra",
    )


def _findings(rows: tuple[FindingRow, ...], caption: str) -> DocumentTable:
    return DocumentTable(
        FINDINGS,
        [
            TableRow([number, row.unit, row.text, format_date(row.due_on), state_of(row), row.paper])
            for number, row in enumerate(rows, start=1)
        ],
        caption=caption,
    )


def state_of(row: FindingRow) -> str:
    return f"{row.state} · chậm {row.days_late} ngày" if row.days_late else row.state


def xlsx(reports: list[InspectionReport], printing: Printing) -> bytes:
    report = reports[0]
    columns = [
        Column("unit", "Đơn vị", "text", 44),
        Column("text", "Nội dung cần khắc phục", "text", 60),
        Column("due_on", "Hạn khắc phục", "date"),
        Column("state", "Tình trạng"),
        Column("days_late", "Số ngày chậm", "integer"),
        Column("paper", "Văn bản báo cáo", "text", 36),
    ]
    visits = [
        Column("unit", "Đơn vị", "text", 44),
        Column("planned_on", "Ngày dự kiến", "date"),
        Column("held_on", "Ngày kiểm tra", "date"),
        Column("open", "Còn phải khắc phục", "integer", total=True),
        Column("closed", "Đã khắc phục", "integer", total=True),
    ]
    about = cluster_subject(report)
    sheets = [
        Sheet(name, TYPE_NAME, shown, [[getattr(row, column.key) for column in shown] for row in rows], notes=[about])
        for name, shown, rows in (
            ("Kiểm tra", columns, (*report.open, *report.closed)),
            ("Các cuộc kiểm tra", visits, report.rows),
        )
    ]
    return workbook(sheets, printing, title=TYPE_NAME, author=report.organiser_name, mark=marked(ILLUSTRATIVE, report))


REPORT = registry.Report(
    name="inspection",
    title=gettext_lazy("Kết quả kiểm tra"),
    description=gettext_lazy(
        "Các cuộc kiểm tra công tác thi đua, khen thưởng của một Cụm trong một năm; nội dung đã và chưa khắc phục."
    ),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    title_is_public=True,
    visible=ClusterYear.objects.watched_by,
    find=lambda params, actor: find_cluster_year(
        params, actor, gettext_lazy("Kết quả kiểm tra, %(cluster)s"), "kiem-tra"
    ),
    build=lambda subject: [inspection_report(each, timezone.now()) for each in subject.objects],
    renderers={**renderers(compose), registry.XLSX: xlsx},
)
