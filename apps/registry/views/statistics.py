"""Thống kê khen thưởng: what was granted, counted two ways; every figure opens the list of what it counts."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.charts import bar_chart_svg
from apps.core.components import Chart, Column, Series
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.registry.filters import StatisticsFilter
from apps.registry.models import Award
from apps.registry.statistics import Head, Statistics, StatisticsRow, statistics

PAGE, MOST_BARS = 100, 20
OWN = ("by", "across", "format", "page", "o")  # of this page; the list does not know them
DEFAULTS = {"by": "type", "across": "subject"}
BY_YEAR = frozenset({"year", "decided"})


class StatisticsView(ExportMixin, LoginRequiredMixin, FilterView):
    """Granted awards of the actor's scope by one thing, across another one; the list's filters narrow what counts."""

    filterset_class = StatisticsFilter
    template_name = "registry/statistics.html"
    export_title = _("Thống kê khen thưởng")
    export_file = "thong-ke-khen-thuong"

    def get_queryset(self):
        return Award.objects.visible_to(self.request.actor)

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        for name, value in DEFAULTS.items():
            data.setdefault(name, value)
        return kwargs | {"data": data}

    def counted(self, filterset) -> Statistics:
        asked = filterset.form.cleaned_data if filterset.form.is_valid() else DEFAULTS
        return statistics(filterset.qs, asked["by"] or DEFAULTS["by"], asked["across"])

    def list_url(self, *heads: Head) -> str:
        """The list of what a figure counts: the filters of this page and those of its line and column."""
        kept = {key: value for key, value in self.request.GET.items() if value and key not in OWN}
        for head in heads:
            kept |= head.filters
        return f"{reverse('registry:award-list')}?{urlencode(kept | {'state': 'held'})}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = self.counted(context["filter"])
        page = Paginator(found.rows, PAGE).get_page(self.request.GET.get("page"))
        return context | {
            "found": found,
            "columns": self.columns(found),
            "page_obj": page,
            "rows": [(row, self.cells(found, row), self.list_url(row.head)) for row in page],
            "sums": [(n, self.list_url(head)) for n, head in zip(found.sums, found.columns, strict=True)],
            "all_url": self.list_url(),
            **self.picture(found),
        }

    def cells(self, found: Statistics, row: StatisticsRow) -> list[tuple[int, str]]:
        return [(n, self.list_url(row.head, head)) for n, head in zip(row.counts, found.columns, strict=False)]

    def columns(self, found: Statistics) -> list[Column]:
        across = [Column(head.label, numeric=True) for head in found.columns] if found.across else []
        return [Column(found.by.name, width="wide"), *across, Column(_("Tổng số"), numeric=True)]

    def picture(self, found: Statistics) -> dict:
        """Bars of the totals, as many as can be read; the table has all."""
        shown = [row for row in found.rows if found.by.code != "unit" or row.total][:MOST_BARS]
        labels = tuple(row.head.label for row in shown)
        values = tuple(row.total if row.recorded else None for row in shown)
        return {
            "chart": Chart(labels, (Series(self.export_title, values),), horizontal=True),
            "chart_svg": bar_chart_svg(labels, values, self.export_title) if labels else "",
            "chart_is_part": len(found.rows) > len(shown),
        }

    def export(self, filterset):
        self.found = self.counted(filterset)
        across = [SheetColumn(f"c{n}", head.label, "integer", total=True) for n, head in enumerate(self.found.columns)]
        total = [SheetColumn("total", _("Tổng số"), "integer", total=True)] if self.found.across else []
        kind = "year" if self.found.by.code in BY_YEAR else "text"
        self.export_columns = (SheetColumn("line", str(self.found.by.name), kind, 42), *across, *total)
        return super().export(filterset)

    def export_rows(self):
        return self.found.rows

    def export_count(self):
        return len(self.found.rows)

    def export_row(self, row: StatisticsRow):
        total = [row.total] if self.found.across else []
        figures = [*row.counts, *total]
        label = row.head.label
        if self.found.by.code in BY_YEAR and label.isdigit():  # what has no year stands below the years, in words
            label = int(label)
        return [label, *(figures if row.recorded else [None] * (len(self.found.columns) + len(total)))]
