"""Mức độ đồng đều: units × live movements, the spread, reminders to units without a themed movement."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.clusters.enums import HEADS
from apps.clusters.models import ClusterYear
from apps.core.charts import bar_chart_svg
from apps.core.components import Chart, Column, Series
from apps.core.dates import local
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import require
from apps.movements import evenness_queries as queries
from apps.movements import policies
from apps.movements.activity_clock import quiet_after
from apps.movements.domain import evenness
from apps.movements.evenness_filters import EvennessFilter
from apps.movements.views.role_models import compared_units


class EvennessView(ExportMixin, LoginRequiredMixin, FilterView):
    """Who lacks a themed movement stands on top, then who does least; a head begins with the cluster led."""

    filterset_class = EvennessFilter
    template_name = "movements/evenness.html"
    paginate_by = 50
    export_title = _("Mức độ đồng đều của phong trào thi đua")
    export_file = "muc-do-dong-deu"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=50),
        SheetColumn("themed", _("Phong trào theo chuyên đề")),
        SheetColumn("live", _("Phong trào đang tham gia"), kind="integer"),
        SheetColumn("entries", _("Hoạt động trong năm"), kind="integer"),
        SheetColumn("last_on", _("Hoạt động gần nhất"), kind="date"),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_compare(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        headed = request.actor.cluster_year_ids(*HEADS)
        if not request.GET and headed:
            led = ClusterYear.objects.filter(pk__in=headed, year__year=self.today.year)[:2]
            if len(led) == 1:
                return HttpResponseRedirect(f"{request.path}?cluster={led[0].pk}")
        return super().get(request, *args, **kwargs)

    @property
    def today(self):
        return local(self.request.received_at).date()

    def get_queryset(self):
        units = compared_units(self.request.actor, self.today.year).valid_on(self.today)
        return queries.in_order(queries.with_activity(units, self.today.year))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        year, found, page = self.today.year, self.object_list, context["page_obj"]
        movements = queries.columns(found, year)
        cells = queries.cells([unit.pk for unit in page], movements, year, self.today)
        rows = [(unit, [cells.get((unit.pk, each.pk)) for each in movements]) for unit in page]
        return context | {
            "rows": rows,
            "has_activity": any(unit.entries for unit in page),
            "movements": movements,
            "columns": table_columns(movements),
            "spread": queries.spread(found),
            "year": year,
            "limit": quiet_after(self.today),
            "may_remind": bool(policies.can_remind(self.request.actor)),
            **chart_of(page, year),
        }

    def export_row(self, row):
        return {
            "unit": row.name,
            "themed": str(_("Có") if row.themed else _("Chưa có")),
            "live": row.live,
            "entries": row.entries,
            "last_on": row.last_on,
        }


def table_columns(movements) -> list[Column]:
    return [
        Column(_("Đơn vị")),
        Column(_("Tổng hoạt động"), sort="entries", numeric=True),
        *(Column(movement.short_name, numeric=True, width="title") for movement in movements),
    ]


def chart_of(page, year: int) -> dict:
    """Activities of each unit of the page; those without a themed movement stand out."""
    labels, values = [unit.table_name for unit in page], [unit.entries for unit in page]
    tones = tuple("penalty" if not unit.themed else "accent" for unit in page)
    title = _("Hoạt động trong năm %(year)s của từng đơn vị") % {"year": year}
    picked = [index for index, unit in enumerate(page) if not unit.themed]
    return {
        "chart": Chart(tuple(labels), (Series(_("Hoạt động"), tuple(values)),), horizontal=True, tones=tones),
        "chart_title": title,
        "chart_svg": bar_chart_svg(labels, values, title, picked=picked) if labels else "",
    }


class RemindView(BulkActionView):
    """Nhắc: units of the list that lack a themed movement; the others among those chosen hear nothing."""

    list_view = EvennessView
    policy = staticmethod(policies.can_remind)
    operation = staticmethod(evenness.remind_without_theme)
    question = _("Nhắc các đơn vị chưa có phong trào theo chuyên đề?")
    confirm_label = _("Gửi nhắc")

    def chosen(self, query):
        return super().chosen(query).filter(themed=False)

    def sample_text(self, row):
        return row.name

    def list_url(self):
        return reverse("movements:evenness")

    def done_text(self, done):
        return ngettext("Đã nhắc %(n)d đơn vị.", "Đã nhắc %(n)d đơn vị.", done) % {"n": done}
