"""Chỉ tiêu và kết quả thực hiện of a cluster."""

from django.utils.translation import gettext_lazy

from apps.clusters.models import ClusterYear
from apps.core.pdf import (
    DocumentTable,
    Heading,
    Printed,
    TableColumn,
    TableRow,
)
from apps.core.spreadsheets import Sheet
from apps.reports import registry
from apps.reports.cluster_years import find_cluster_year
from apps.reports.registry import Printing
from apps.reports.renderers.heading import cluster_statement, cluster_subject, marked
from apps.reports.renderers.printed import renderers
from apps.reports.renderers.workbook import workbook
from apps.results import target_tables
from apps.results.exports import LineTargets, TargetsReport, cells, targets_of_cluster, total_cells

TYPE_NAME = "BÁO CÁO CHỈ TIÊU VÀ KẾT QUẢ THỰC HIỆN"
NONE = "Năm này chưa giao chỉ tiêu cho đơn vị nào."
ILLUSTRATIVE = "Có số liệu minh họa, không phải số liệu chính thức"
UNITS = (
    TableColumn("TT", "center", "6%"),
    TableColumn("Đơn vị", "left", "32%"),
    TableColumn("Chỉ số", "left", "22%"),
    TableColumn("Chỉ tiêu giao", "center", "12%"),
    TableColumn("Kết quả", "center", "14%"),
    TableColumn("Vượt chỉ tiêu", "center", "14%"),
)
TOTALS = (
    TableColumn("Chỉ số", "left", "32%"),
    TableColumn("Chỉ tiêu giao", "center", "17%"),
    TableColumn("Kết quả chung", "center", "17%"),
    TableColumn("Vượt chỉ tiêu", "center", "17%"),
    TableColumn("Trung bình cộng", "center", "17%"),
)


def compose(reports: list[TargetsReport], printing: Printing) -> Printed:
    """One document: the sentence of each line, the region's figures with their formula, then every unit."""
    report = reports[0]
    document = cluster_statement(
        report, TYPE_NAME, printing, maker="NGƯỜI LẬP BIỂU", illustrative=marked(ILLUSTRATIVE, report)
    )
    paragraphs, tables = [], []
    for line in report.lines:
        paragraphs += _said(line)
        tables += [_totals(line), _units(line)]
    if not report.lines:
        paragraphs.append(NONE)
    return Printed(document, paragraphs, tables)


def _said(line: LineTargets) -> list[str]:
    found = [Heading(line.label)] if line.label else []
    found.append(f"{line.sentence.text}.")
    if line.sentence.everybody:
        found.append(f"{line.sentence.everybody}.")
    return [*found, *(f"{total.indicator.label}: {total.formula}." for total in line.totals if total.formula)]


def _totals(line: LineTargets) -> DocumentTable:
    rows = [total_cells(total) for total in line.totals]
    return DocumentTable(
        TOTALS,
        [TableRow([row.indicator, row.target, row.result, row.excess, row.mean]) for row in rows],
        caption="Kết quả chung",
    )


def _units(line: LineTargets) -> DocumentTable:
    rows = [cells(row) for row in line.rows]
    return DocumentTable(
        UNITS,
        [
            TableRow([number, row.unit, row.indicator, row.target, row.result, row.excess])
            for number, row in enumerate(rows, start=1)
        ],
        caption="Từng đơn vị",
    )


def xlsx(reports: list[TargetsReport], printing: Printing) -> bytes:
    """Every unit, then the region; figures are numbers in the unit beside them."""
    report = reports[0]
    notes = [cluster_subject(report)]
    notes += [line.sentence.text for line in report.lines] or [NONE]
    sheets = [Sheet("Chỉ tiêu", TYPE_NAME, target_tables.UNITS, target_tables.unit_rows(report), notes=notes)]
    if report.lines:
        totals = target_tables.total_rows(report)
        sheets.append(Sheet("Kết quả chung", TYPE_NAME, target_tables.TOTALS, totals, notes=notes))
    return workbook(sheets, printing, title=TYPE_NAME, author=report.organiser_name, mark=marked(ILLUSTRATIVE, report))


REPORT = registry.Report(
    name="targets",
    title=gettext_lazy("Chỉ tiêu và kết quả thực hiện"),
    description=gettext_lazy(
        "Chỉ tiêu giao, kết quả, mức vượt của từng đơn vị và kết quả chung của một Cụm, Khu vực trong một năm."
    ),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    title_is_public=True,
    visible=ClusterYear.objects.watched_by,
    find=lambda params, actor: find_cluster_year(
        params, actor, gettext_lazy("Chỉ tiêu và kết quả thực hiện, %(cluster)s"), "chi-tieu"
    ),
    build=lambda subject: [targets_of_cluster(each) for each in subject.objects],
    renderers={**renderers(compose), registry.XLSX: xlsx},
)
