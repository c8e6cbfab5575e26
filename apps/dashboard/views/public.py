"""Công khai: what anybody may read without signing in."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import ListView, TemplateView
from django_filters.views import FilterView

from apps.accounts.public_pages import PublicPageMixin
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.dashboard.public_filters import PublicMovementFilter, PublicRankingFilter
from apps.dashboard.queries import public

# Pages without names of people; search engines are asked to keep out of everything else.
CRAWLED = ("dashboard:public", "dashboard:public-movements", "dashboard:public-rankings")
DAY = 86_400


class PublicMixin(PublicPageMixin):
    indexed = True

    @property
    def today(self):
        return timezone.localtime(self.request.received_at).date()


class PublicView(PublicMixin, TemplateView):
    """The way to every public page, with what is newest in each."""

    http_method_names = ("get", "head")
    template_name = "dashboard/public.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(parts=public.landing(self.today), **kwargs)


class PublicMovementsView(PublicMixin, ExportMixin, FilterView):
    """Movements in force."""

    filterset_class = PublicMovementFilter
    template_name = "dashboard/public_movements.html"
    paginate_by = 50
    columns = (
        Column(_("Phong trào"), width="title"),
        Column(_("Đơn vị chủ trì"), width="medium"),
        Column(_("Quyết định"), width="medium"),
        Column(_("Thời gian")),
    )
    export_title = _("Phong trào thi đua đang thực hiện")
    export_file = "phong-trao-thi-dua"
    export_columns = (
        SheetColumn("title", _("Phong trào"), width=60),
        SheetColumn("theme", _("Chủ đề"), width=44),
        SheetColumn("organiser", _("Đơn vị chủ trì"), width=40),
        SheetColumn("level", _("Cấp"), width=20),
        SheetColumn("decision", _("Quyết định"), width=22),
        SheetColumn("issued", _("Ngày quyết định"), "date"),
        SheetColumn("starts", _("Từ ngày"), "date"),
        SheetColumn("ends", _("Đến ngày"), "date"),
    )

    def export_row(self, row):
        paper = (row.decision.symbol, row.decision.issued_on) if row.decision else ("", None)
        level = row.get_level_display()
        return (row.title, row.theme, row.organiser.name, level, *paper, row.starts_on, row.ends_on)

    def get_queryset(self):
        return public.movements(self.today)


class PublicRankingsView(PublicMixin, ExportMixin, FilterView):
    """Published results of clusters."""

    filterset_class = PublicRankingFilter
    template_name = "dashboard/public_rankings.html"
    paginate_by = 50
    columns = (Column(_("Cụm, Khu vực, Khối")), Column(_("Năm thi đua"), numeric=True), Column(_("Quyết định")))
    export_title = _("Kết quả xếp hạng đã công bố")
    export_file = "ket-qua-xep-hang"
    export_columns = (
        SheetColumn("cluster", _("Cụm, Khu vực, Khối"), width=44),
        SheetColumn("line", _("Khối"), width=26),
        SheetColumn("year", _("Năm thi đua"), "year"),
        SheetColumn("decision", _("Quyết định"), width=22),
        SheetColumn("issued", _("Ngày quyết định"), "date"),
        SheetColumn("published", _("Công bố lúc"), "datetime"),
    )

    def export_row(self, row):
        paper = (row.decision.symbol, row.decision.issued_on) if row.decision else ("", None)
        cluster_year = row.cluster_year
        return (cluster_year.name, str(row.line_label), cluster_year.year.year, *paper, row.published_at)

    def get_queryset(self):
        return public.runs()


class PublicRankingView(PublicMixin, ExportMixin, ListView):
    """One result: rank, unit, points, class; the percentage where it is what ranks."""

    http_method_names = ("get", "head")
    template_name = "dashboard/public_ranking.html"
    paginate_by = 100
    export_title = _("Bảng kết quả xếp hạng")
    export_file = "bang-ket-qua-xep-hang"
    export_columns = (
        SheetColumn("rank", _("Hạng"), "integer"),
        SheetColumn("unit", _("Đơn vị"), width=44),
        SheetColumn("total", _("Tổng điểm"), "points"),
        SheetColumn("percent", _("Tỷ lệ (%)"), "points"),
        SheetColumn("class", _("Xếp loại"), width=24),
    )

    def export_notes(self):
        illustrative = [in_words("Số liệu minh họa")] if self.run.criteria_set.illustrative else []
        return [str(self.run.cluster_year), *filter(None, [str(self.run.line_label)]), *illustrative]

    def export_row(self, row):
        return (row.rank, row.unit_name, row.total, row.percent, row.class_label)

    def columns(self) -> list[Column]:
        percent = [Column(_("Tỷ lệ (%)"), numeric=True)] if self.by_percent else []
        found = [Column(_("Hạng"), numeric=True), Column(_("Đơn vị"), width="wide")]
        return [*found, Column(_("Tổng điểm"), numeric=True), *percent, Column(_("Xếp loại"))]

    def get_queryset(self):
        self.run = get_object_or_404(public.runs(), pk=self.kwargs["pk"])
        entries = public.ranked(self.run)
        self.by_percent = entries.exclude(percent=None).exists()
        return entries

    def get_context_data(self, **kwargs):
        return super().get_context_data(run=self.run, by_percent=self.by_percent, columns=self.columns(), **kwargs)


@require_safe
def robots(request):
    """What search engines may read: pages without names of people, and what those pages are built of."""
    lines = ["User-agent: *", *(f"Allow: {reverse(name)}" for name in CRAWLED), f"Allow: {settings.STATIC_URL}"]
    response = HttpResponse("\n".join([*lines, "Disallow: /", ""]), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response
