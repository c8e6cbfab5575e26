"""What every page of a report shares."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.dates import local
from apps.core.views import ScopedObjectMixin
from apps.periodic_reports import policies
from apps.periodic_reports.domain.taking_over import source_states
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportTemplate
from apps.periodic_reports.queries import owed_for, status_word
from apps.periodic_reports.reading import ReportReading, read_report


class ReportMixin(ScopedObjectMixin):
    """Finds the report among those the actor may see."""

    queryset = PeriodicReport.objects.for_list()

    @property
    def report(self) -> PeriodicReport:
        return self.object

    def url(self, name: str) -> str:
        return reverse(f"periodic_reports:{name}", args=[self.report.pk])

    def crumbs(self) -> list[Crumb]:
        return [list_crumb(), Crumb(str(self.report), self.report.get_absolute_url())]


class LineMixin(ReportMixin):
    """Finds a line in the address: its report is ``object``, so that scope and policy are those of the report."""

    def get_object(self):
        line = get_object_or_404(ReportLine.objects.select_related("report_version"), pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=line.report_version.report_id)


class ReportPage(ReportMixin):
    """A page that reads the whole report; mixed into a TemplateView."""

    previous = False

    def get_context_data(self, **kwargs):
        self.reading: ReportReading = read_report(self.report, self.request.actor, previous=self.previous)
        owed = owed_for([self.report]).get(self.report.pk)
        now = self.request.received_at
        return super().get_context_data(
            report=self.report,
            template=self.report.template,
            reading=self.reading,
            editable=self.reading.editable,
            word=status_word(self.report, started=self.reading.started),
            owed=owed,
            days_left=owed.days_to_go(now) if owed else None,
            days_late=owed.days_late(now) if owed and owed.first_fulfilled_at else 0,
            **kwargs,
        )

    def source_states(self) -> dict[str, set[int]]:
        """``outdated`` and ``waiting`` lines; that reports wait is told to who sees what the unit has gathered."""
        with_waiting = policies.draws_on_own_totals(self.request.actor, self.report)
        return source_states(self.report, self.reading.lines, with_waiting=with_waiting)._asdict()


class TemplateMixin(ScopedObjectMixin):
    """Finds the template among those the actor may see."""

    queryset = ReportTemplate.objects.for_list()

    @property
    def template(self) -> ReportTemplate:
        return self.object

    def crumbs(self) -> list[Crumb]:
        return [template_list_crumb(), Crumb(str(self.template), self.template.get_absolute_url())]


def list_crumb() -> Crumb:
    return Crumb(_("Báo cáo định kỳ"), reverse("periodic_reports:report-list"))


def template_list_crumb() -> Crumb:
    return Crumb(_("Mẫu báo cáo"), reverse("periodic_reports:template-list"))


def today(request):
    return local(request.received_at).date()
