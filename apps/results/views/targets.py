"""Chỉ tiêu: the list, one unit's page, assigning and changing."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Chart, Column, Crumb, Series
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin, PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, ScopedPageView, TransitionView
from apps.results import policies, queries, target_tables
from apps.results.domain import targets
from apps.results.enums import Origin
from apps.results.exports import cells
from apps.results.figures import rounded, shown, with_mark
from apps.results.filters import TargetFilter
from apps.results.forms import TargetChangeForm, TargetForm, paper_initial
from apps.results.models import Target
from apps.results.models.scope import units_seen
from apps.results.own_unit import keeper_of
from apps.results.regions import tallies
from apps.results.views.parts import ConflictMixin, target_crumb

YEARS_SHOWN = 4


class TargetListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = TargetFilter
    template_name = "results/target_list.html"
    paginate_by = 50
    columns = (
        Column(_("Đơn vị"), sort="unit"),
        Column(_("Chỉ số")),
        Column(_("Năm"), sort="year", numeric=True),
        Column(_("Chỉ tiêu giao"), numeric=True),
        Column(_("Cơ quan giao")),
        Column(_("Văn bản giao")),
        Column(_("Thao tác"), hidden_label=True),
    )
    export_title = _("Chỉ tiêu")
    export_file = "chi-tieu"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=40),
        SheetColumn("code", _("Mã chỉ số")),
        SheetColumn("indicator", _("Chỉ số"), width=40),
        SheetColumn("year", _("Năm"), kind="year"),
        SheetColumn("value", _("Chỉ tiêu giao"), kind="number"),
        SheetColumn("measure", _("Đơn vị tính")),
        SheetColumn("origin", _("Nguồn giao")),
        SheetColumn("issuer", _("Cơ quan giao"), width=40),
        SheetColumn("document", _("Văn bản giao"), width=40),
        SheetColumn("note", _("Ghi chú")),
    )

    def get_queryset(self):
        return Target.objects.visible_to(self.request.actor).for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        reach = policies.setting_reach(actor)
        rows = [
            (row, value_text(row), bool(policies.can_change_target(actor, row, reach))) for row in context["page_obj"]
        ]
        own = keeper_of(actor)
        return {
            **context,
            "rows": rows,
            "may_assign": bool(policies.can_assign_any(actor)),
            "own_targets": own and reverse("results:unit-targets", args=[own.pk, actor.on.year]),
            "may_see_sector": bool(policies.can_see_sector(actor)),
            "this_year": actor.on.year,
        }

    def export_row(self, row):
        return {
            "unit": row.unit.name,
            "code": row.indicator.code,
            "indicator": row.indicator.label,
            "year": row.year,
            "value": row.value,
            "measure": row.indicator.unit_of_measure,
            "origin": row.get_origin_display(),
            "issuer": row.issuer_name,
            "document": str(row.document or ""),
            "note": "; ".join(filter(None, [row.note, now_in_words("minh họa") if row.illustrative else ""])),
        }


def value_text(target: Target) -> str:
    return shown(queries.exact(target.value), target.indicator) or now_in_words("Không giao")


class UnitTargetsView(PageExportMixin, ScopedPageView):
    """Giao, kết quả, ước, vượt of one unit in one year, by who assigned it; the lines of the years before."""

    template_name = "results/unit_targets.html"
    columns = (
        Column(_("Chỉ số")),
        Column(_("Cơ quan giao")),
        Column(_("Chỉ tiêu giao"), numeric=True),
        Column(_("Kết quả"), numeric=True),
        Column(_("Ước thực hiện"), numeric=True),
        Column(_("Vượt chỉ tiêu")),
    )
    export_title = _("Chỉ tiêu và kết quả của đơn vị")
    export_file = "chi-tieu-don-vi"
    export_columns = (SheetColumn("origin", _("Nguồn giao"), width=18), *target_tables.UNITS)

    def export_notes(self):
        return [now_in_words("Năm %(year)s") % {"year": self.year}]

    def export_row(self, row):
        return {"origin": Origin(row.origin).label} | target_tables.unit_row(row)

    def get_object(self):
        self.year = self.kwargs["year"]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404
        return get_object_or_404(units_seen(self.request.actor, self.year), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        unit = self.object
        rows = queries.standings([(unit.pk, unit.name)], self.year, origins=Origin.values)
        self.exported = sorted(rows, key=lambda row: Origin.values.index(row.origin))
        groups = []
        for origin in Origin:
            of_origin = [row for row in rows if row.origin == origin]
            if of_origin:
                words = tallies(of_origin)[0].in_words
                groups.append((origin.label, words, [(row, cells(row)) for row in of_origin]))
        return super().get_context_data(
            unit=unit,
            groups=groups,
            lines=self.lines(),
            years=[(each, reverse("results:unit-targets", args=[unit.pk, each])) for each in self.around()],
            may_enter=bool(policies.can_enter(self.request.actor, unit)),
            may_assign=bool(policies.can_assign(self.request.actor, unit, Origin.OWN)),
            illustrative=any(row.illustrative for row in rows),
            **kwargs,  # the year of the address among them
        )

    def around(self) -> range:
        return range(max(FIRST_YEAR, self.year - 2), min(LAST_YEAR, self.year + 1) + 1)

    def lines(self):
        """Each indicator with figures in at least two of the years: chart and table."""
        years = range(max(FIRST_YEAR, self.year - YEARS_SHOWN + 1), self.year + 1)
        found = []
        for indicator, line in queries.lines_of_unit(self.object.pk, years):
            points = [(point, shown(point.figure.value, indicator) if point.figure else "") for point in line.points]
            values = tuple(float(rounded(point.figure.value)) if point.figure else None for point in line.points)
            chart = Chart(
                tuple(
                    with_mark(str(point.year), is_estimate=bool(point.figure and point.figure.is_estimate))
                    for point in line.points
                ),
                (Series(indicator.label, values),),
                kind="line",
                unit=indicator.unit_of_measure,
            )
            found.append((indicator, line, points, chart, f"line-{indicator.pk}"))
        return found


class TargetCreateView(FormPageMixin, MakeView):
    """Giao chỉ tiêu: one target; many units at once by a sheet."""

    policy = staticmethod(policies.can_assign_any)
    form_class = TargetForm
    template_name = "results/target_form.html"
    heading = _("Giao chỉ tiêu")
    submit_label = _("Giao chỉ tiêu")
    success_message = _("Đã giao chỉ tiêu.")

    def crumbs(self):
        return [target_crumb()]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.actor}

    def get_initial(self):
        own = keeper_of(self.request.actor)
        own_office = self.request.actor.holds("standing_office")
        return {
            "unit": self.request.GET.get("unit") or ("" if own_office else own),
            "year": self.request.actor.on.year,
            "origin": Origin.SECTOR if own_office else Origin.OWN,
            "issuer_name": own.name if own else "",
        }

    def make(self, form) -> str:
        data, request = form.cleaned_data, self.request
        own = keeper_of(request.actor)
        may = policies.can_assign(request.actor, data["unit"], data["origin"])
        keeper = own or data["unit"]
        made = targets.assign_target(
            unit_id=data["unit"].pk,
            year=data["year"],
            indicator_id=data["indicator"].pk,
            origin=data["origin"],
            value=data["value"],
            issuer_name=data["issuer_name"],
            issuer_id=own.pk if own and own.name == data["issuer_name"] else None,
            document=form.document(keeper, request.actor, request.received_at) if may else None,
            note=data["note"],
            actor=request.actor,
            now=request.received_at,
        )
        return made.get_absolute_url()


class TargetChangeView(ConflictMixin, TransitionView):
    """Điều chỉnh chỉ tiêu, with a reason."""

    queryset = Target.objects.for_list()
    policy = staticmethod(policies.can_change_target)
    form_class = TargetChangeForm
    heading = _("Điều chỉnh chỉ tiêu")
    submit_label = _("Lưu")
    success_message = _("Đã điều chỉnh chỉ tiêu.")

    def crumbs(self):
        return [target_crumb(), Crumb(self.object.unit.table_name, self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def stored(self) -> dict:
        paper = {"symbol": "", "issued_on": None, "issuer": ""} | paper_initial(self.object.document)
        return {name: getattr(self.object, name) for name in ("value", "issuer_name", "note")} | paper

    def get_initial(self):
        return self.stored() | {"version": self.object.version}

    def call(self, form):
        data, request = form.cleaned_data, self.request
        keeper = self.object.issuer or keeper_of(request.actor) or self.object.unit
        return targets.change_target(
            target_id=self.object.pk,
            version=data["version"],
            value=data["value"],
            issuer_name=data["issuer_name"],
            note=data["note"],
            reason=data["reason"],
            document=form.document(keeper, request.actor, request.received_at),
            actor=request.actor,
            now=request.received_at,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()
