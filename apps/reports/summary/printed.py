"""What a file of a summary report shows: the official version where there is one, else the report as it reads now."""

from dataclasses import dataclass
from datetime import datetime

from apps.reports.models import SummaryReport
from apps.reports.summary.content import SummaryContent
from apps.reports.summary.reading import content_kept, content_now, version_in_force


@dataclass(frozen=True)
class PrintedSummary:
    """The words and figures, and whether they are official."""

    content: SummaryContent
    is_official: bool


def printed_summary(report: SummaryReport, now: datetime) -> PrintedSummary:
    """``report`` read with ``for_list()``."""
    version = version_in_force(report)
    if version is not None:
        return PrintedSummary(content_kept(version), is_official=True)
    return PrintedSummary(content_now(report, now), is_official=False)
