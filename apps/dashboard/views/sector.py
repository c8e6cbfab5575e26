"""Toàn ngành (screen 12): clusters × duties with đủ / thiếu, and what blocks which total."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column
from apps.core.dates import local
from apps.core.lists import ExportMixin, in_chunks
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.spreadsheets import Sheet
from apps.core.together import answered, together
from apps.core.views import require
from apps.dashboard import exports, policies
from apps.dashboard.filters import ClusterFilter
from apps.dashboard.queries.awards_of_year import awards_of_year
from apps.dashboard.queries.sector import cluster_rows, tally, watched, with_gaps
from apps.dashboard.queries.units_of_year import units_of_year
from apps.dashboard.sector import cells_of, cluster_columns, head_label, sector_lines
from apps.dashboard.workplace import workplace
from apps.units.enums import Role

WHOLE = ("standing_office", "organiser_office")  # who has all units of an organiser in view
# Who sees what was asked for and granted in a whole year; a head sees only some of it, which is no total.
OF_AWARDS = frozenset({Role.STANDING_OFFICE, Role.AUDITOR})
AWARDS = lazy("Khen thưởng của năm")
AWARD_COLUMNS = (
    Column(lazy("Danh hiệu, hình thức"), width="wide"),
    Column(lazy("Đã trình"), numeric=True),
    Column(lazy("Đã tặng"), numeric=True),
)
AWARD_EXPORT = (
    SheetColumn("award", lazy("Danh hiệu, hình thức"), width=48),
    SheetColumn("asked", lazy("Đã trình"), "integer"),
    SheetColumn("granted", lazy("Đã tặng"), "integer"),
)


class BoardListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Clusters of the working year: "Toàn ngành" of the ministry, own clusters of a head."""

    template_name = "dashboard/board_list.html"
    filterset_class = ClusterFilter
    paginate_by = 20
    export_title = lazy("Các Cụm thi đua: đã gửi, còn thiếu theo từng việc")
    export_file = "toan-nganh"

    def get(self, request, *args, **kwargs):
        require(policies.can_watch_any(request.actor))
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        self.place = workplace(self.request)
        found = with_gaps(watched(self.request.actor, self.place.year or 0), self.request.received_at)
        return found.for_list().order_by("cluster__code", "pk")

    def get_context_data(self, **kwargs):
        actor, now = self.request.actor, self.request.received_at
        self.counted = counted = tally(watched(actor, self.place.year or 0), now)
        context = super().get_context_data(**kwargs)
        rows = cluster_rows(context["page_obj"], counted, actor)
        year, role = self.place.year or 0, self.place.role
        organiser_id = role.unit_id if role is not None and role.menu in WHOLE else None
        awards = awards_of_year(actor, year) if role is not None and role.role in OF_AWARDS else []
        clusters, self.awards, units = answered(
            together(rows, awards, units_of_year(organiser_id, year, local(now).date()))
        )
        self.head = head_label(clusters)
        return context | {
            "place": self.place,
            "duties": sector_lines(counted.duties, actor),
            "sector_duties": counted.duties,
            "clusters": clusters,
            "cluster_cells": cells_of(clusters),
            "columns": cluster_columns(counted.duties, self.head),
            "awards": self.awards,
            "unit_kinds": units,
            "award_columns": AWARD_COLUMNS,
        }

    @property
    def export_columns(self):
        return exports.sector_columns(self.counted.duties, self.head)

    def export_notes(self):
        return [_("Năm %(year)s") % {"year": self.place.year}]

    def further_sheets(self):
        rows = [(line.name, line.asked, line.granted) for line in self.awards]
        return [Sheet(str(AWARDS), str(AWARDS), AWARD_EXPORT, rows, notes=self.export_notes())] if rows else []

    def export_rows(self):
        for found in in_chunks(super().export_rows()):
            yield from answered(cluster_rows(found, self.counted, self.request.actor))

    def export_row(self, row):
        return exports.sector_row(row)
