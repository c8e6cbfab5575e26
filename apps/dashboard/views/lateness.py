"""Theo dõi đúng hạn: each paper with its days late, and each unit with its share in time. What was late stays late."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Tab
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import require
from apps.dashboard import policies
from apps.dashboard.lateness_filters import LatenessFilter, UnitLatenessFilter, asked_duty
from apps.dashboard.queries.lateness import by_unit, ledger
from apps.dashboard.workplace import workplace


class LatenessMixin(LoginRequiredMixin, ExportMixin):
    """Of the working year unless the address says another one (``year`` empty: all years)."""

    paginate_by = 50

    def get(self, request, *args, **kwargs):
        require(policies.can_read_lateness(request.actor))
        return super().get(request, *args, **kwargs)

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data.setdefault("year", workplace(self.request).year or "")
        return kwargs | {"data": data}

    def get_context_data(self, **kwargs):
        query = self.request.GET.urlencode()
        tail = f"?{query}" if query and "o=" not in query and "page=" not in query else ""
        tabs = [
            Tab(_("Theo đơn vị"), reverse("dashboard:lateness-unit-list") + tail, active=self.tab == "units"),
            Tab(_("Từng việc"), reverse("dashboard:lateness-list") + tail, active=self.tab == "papers"),
        ]
        return super().get_context_data(tabs=tabs, columns=self.columns, **kwargs)


class LatenessListView(LatenessMixin, FilterView):
    """One row for each unit and duty."""

    tab = "papers"
    template_name = "dashboard/lateness_list.html"
    filterset_class = LatenessFilter
    export_title = _("Theo dõi đúng hạn, từng việc")
    export_file = "theo-doi-dung-han"
    columns = (
        Column(_("Đơn vị"), sort="unit", width="wide"),
        Column(_("Việc")),
        Column(_("Hạn nộp"), sort="due"),
        Column(_("Gửi lần đầu"), sort="sent"),
        Column(_("Số ngày chậm"), sort="late", numeric=True),
    )
    export_columns = (
        SheetColumn("year", _("Năm"), "year"),
        SheetColumn("unit", _("Đơn vị"), width=42),
        SheetColumn("duty", _("Việc"), width=36),
        SheetColumn("due", _("Hạn nộp"), "date"),
        SheetColumn("sent", _("Gửi lần đầu"), "datetime"),
        SheetColumn("late", _("Số ngày chậm"), "integer"),
    )

    def get_queryset(self):
        found = ledger(self.request.actor, self.request.received_at)
        return found.order_by("duty__due_on", "unit__protocol_order", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(duty=asked_duty(self.request).first(), **kwargs)

    def export_row(self, row):
        return [
            row.duty.year.year,
            row.unit.name,
            row.duty.label,
            row.last_day,
            row.first_fulfilled_at,
            row.late_days,
        ]


class UnitLatenessListView(LatenessMixin, FilterView):
    """One row for each unit: due, in time, late, still owing, days late."""

    tab = "units"
    template_name = "dashboard/lateness_unit_list.html"
    filterset_class = UnitLatenessFilter
    export_title = _("Theo dõi đúng hạn, theo đơn vị")
    export_file = "theo-doi-dung-han-don-vi"
    columns = (
        Column(_("Đơn vị"), sort="unit", width="wide"),
        Column(_("Đã đến hạn"), sort="due", numeric=True),
        Column(_("Đúng hạn"), numeric=True),
        Column(_("Tỷ lệ đúng hạn"), sort="percent", numeric=True),
        Column(_("Chậm"), sort="late", numeric=True),
        Column(_("trong đó chưa gửi"), sort="owing", numeric=True),
        Column(_("Tổng số ngày chậm"), sort="days", numeric=True),
    )
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=42),
        SheetColumn("due", _("Đã đến hạn"), "integer", total=True),
        SheetColumn("in_time", _("Đúng hạn"), "integer", total=True),
        SheetColumn("percent", _("Tỷ lệ đúng hạn (%)"), "percent"),
        SheetColumn("late", _("Chậm"), "integer", total=True),
        SheetColumn("owing", _("trong đó chưa gửi"), "integer", total=True),
        SheetColumn("days", _("Tổng số ngày chậm"), "integer", total=True),
    )

    def get_queryset(self):
        found = by_unit(self.request.actor, self.request.received_at)
        return found.order_by("unit__protocol_order", "unit__sort_key", "unit_id")

    def get_context_data(self, **kwargs):
        """Each figure opens its papers."""
        context = super().get_context_data(**kwargs)
        year = context["filter"].data.get("year", "")
        for row in context["page_obj"]:
            asked = urlencode({"year": year, "unit_id": row["unit_id"]})
            row["url"] = f"{reverse('dashboard:lateness-list')}?{asked}"
        return context

    def export_row(self, row):
        return [
            row["unit__name"],
            row["due"],
            row["in_time"],
            round(row["percent"], 1),
            row["late"],
            row["owing"],
            row["days"],
        ]
