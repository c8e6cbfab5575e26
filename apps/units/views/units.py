"""Units on screen: list, tree, one unit with its history."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.core.components import Column, Tab
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.units import policies
from apps.units.domain.tree import ancestors_of
from apps.units.models import Unit
from apps.units.sheets import UnitImport
from apps.units.shipped import load_shipped
from apps.units.unit_filters import UnitFilter
from apps.units.unit_pages import facts_of, officers_of, timeline_of

COLUMNS = (
    Column(gettext_lazy("Đơn vị"), sort="name"),
    Column(gettext_lazy("Loại đơn vị"), width="medium"),
    Column(gettext_lazy("Tỉnh, thành phố"), width="medium"),
    Column(gettext_lazy("Đơn vị cấp trên"), width="medium"),
    Column(gettext_lazy("Hoạt động từ"), sort="from", width="narrow"),
    Column(gettext_lazy("Hoạt động đến"), sort="to", width="narrow"),
    Column(gettext_lazy("Mã"), width="medium"),
)
TREE_COLUMNS = (
    Column(gettext_lazy("Đơn vị")),
    Column(gettext_lazy("Loại đơn vị"), width="medium"),
    Column(gettext_lazy("Đơn vị trực thuộc"), numeric=True, width="narrow"),
    Column(gettext_lazy("Mã"), width="medium"),
)
# The columns of the unit file with its headings: what is exported can be corrected and imported again.
EXPORT_WIDTHS = {"name": 50, "short_name": 20, "kind": 30, "aliases": 40, "valid_from": 16, "valid_to": 16}
EXPORT = tuple(
    SheetColumn(
        column.key,
        column.header,
        column.kind if column.kind in {"integer", "date"} else "text",
        width=EXPORT_WIDTHS.get(column.key, 20),
    )
    for column in UnitImport.columns
)
YES_NO = {True: gettext_lazy("có"), False: gettext_lazy("không"), None: ""}
CHILDREN_SHOWN = 20
PAGE = 50


def list_tabs(active: str) -> list[Tab]:
    """Two ways to look at the units."""
    return [
        Tab(_("Danh sách"), reverse("units:unit-list"), active=active == "list"),
        Tab(_("Cây đơn vị"), reverse("units:unit-tree"), active=active == "tree"),
    ]


class UnitListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Every unit, past ones included, in the order of protocol."""

    filterset_class = UnitFilter
    template_name = "units/unit_list.html"
    paginate_by = PAGE
    columns = COLUMNS
    export_title = gettext_lazy("Danh sách đơn vị")
    export_file = "don-vi"
    export_columns = EXPORT

    def get_queryset(self):
        return Unit.objects.visible_to(self.request.actor).with_parent().in_order()

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        return super().get_context_data(
            tabs=list_tabs("list"),
            today=timezone.localdate(self.request.received_at),
            may_keep=policies.can_keep_units(actor),
            may_load=policies.can_load_shipped(actor),
            **kwargs,
        )

    def export_row(self, unit):
        return [
            *(unit.code, unit.name, unit.short_name, unit.get_kind_display(), unit.parent_code, unit.province),
            *(unit.protocol_order, unit.valid_from, unit.valid_to),
            ";".join(alias.name for alias in unit.aliases.all()),
            str(YES_NO[unit.legal_person]),
        ]

    def export(self, filterset):
        self.object_list = self.object_list.prefetch_related("aliases")
        return super().export(filterset)


class UnitTreeView(LoginRequiredMixin, TemplateView):
    """One level of the tree: the way down to a unit, and what lies directly below it (or the roots)."""

    template_name = "units/unit_tree.html"

    def get_context_data(self, **kwargs):
        units = Unit.objects.visible_to(self.request.actor)
        unit = get_object_or_404(units, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None
        level = units.filter(depth=unit.depth + 1, path__startswith=unit.path) if unit else units.filter(depth=1)
        page = Paginator(level.in_order(), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            unit=unit,
            way=ancestors_of(unit) if unit else [],
            page_obj=page,
            columns=TREE_COLUMNS,
            tabs=list_tabs("tree"),
            today=timezone.localdate(self.request.received_at),
            **kwargs,
        )


class UnitDetailView(ScopedPageView):
    """One unit: what it is, its names and successions, its people in charge, what lies below it."""

    queryset = Unit.objects
    template_name = "units/unit_detail.html"

    def get_context_data(self, **kwargs):
        unit, today = self.object, timezone.localdate(self.request.received_at)
        way = ancestors_of(unit)
        children = Unit.objects.filter(depth=unit.depth + 1, path__startswith=unit.path).in_order()
        return super().get_context_data(
            unit=unit,
            way=way,
            facts=facts_of(unit, way[-1] if way else None),
            timeline=timeline_of(unit),
            officers=officers_of(unit, today),
            children=children[:CHILDREN_SHOWN],
            more_children=max(unit.numchild - CHILDREN_SHOWN, 0),
            has_ended=unit.valid_to is not None and unit.valid_to < today,
            may_edit=policies.can_edit(self.request.actor, unit),
            today=today,
            **kwargs,
        )


class CatalogueLoadView(LoginRequiredMixin, View):
    """Load the units that come with the portal. Doing it again changes nothing."""

    http_method_names = ["post"]

    def post(self, request):
        require(policies.can_load_shipped(request.actor))
        done = load_shipped(actor=request.actor, now=request.received_at)
        messages.success(
            request,
            _("Đã nạp %(created)s đơn vị mới, cập nhật %(updated)s, %(successions)s lần sắp xếp.")
            % {"created": done.created, "updated": done.updated, "successions": done.successions},
        )
        return HttpResponseRedirect(reverse("units:unit-list"))
