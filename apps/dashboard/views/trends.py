"""Xu hướng qua các năm: of one unit with what it came from, and of one cluster. Every figure opens its list."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import Line
from apps.clusters.models import Cluster
from apps.core.components import Column
from apps.core.lists import PageExportMixin
from apps.core.views import ScopedPageView
from apps.dashboard import policies, trend_exports, trends
from apps.dashboard.queries import trends as queries
from apps.dashboard.queries.lateness import seen_lateness
from apps.units.history_queries import predecessor_ids
from apps.units.models import Unit


def lateness_url(year: int, **filters) -> str:
    return f"{reverse('dashboard:lateness-list')}?{urlencode({'year': year} | filters)}"


def awards_url(year: int, **filters) -> str:
    return f"{reverse('registry:award-list')}?{urlencode({'year': year, 'state': 'held'} | filters)}"


class UnitTrendView(PageExportMixin, ScopedPageView):
    """Points, rank, class, punctuality and awards of a unit and of the units that became it."""

    queryset = Unit.objects
    template_name = "dashboard/unit_trend.html"
    columns = (
        Column(_("Năm thi đua"), width="narrow"),
        Column(_("Kết quả xếp hạng")),
        Column(_("Tổng điểm"), numeric=True),
        Column(_("Tỷ lệ so với tối đa (%)"), numeric=True),
        Column(_("Đúng hạn"), numeric=True),
        Column(_("Tập thể được khen thưởng"), numeric=True),
        Column(_("Cá nhân được khen thưởng"), numeric=True),
    )
    export_title = _("Xu hướng qua các năm")
    export_file = "xu-huong-don-vi"
    export_columns = trend_exports.UNIT_COLUMNS

    def export_notes(self):
        return [self.object.name]

    def get_context_data(self, **kwargs):
        actor, now, unit = self.request.actor, self.request.received_at, self.object
        ids = {unit.pk, *predecessor_ids(unit.pk)}
        lines = Q(unit__in=ids)
        sees = bool(policies.can_read_punctuality(actor, unit, ids))
        sees_honours = bool(policies.can_read_honours(actor, unit))
        years = trends.unit_years(
            queries.published_entries(actor, lines),
            queries.punctuality(seen_lateness(actor).filter(lines), now) if sees else {},
            queries.honours(actor, ids) if sees_honours else {},
            queries.closed_results(actor, lines),
            queries.closed_punctuality(actor, ids, now) if sees else (),
        )
        self.exported = list(trend_exports.unit_rows(years))
        chart, svg = trends.points_chart(years)
        return super().get_context_data(
            unit=unit,
            columns=self.columns,
            sees_punctuality=sees,
            sees_honours=sees_honours,
            has_results=any(each.results for each in years),
            is_broken=any(result.broken for each in years for result in each.results),
            rows=[
                (
                    each,
                    lateness_url(each.year, line_of=unit.pk, counted="due"),
                    lateness_url(each.year, line_of=unit.pk, counted="in_time"),
                    awards_url(each.year, line_of=unit.pk, subject="collective"),
                    awards_url(each.year, line_of=unit.pk, subject="individual"),
                )
                for each in reversed(years)
            ],
            chart=chart,
            chart_svg=svg,
            **kwargs,
        )


class ClusterTrendView(PageExportMixin, ScopedPageView):
    """The units of a cluster over its years: how high, how even, how punctual; the rank of each in each year."""

    queryset = Cluster.objects
    template_name = "dashboard/cluster_trend.html"
    columns = (
        Column(_("Năm thi đua"), width="narrow"),
        Column(_("Đơn vị được xếp hạng"), numeric=True),
        Column(_("Cao nhất (%)"), numeric=True),
        Column(_("Trung vị (%)"), numeric=True),
        Column(_("Thấp nhất (%)"), numeric=True),
        Column(_("Chênh lệch"), numeric=True),
        Column(_("Đúng hạn"), numeric=True),
    )
    export_title = _("Xu hướng qua các năm")
    export_file = "xu-huong-cum"
    export_columns = trend_exports.CLUSTER_COLUMNS

    def export_notes(self):
        return [self.object.name]

    def get_context_data(self, **kwargs):
        actor, cluster = self.request.actor, self.object
        of_cluster = Q(run__cluster_year__cluster=cluster)
        entries = queries.published_entries(actor, of_cluster)
        punctual, unwatched = queries.cluster_punctuality(actor, cluster, self.request.received_at)
        years = trends.cluster_years(entries, punctual, queries.closed_results(actor, of_cluster), unwatched)
        runs = {(entry.run.cluster_year.year.year, entry.run.line): entry.run for entry in entries}
        self.exported = list(trend_exports.cluster_rows(years, runs))
        self.sections = [
            self.section(line, entries, years)
            for line in sorted({entry.run.line for entry in entries}, key=trends.line_order)
        ]
        return super().get_context_data(
            cluster=cluster,
            columns=self.columns,
            rows=[
                (
                    each,
                    runs.get((each.year, each.line)),
                    lateness_url(each.year, cluster=cluster.pk, counted="due"),
                    lateness_url(each.year, cluster=cluster.pk, counted="in_time"),
                )
                for each in sorted(years, key=lambda each: -each.year)
            ],
            sections=self.sections,
            **kwargs,
        )

    def further_sheets(self):
        return [trend_exports.rank_sheet(each["label"], each["rank_years"], each["ranks"]) for each in self.sections]

    def section(self, line: str, entries, years) -> dict:
        """Ranks and picture of one khối, or of the cluster that ranks all its units together."""
        rank_years, ranks = trends.ranks(entry for entry in entries if entry.run.line == line)
        chart, svg = trends.shares_chart(trends.of_line(years, line))
        return {
            "label": Line(line).label if line else "",
            "rank_years": rank_years,
            "rank_columns": [
                Column(_("Đơn vị"), width="wide"),
                *(Column(str(year), numeric=True) for year in rank_years),
            ],
            "ranks": ranks,
            "chart": chart,
            "chart_svg": svg,
        }
