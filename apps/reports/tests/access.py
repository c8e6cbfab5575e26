"""Who may open which page of reports."""

from apps.reports.domain.summaries import begin_summary
from apps.reports.models import ReportSchedule
from emulation_portal.tests.matrix import Row, issued, report
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject


def summary(subject: Subject) -> list:
    return [begin_summary(cluster_year_id=subject.cluster_year.pk, actor=SYSTEM, now=NOW).pk]


def own_summary(subject: Subject) -> list:
    return [begin_summary(year_id=subject.cluster_year.year_id, actor=SYSTEM, now=NOW).pk]


def schedule(subject: Subject) -> list:
    told = {"made_by_id": subject.people["head"].pk, "organiser_id": subject.cluster_year.cluster.organiser_id}
    made, _new = ReportSchedule.objects.get_or_create(report="targets", format="pdf", day=1, **told)
    return [made.pk]


ROWS = [
    Row("reports:report-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:catalogue", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-detail", "401 404 404 200 200 200 200 200 404", "final", arguments=issued),
    Row("reports:file", "401 404 404 200 200 200 200 200 404", "final", arguments=issued),
    Row("reports:summary-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:summary-begin", "401 403 403 403 403 200 200 403 403", "final"),
    Row("reports:summary-detail", "401 404 404 404 404 200 200 200 404", "final", arguments=summary),
    Row("reports:summary-edit", "401 404 404 404 404 200 200 403 404", "final", arguments=summary),
    Row("reports:summary-hand-over", "401 404 404 404 404 200 200 403 404", "final", arguments=summary),
    Row("reports:summary-finish", "401 404 404 404 404 404 200 403 404", "final", arguments=own_summary),
    Row("reports:file-keep", "401 404 404 302 404 404 404 404 404", "final", arguments=issued, method="post"),
    Row("reports:batch", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:schedule-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:schedule-make", "401 403 403 403 403 200 200 200 403", "final"),
    Row("reports:schedule-run", "401 404 404 404 404 200 200 404 404", "final", arguments=schedule),
    Row("reports:schedule-pause", "401 404 404 404 404 200 200 404 404", "final", arguments=schedule),
    Row("reports:schedule-resume", "401 404 404 404 404 200 200 404 404", "final", arguments=schedule),
    Row("reports:schedule-stop", "401 404 404 404 404 200 200 404 404", "final", arguments=schedule),
    Row("reports:schedule-leave", "401 404 404 404 404 403 403 404 404", "final", arguments=schedule),
    Row("reports:request", "401 200 200 200 200 200 200 200 200", "final", arguments=report),
]
