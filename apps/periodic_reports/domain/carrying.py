"""Lấy từ năm trước: texts of last year's report into lines that say nothing yet. Figures are never carried."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.periodic_reports.domain.lines import LineChange, LineInput, editable_version, forget_print, lock_report, write
from apps.periodic_reports.models import ReportLine
from apps.periodic_reports.queries import previous_lines, previous_report


class NothingToCarry(DomainError):
    """No earlier report, or every text is already written."""

    default_message = _("Không có nội dung nào của năm trước để lấy vào các dòng còn trống.")


@operation()
def carry_over(*, report_id: int, actor: Actor, now: datetime) -> list[ReportLine]:
    """Fill texts that are still empty with those of the newest earlier report of the kind; answers the lines filled.

    Figures of another year stay beside the line, they are not this year's. What somebody typed is never overwritten.
    Raises NothingToCarry, ReportNotEditable, ReportNotStarted, YearClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    before = previous_lines(previous_report(report))
    filled = []
    for line in version.lines.select_related("item").order_by("item__position"):
        last = before.get(line.item.code)
        if last is None or not line.item.is_text or line.is_filled or not last.is_filled:
            continue
        inputs = LineInput(text=last.text, nothing_arose=last.nothing_arose, note=line.note)
        write(line, LineChange(line.version, inputs), actor, now)
        line.save()
        filled.append(line)
    if not filled:
        raise NothingToCarry
    forget_print(report)
    after = {"lines": [line.item.code for line in filled]}
    record("periodic_reports.report.carry_over", actor=actor, target=report, at=now, after=after)
    return filled
