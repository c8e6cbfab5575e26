"""What of reports is unfinished when a year closes: those that were sent and nobody has taken over."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils.translation import ngettext

from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import ReportTemplate
from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.periods.models import EmulationYear


def not_taken_over(year: EmulationYear) -> Iterable[Finding]:
    """A warning for each template; one query."""
    if not year.uses(Stage.REPORT):
        return
    waiting = Count("reports", filter=Q(reports__state__in=(ReportState.SUBMITTED, ReportState.RETURNED)))
    for each in ReportTemplate.objects.filter(year=year).annotate(n=waiting).filter(n__gt=0).order_by("due_on", "pk"):
        text = ngettext(
            "%(report)s: còn %(n)d báo cáo đã gửi hoặc trả lại, chưa được tiếp nhận.",
            "%(report)s: còn %(n)d báo cáo đã gửi hoặc trả lại, chưa được tiếp nhận.",
            each.n,
        )
        yield Finding(text % {"report": each.label, "n": each.n}, each.get_absolute_url(), blocks=False)
