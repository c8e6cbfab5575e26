"""Targets and results as tables of a workbook: every figure a number, its unit of measure beside it."""

from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext_lazy as _

from apps.core.spreadsheets import Column
from apps.results.exports import TargetsReport, amounts, cells, total_amounts, total_cells
from apps.results.figures import as_number
from apps.results.regions import Row, Total

AMOUNTS = (
    Column("measure", _("Đơn vị tính"), "text", 12),
    Column("target", _("Chỉ tiêu giao"), "number"),
    Column("result", _("Kết quả"), "number"),
    Column("estimate", _("Số ước"), "text", 10),
)
EXCESS = (
    Column("excess", _("Vượt chỉ tiêu")),
    Column("difference", _("Chênh lệch so với chỉ tiêu (%)"), "percent", 18),
)
UNITS = (
    Column("unit", _("Đơn vị"), "text", 44),
    Column("indicator", _("Chỉ số"), "text", 40),
    Column("issuer", _("Cơ quan giao"), "text", 36),
    *AMOUNTS,
    Column("estimated", _("Ước thực hiện"), "number"),
    *EXCESS,
)
TOTALS = (
    Column("line", _("Khối"), "text", 30),
    Column("indicator", _("Chỉ số"), "text", 40),
    *AMOUNTS,
    *EXCESS,
    Column("mean", _("Trung bình cộng"), "number"),
    Column("counted", _("Số đơn vị có số liệu"), "integer", 12),
    Column("units", _("Số đơn vị"), "integer"),
    Column("formula", _("Cách tính"), "text", 80),
)


def unit_rows(report: TargetsReport) -> Iterator[dict]:
    """Every target of every unit, line by line."""
    return (unit_row(row) for line in report.lines for row in line.rows)


def total_rows(report: TargetsReport) -> Iterator[dict]:
    """Every indicator of the region."""
    return (_total_row(line.label, total) for line in report.lines for total in line.totals)


def unit_row(row: Row) -> dict:
    said, estimated = cells(row), row.estimated
    return {
        "unit": said.unit,
        "indicator": said.indicator,
        "issuer": said.issuer,
        "excess": said.excess,
        "estimated": as_number(estimated.value, row.indicator) if estimated else None,
        **asdict(amounts(row)),
    }


def _total_row(line: str, total: Total) -> dict:
    said = total_cells(total)
    return {
        "line": line,
        "indicator": said.indicator,
        "excess": said.excess,
        "mean": as_number(total.mean, total.indicator),
        "counted": total.counted,
        "units": total.units,
        "formula": said.formula,
        **asdict(total_amounts(total)),
    }
