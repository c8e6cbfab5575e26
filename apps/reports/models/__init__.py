"""Reports that people write; files that were made lie in documents."""

from apps.reports.models.schedule import ReportSchedule
from apps.reports.models.summary import SummaryReport, SummaryVersion

__all__ = ["ReportSchedule", "SummaryReport", "SummaryVersion"]
