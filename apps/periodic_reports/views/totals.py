"""Số liệu tổng hợp: totals of a template, every unit behind a figure, frozen consolidations."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.clusters.models import ClusterYear
from apps.core.components import Column, Crumb
from apps.core.dates import format_datetime
from apps.core.lists import ExportMixin, PageExportMixin
from apps.core.numbers import format_decimal
from apps.core.spreadsheets import Column as Cell
from apps.core.views import ScopedPageView, TransitionView, require
from apps.core.whole_numbers import whole_number
from apps.documents.forms import NothingForm
from apps.obligations.reminder_texts import first_of
from apps.periodic_reports import aggregation_queries as aggregation
from apps.periodic_reports import policies, queries
from apps.periodic_reports.comparison import changed_totals
from apps.periodic_reports.domain import consolidating
from apps.periodic_reports.enums import ItemKind, TemplateState
from apps.periodic_reports.filters import ItemFilter
from apps.periodic_reports.models import Consolidation, PeriodicReport, ReportLine, ReportTemplate, TemplateItem
from apps.periodic_reports.models.consolidation import frozen_figure
from apps.periodic_reports.reading import by_section
from apps.periodic_reports.views.base import TemplateMixin
from apps.periodic_reports.wording import RATE_PLACES, formula, printed


class TotalsMixin(TemplateMixin):
    """Finds the template and, from ``?cluster=``, the ClusterYear whose members are meant; None: all units.

    Whoever only heads clusters sees the first of them when none is named.
    """

    policy = staticmethod(policies.can_total)

    def dispatch(self, request, *args, **kwargs):
        self._cluster_year = None
        return super().dispatch(request, *args, **kwargs)

    @property
    def cluster_year(self) -> ClusterYear | None:
        if self._cluster_year is None:
            self._cluster_year = (self._find_cluster_year(),)
        return self._cluster_year[0]

    def _find_cluster_year(self) -> ClusterYear | None:
        asked = self.request.GET.get("cluster") or self.request.POST.get("cluster") or ""
        everything = policies.sees_everything(self.request.actor, self.template)
        if not asked and everything:
            return None
        years = ClusterYear.objects.filter(year_id=self.template.year_id).for_list().order_by("cluster__code")
        if not everything:
            years = years.filter(pk__in=policies.headed_years(self.request.actor, self.template))
        found = years.filter(pk=whole_number(asked)).first() if asked else years.first()
        if found is None:
            raise Http404
        return found

    @property
    def cluster_year_id(self) -> int | None:
        return self.cluster_year.pk if self.cluster_year else None

    def query(self) -> str:
        return f"?cluster={self.cluster_year_id}" if self.cluster_year else ""

    def totals_crumb(self, *, here: bool = False) -> Crumb:
        url = reverse("periodic_reports:totals", args=[self.template.pk]) + self.query()
        return Crumb(_("Số liệu tổng hợp"), "" if here else url)


def _about(template: ReportTemplate, cluster_year: ClusterYear | None) -> list[str]:
    return [str(template), str(cluster_year or template.year.organiser.name)]


def _counted(found: aggregation.Aggregation | Consolidation, missing: list[str]) -> list[str]:
    """Đã gửi x/y đơn vị. Còn thiếu: …"""
    lines = [_("Đã gửi %(sent)s/%(asked)s đơn vị.") % {"sent": found.sent, "asked": found.asked}]
    if missing:
        lines.append(_("Còn thiếu: %(units)s.") % {"units": first_of(missing, found.asked - found.sent)})
    return lines


class TotalsView(PageExportMixin, TotalsMixin, ScopedPageView):
    """Đã gửi x/y, còn thiếu; per line the sum or the ratio of sums with its formula; who was late."""

    template_name = "periodic_reports/totals.html"
    export_title = gettext_lazy("Số liệu tổng hợp")
    export_file = "so-lieu-tong-hop"
    export_columns = (
        Cell("section", gettext_lazy("Mục"), "text", 30),
        Cell("label", gettext_lazy("Chỉ tiêu, nội dung"), "text", 50),
        Cell("unit", gettext_lazy("Đơn vị tính"), "text", 14),
        Cell("value", gettext_lazy("Tổng hợp"), "number", 14),
        Cell("numerator", gettext_lazy("Tử số"), "number", 14),
        Cell("denominator", gettext_lazy("Mẫu số"), "number", 14),
        Cell("units", gettext_lazy("Đơn vị có số liệu"), "integer"),
        Cell("nothing", gettext_lazy("Không phát sinh"), "integer"),
        Cell("estimates", gettext_lazy("Số ước"), "integer"),
        Cell("lacking", gettext_lazy("Chưa đủ số liệu"), "text", 50),
    )

    def export_notes(self):
        found = self.found
        return [*_about(self.template, self.cluster_year), *_counted(found, [gap.name for gap in found.gaps])]

    def export_row(self, row: aggregation.Total):
        figures = (row.value, row.numerator, row.denominator)
        counts = (row.units, row.nothing, row.estimates)
        item = row.item
        lacking = first_of(row.lacking, len(row.lacking) + row.unnamed)
        return (item.section, item.label, item.unit_of_measure, *figures, *counts, lacking)

    def get_context_data(self, **kwargs):
        template, cluster_year = self.template, self.cluster_year
        found = self.found = aggregation.aggregate(template, self.request.received_at, self.cluster_year_id)
        self.exported = found.totals
        rows = [(total, formula(total.item, total.numerator, total.denominator)) for total in found.totals]
        everything = policies.sees_everything(self.request.actor, template)
        made = Consolidation.objects.filter(template=template, cluster_year=cluster_year).order_by("-number")
        return super().get_context_data(
            template=template,
            cluster_year=cluster_year,
            found=found,
            words=queries.status_words(gap.report for gap in found.gaps),
            sections=by_section(rows, lambda row: row[0].item.section),
            clusters=aggregation.by_cluster(template) if everything and cluster_year is None else [],
            consolidations=list(made),
            everything=everything,
            may_consolidate=template.state == TemplateState.ISSUED
            and bool(policies.can_consolidate(self.request.actor, template, self.cluster_year_id)),
            query=self.query(),
            crumbs=[*self.crumbs(), self.totals_crumb(here=True)],
            **kwargs,
        )


class ConsolidateView(TotalsMixin, TransitionView):
    """Chốt tổng hợp; refused, the page of the totals says why."""

    form_class = NothingForm
    success_message = gettext_lazy("Đã chốt bản tổng hợp. Báo cáo đã gửi được ghi “Đã tiếp nhận”.")

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.totals_crumb().url)

    def post(self, request, *args, **kwargs):
        require(policies.can_consolidate(request.actor, self.template, self.cluster_year_id))
        return super().post(request, *args, **kwargs)

    def call(self, form):
        return consolidating.consolidate(
            template_id=self.template.pk,
            cluster_year_id=self.cluster_year_id,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url()

    def form_invalid(self, form):
        view = TotalsView()
        view.setup(self.request, *self.args, **self.kwargs)
        view.object, view._cluster_year = self.object, (self.cluster_year,)  # noqa: SLF001 -- the same page again
        return view.render_to_response(view.get_context_data(form=form), status=422)


class ItemLinesView(ExportMixin, TotalsMixin, FilterView):
    """The units behind one figure or text: what each wrote, or that it sent nothing."""

    filterset_class = ItemFilter
    template_name = "periodic_reports/item_lines.html"
    paginate_by = 50
    export_file = "so-lieu-theo-don-vi"
    export_columns = (
        Cell("unit", gettext_lazy("Đơn vị"), "text", 44),
        Cell("amount", gettext_lazy("Số liệu"), "number", 14),
        Cell("numerator", gettext_lazy("Tử số"), "number", 14),
        Cell("denominator", gettext_lazy("Mẫu số"), "number", 14),
        Cell("text", gettext_lazy("Nội dung"), "text", 80),
        Cell("note", gettext_lazy("Ghi chú"), "text", 40),
    )

    def get_object(self):
        self.item = get_object_or_404(TemplateItem, pk=self.kwargs["item_pk"], template_id=self.kwargs["pk"])
        templates = ReportTemplate.objects.visible_to(self.request.actor).for_list()
        return get_object_or_404(templates, pk=self.kwargs["pk"])

    @property
    def export_title(self):
        return self.item.label

    def get_queryset(self):
        return aggregation.reports_in(self.template, self.cluster_year_id).for_list().order_by("order", "pk")

    def lines(self, reports: list[PeriodicReport]) -> dict[int, ReportLine]:
        """The line of each report's sent version, by version; one query."""
        found = ReportLine.objects.filter(
            report_version_id__in=[each.sent_version_id for each in reports if each.sent_version_id], item=self.item
        )
        return {line.report_version_id: line for line in found.select_related("item")}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        reports = list(context["page_obj"].object_list)
        lines, words = self.lines(reports), queries.status_words(reports)
        rows = [(each, words[each.pk], self.said(each, lines.get(each.sent_version_id))) for each in reports]
        return context | {
            "template": self.template,
            "item": self.item,
            "cluster_year": self.cluster_year,
            "columns": [
                Column(_("Đơn vị"), width="wide"),
                Column(_("Trạng thái")),
                Column(_("Nội dung") if self.item.is_text else _("Số liệu"), numeric=not self.item.is_text),
                Column(_("Ghi chú")),
            ],
            "rows": rows,
            "crumbs": [*self.crumbs(), self.totals_crumb(), Crumb(self.item.label)],
        }

    def said(self, report: PeriodicReport, line: ReportLine | None):
        """(text, note, counted in the total); a returned report is shown, but not counted."""
        if line is None:
            return ("", "", False)
        return (printed(line), line.whole_note, not report.is_in_hand)

    def export(self, filterset):
        self._exported = self.lines(list(self.object_list))
        return super().export(filterset)

    def export_row(self, row: PeriodicReport):
        line = self._exported.get(row.sent_version_id) if not row.is_in_hand else None
        if line is None:
            return {"unit": row.unit_name}
        names = ("amount", "numerator", "denominator")
        text = printed(line) if self.item.is_text else line.text
        said = {"unit": row.unit_name, "text": text, "note": line.whole_note}
        return said | {name: getattr(line, name) for name in names}


def _printed(row: dict) -> dict[str, str]:
    """The figures of a frozen row as the live totals show theirs."""
    places = {"value": RATE_PLACES if row["kind"] == ItemKind.RATE else None, "numerator": None, "denominator": None}
    return {name: format_decimal(frozen_figure(row, name), digits) for name, digits in places.items()}


class ConsolidationDetailView(PageExportMixin, ScopedPageView):
    """One frozen consolidation, with what changed since the one before."""

    queryset = Consolidation.objects.for_list()
    template_name = "periodic_reports/consolidation_detail.html"
    export_title = gettext_lazy("Bản tổng hợp báo cáo")
    export_file = "ban-tong-hop-bao-cao"
    export_columns = (*TotalsView.export_columns, Cell("before", gettext_lazy("Lần trước"), "number", 14))

    def export_notes(self):
        made = self.object
        about = {"n": made.number, "at": format_datetime(made.made_at), "who": made.made_by_label}
        lines = [_("Bản tổng hợp báo cáo, lần %(n)s") % about, _("Chốt lúc %(at)s, %(who)s.") % about]
        return [*_about(made.template, made.cluster_year), *lines, *_counted(made, made.missing)]

    def export_row(self, row: dict):
        figures = (frozen_figure(row, name) for name in ("value", "numerator", "denominator"))
        lacking = first_of(row["lacking"], len(row["lacking"]) + row.get("unnamed", 0))
        counts = (row["units"], row["nothing"], row["estimates"])
        earlier = self.earlier.get(row["code"])
        before = earlier and frozen_figure(earlier, "value")
        return (row["section"], row["label"], row["unit"], *figures, *counts, lacking, before)

    def get_context_data(self, **kwargs):
        made = self.object
        same = Consolidation.objects.filter(template=made.template, cluster_year=made.cluster_year)
        before = same.filter(number=made.number - 1).first()
        changed = changed_totals(before, made)
        self.earlier = {row["code"]: row for row in before.totals} if before else {}
        self.exported = made.totals
        rows = [{**row, **_printed(row), "before": changed.get(row["code"])} for row in made.totals]
        totals = reverse("periodic_reports:totals", args=[made.template_id])
        query = f"?cluster={made.cluster_year_id}" if made.cluster_year_id else ""
        return super().get_context_data(
            made=made,
            template=made.template,
            before=before,
            changed=changed,
            outdated=consolidating.is_outdated(made),
            totals_url=totals + query,
            sections=by_section(rows, lambda row: row["section"]),
            crumbs=[
                Crumb(_("Mẫu báo cáo"), reverse("periodic_reports:template-list")),
                Crumb(str(made.template), made.template.get_absolute_url()),
                Crumb(_("Số liệu tổng hợp"), totals + query),
                Crumb(_("Lần %(n)d") % {"n": made.number}),
            ],
            **kwargs,
        )
