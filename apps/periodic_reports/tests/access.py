"""Who may open which page of periodic reports. The report is that of the second unit."""

from datetime import date

from apps.core.dates import local
from apps.periodic_reports.domain.consolidating import consolidate as consolidate_reports
from apps.periodic_reports.domain.entering import enter_for
from apps.periodic_reports.domain.templates import create_template, issue_template
from apps.periodic_reports.models import PeriodicReport
from apps.periodic_reports.tests.factories import SYSTEM, amount, fill, template_data
from apps.periodic_reports.tests.factories import send as send_report
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW

OWN = "401 404 404 {0} {0} 403 403 403 404"
SEEN = "401 404 404 200 200 200 200 200 404"
RECEIVED = "401 404 404 403 403 {0} {0} 403 404"
KEPT = "401 404 404 404 404 404 {0} 403 404"
TOTALLED = "401 404 403 403 403 200 200 200 404"


def made(subject, n: int):
    year = subject.cluster_year.year.year
    data = template_data(
        code=f"bao-cao-{n}",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        due_on=date(year, 12, 31),
    )
    return create_template(year_id=subject.cluster_year.year_id, data=data, actor=SYSTEM, now=NOW)


def new(subject):
    """One more template at each call."""
    new.count = getattr(new, "count", 0) + 1
    return made(subject, new.count)


def asked(subject):
    template = issue_template(template_id=new(subject).pk, actor=SYSTEM, now=NOW)
    return template.reports.select_related("template__year__organiser", "unit").get(unit=subject.sheet.unit)


def written(subject):
    report = asked(subject)
    fill(report, now=NOW, hoa_giai=amount(1))
    return report


def sent(subject):
    return send_report(asked(subject), at=NOW)


def template(subject) -> list:
    return [new(subject).pk]


def issued(subject) -> list:
    return [asked(subject).template_id]


def sent_template(subject) -> list:
    return [sent(subject).template_id]


def item(subject) -> list:
    return [new(subject).items.order_by("position").last().pk]


def figure(subject) -> list:
    report = sent(subject)
    return [report.template_id, report.template.items.first().pk]


def line(subject) -> list:
    return [written(subject).versions.get().lines.first().pk]


def consolidated(subject) -> list:
    template_id, cluster = sent(subject).template_id, subject.cluster_year.pk
    return [consolidate_reports(template_id=template_id, cluster_year_id=cluster, actor=SYSTEM, now=NOW).pk]


def started(subject) -> list:
    return [written(subject).pk]


def unstarted(subject) -> list:
    return [asked(subject).pk]


def entered(subject) -> list:
    report = asked(subject)
    enter_for(report_id=report.pk, received_on=local(NOW).date(), basis="Bản giấy", actor=SYSTEM, now=NOW)
    return [report.pk]


def entered_and_sent(subject) -> list:
    (pk,) = entered(subject)
    return [send_report(PeriodicReport.objects.get(pk=pk), at=NOW).pk]


def after(subject) -> list:
    return [sent(subject).pk]


ROWS = [
    Row("periodic_reports:report-list", "401 200 200 200 200 200 200 200 200"),
    Row("periodic_reports:report-detail", SEEN, arguments=started),
    Row("periodic_reports:report-start", OWN.format(302), arguments=unstarted, method="post"),
    Row("periodic_reports:report-edit", "401 404 404 200 200 302 302 302 404", arguments=started),
    Row("periodic_reports:report-carry-over", OWN.format(422), arguments=started, method="post"),
    Row("periodic_reports:report-take-over", OWN.format(422), arguments=started, method="post"),
    Row("periodic_reports:report-check", SEEN, arguments=started),
    Row("periodic_reports:report-submit", OWN.format(302), arguments=started, method="post"),
    Row("periodic_reports:report-to-leader", OWN.format(302), arguments=started, method="post"),
    Row("periodic_reports:report-to-officer", "401 404 404 403 422 403 403 403 404", arguments=started, method="post"),
    Row("periodic_reports:report-printed", OWN.format(302), arguments=started, method="post"),
    Row("periodic_reports:report-print", SEEN, arguments=after),
    Row("periodic_reports:report-receipt", SEEN, arguments=after),
    Row("periodic_reports:report-comparison", SEEN, arguments=after),
    Row("periodic_reports:report-return", RECEIVED.format(200), arguments=after),
    Row("periodic_reports:report-reopen", RECEIVED.format(200), arguments=after),
    Row("periodic_reports:report-enter-for", RECEIVED.format(200), arguments=started),
    Row("periodic_reports:report-cancel-entry", RECEIVED.format(302), arguments=entered, method="post"),
    Row("periodic_reports:report-correct", OWN.format(302), arguments=entered_and_sent, method="post"),
    Row("periodic_reports:line-detail", OWN.format(200), arguments=line),
    Row("periodic_reports:line-save", OWN.format(422), arguments=line, method="post"),
    Row("periodic_reports:template-list", "401 200 200 200 200 200 200 200 200"),
    Row("periodic_reports:template-create", "401 403 403 403 403 403 200 403 403"),
    Row("periodic_reports:template-detail", "401 404 200 200 200 200 200 200 404", arguments=issued),
    Row("periodic_reports:template-edit", KEPT.format(200), arguments=template),
    Row("periodic_reports:template-issue", KEPT.format(200), arguments=template),
    Row("periodic_reports:template-delete", KEPT.format(200), arguments=template),
    Row("periodic_reports:template-due", "401 404 403 403 403 403 200 403 404", arguments=issued),
    Row("periodic_reports:item-create", KEPT.format(200), arguments=template),
    Row("periodic_reports:item-edit", KEPT.format(200), arguments=item),
    Row("periodic_reports:item-remove", KEPT.format(200), arguments=item),
    Row("periodic_reports:item-move", KEPT.format(302), arguments=item, method="post"),
    Row("periodic_reports:item-lines", TOTALLED, arguments=figure),
    Row("periodic_reports:totals", TOTALLED, arguments=sent_template),
    Row(
        "periodic_reports:consolidate",
        "401 404 403 403 403 302 302 403 404",
        arguments=sent_template,
        method="post",
    ),
    Row("periodic_reports:consolidation-detail", "401 404 404 404 404 200 200 200 404", arguments=consolidated),
]
