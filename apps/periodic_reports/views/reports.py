"""The list of reports, one report, its versions compared, its print."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.core.components import Column, StatusWord
from apps.core.kept import kept_language
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as Cell
from apps.core.views import ScopedPageView
from apps.periodic_reports import policies, queries
from apps.periodic_reports.comparison import compare
from apps.periodic_reports.filters import ReportFilter
from apps.periodic_reports.models import PeriodicReport
from apps.periodic_reports.views.base import ReportMixin, ReportPage, today
from apps.periodic_reports.views.rows import sections
from apps.periodic_reports.workflow import REPORT_FLOW

COLUMNS = [
    Column(_("Báo cáo")),
    Column(_("Đơn vị"), sort="unit", width="wide"),
    Column(_("Năm"), sort="year", width="narrow"),
    Column(_("Hạn nộp"), sort="due"),
    Column(_("Trạng thái")),
    Column(_("Gửi lúc"), sort="submitted"),
]


class ReportListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Báo cáo định kỳ that the actor sees, newest year first, those due next on top."""

    filterset_class = ReportFilter
    template_name = "periodic_reports/report_list.html"
    paginate_by = 50
    export_title = _("Báo cáo định kỳ")
    export_file = "bao-cao-dinh-ky"
    export_columns = (
        Cell("template", _("Báo cáo"), "text", 44),
        Cell("unit", _("Đơn vị"), "text", 44),
        Cell("year", _("Năm"), "year"),
        Cell("due", _("Hạn nộp"), "date"),
        Cell("state", _("Trạng thái"), "text", 18),
        Cell("sent", _("Gửi lúc"), "datetime"),
        Cell("receipt", _("Số xác nhận"), "text", 18),
    )

    def get_queryset(self):
        reports = PeriodicReport.objects.visible_to(self.request.actor).for_list()
        return reports.order_by("-template__year__year", "template__due_on", "template_id", "order", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        reports = list(context["page_obj"].object_list)
        words, owed = queries.status_words(reports), queries.owed_for(reports)
        rows = [(each, words[each.pk], *self.lateness(owed.get(each.pk))) for each in reports]
        actor = self.request.actor
        overseeing = policies.oversees_any(actor)
        return context | {"columns": COLUMNS, "rows": rows, "overseeing": overseeing}

    def lateness(self, owed) -> tuple:
        """(last day, days left while never sent, days late of the first sending, whether the unit was let off)."""
        if owed is None:
            return None, None, 0, False
        now = self.request.received_at
        late = owed.days_late(now) if owed.first_fulfilled_at else 0
        return owed.last_day, owed.days_to_go(now), late, owed.waived_at is not None

    def export_row(self, row: PeriodicReport):
        sent = row.sent_version
        return {
            "template": row.template.label,
            "unit": row.unit_name,
            "year": row.template.year.year,
            "due": row.template.due_on,
            "state": row.get_state_display(),
            "sent": row.submitted_at,
            "receipt": sent.receipt_number if sent else "",
        }


class ReportDetailView(ReportPage, TemplateView):
    """One report as the reader may see it, with the next step of this person."""

    template_name = "periodic_reports/report_detail.html"
    previous = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        report, actor, flow = self.report, self.request.actor, REPORT_FLOW
        receives = bool(policies.can_receive(actor, report))
        own = policies.is_own(actor, report)
        versions = list(report.versions.exclude(locked_at=None).order_by("-number"))
        word = context["word"]
        entered = report.is_in_hand and self.reading.editable and bool(self.reading.version.entered_by_label)
        return context | {
            "sections": sections(self.reading),
            **self.source_states(),
            "own": own,
            "may_start": own and report.is_in_hand and not self.reading.editable and self.reading.version is None,
            "may_return": receives and flow.allows("return", report.state),
            "may_reopen": receives and flow.allows("reopen", report.state),
            "may_enter": receives
            and report.is_in_hand
            and not self.reading.editable
            and not queries.typed_by_unit(report),
            "may_cancel_entry": receives and entered and bool(policies.can_enter_for(actor, report)),
            "may_correct": own and self.correctable(),
            "proxy": self.reading.version if self.reading.version and self.reading.version.entered_by_label else None,
            "versions": versions,
            "next_body": queries.next_body(report) if word == StatusWord.SENT else "",
        }

    def correctable(self) -> bool:
        """Whether what was typed and sent for the unit may still be corrected by it."""
        report, sent = self.report, self.report.sent_version
        if sent is None or sent.correct_until is None or not REPORT_FLOW.allows("correct", report.state):
            return False
        return sent.correct_until >= today(self.request)


class ReportComparisonView(ReportMixin, ScopedPageView):
    """So sánh phiên bản: two sent versions side by side, line by line; the newest two when none is named."""

    template_name = "periodic_reports/report_comparison.html"

    def get_context_data(self, **kwargs):
        versions = list(self.report.versions.exclude(locked_at=None).order_by("number"))
        by_number = {str(version.number): version for version in versions}
        first = by_number.get(self.request.GET.get("first", ""), versions[-2] if len(versions) > 1 else None)
        second = by_number.get(self.request.GET.get("second", ""), versions[-1] if versions else None)
        rows = compare(first, second) if first and second else []
        return super().get_context_data(
            report=self.report,
            versions=versions,
            first=first,
            second=second,
            rows=rows,
            changed=[row for row in rows if row.differs],
            crumbs=self.crumbs(),
            **kwargs,
        )


class ReportPrintView(ReportPage, TemplateView):
    """In để trình ký: the whole report on A4; every heading in fixed order, empty ones say "Không phát sinh"."""

    template_name = "periodic_reports/report_print.html"

    def get(self, request, *args, **kwargs):
        """The paper that is signed speaks Vietnamese, whatever language the screen speaks."""
        with kept_language():
            context = self.get_context_data(**kwargs)
            if self.reading.version is None:
                return HttpResponseRedirect(self.report.get_absolute_url())
            return self.render_to_response(context).render()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"sections": sections(self.reading)}
