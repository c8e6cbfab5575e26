"""What the reports of the demo say: invented, but the same at every loading on the same data (minh họa)."""

from datetime import datetime
from decimal import Decimal

from apps.core.actor import Actor
from apps.periodic_reports.domain.lines import LineChange, LineInput, save_lines, start_report
from apps.periodic_reports.enums import ItemKind
from apps.periodic_reports.models import PeriodicReport, ReportLine

TEXTS = (
    "Đã hoàn thành kế hoạch giao; thực hiện đúng tiến độ (minh họa).",
    "Tham mưu ban hành văn bản chỉ đạo, tổ chức tập huấn, kiểm tra tại cơ sở (minh họa).",
    "Duy trì thường xuyên, không có hồ sơ quá hạn (minh họa).",
)


def fill(report: PeriodicReport, *, at: datetime, actor: Actor, estimated: bool = False, wanted=None) -> None:
    """Figures everywhere, texts under every other heading: the others are printed as Không phát sinh."""
    version = start_report(report_id=report.pk, actor=actor, now=at)
    changes = {}
    for number, line in enumerate(version.lines.select_related("item").order_by("item__position")):
        if wanted and not wanted(line):
            continue
        if (inputs := _said(line, report.unit_id, number, estimated=estimated)) is not None:
            changes[line.pk] = LineChange(line.version, inputs)
    save_lines(report_id=report.pk, changes=changes, actor=actor, now=at)


def _said(line: ReportLine, unit_id: int, number: int, *, estimated: bool) -> LineInput | None:
    """Invented, but the same at every loading on the same data."""
    seed = (unit_id * 7 + number * 13) % 40
    if line.item.kind == ItemKind.AMOUNT:
        return LineInput(amount=Decimal(60 + seed * 3), is_estimate=estimated)
    if line.item.kind == ItemKind.RATE:
        whole = Decimal(200 + seed * 5)
        return LineInput(numerator=whole - seed % 12, denominator=whole, is_estimate=estimated)
    return LineInput(text=TEXTS[number % len(TEXTS)]) if number % 2 else None
