"""Cards of many units: a Khu vực or Cụm, and the whole sector."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.clusters.models import ClusterYear
from apps.core.charts import bar_chart_svg
from apps.core.components import Chart, Column, Series
from apps.core.dates import FIRST_YEAR, LAST_YEAR, format_datetime
from apps.core.lists import EXPORT_PARAMETER, PageExportMixin, asks_for_file, file_of
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.spreadsheets import Sheet
from apps.core.text import fold
from apps.core.views import ScopedPageView, require
from apps.results import policies, sector_queries, target_tables
from apps.results.enums import Origin, Reached
from apps.results.excess import in_words
from apps.results.exports import LineTargets, cells, targets_of_cluster, total_cells
from apps.results.figures import as_number, measure_of, rounded, shown, with_mark

ROW_COLUMNS = (
    Column(_("Đơn vị")),
    Column(_("Chỉ số")),
    Column(_("Chỉ tiêu giao"), numeric=True),
    Column(_("Kết quả"), numeric=True),
    Column(_("Ước thực hiện"), numeric=True),
    Column(_("Vượt chỉ tiêu")),
)


class ClusterTargetsView(ScopedPageView):
    """The region's sentence, its figures with formula and mean, and, for whoever may, the rows of its members."""

    queryset = ClusterYear.objects.for_list()
    template_name = "results/cluster_targets.html"
    columns = ROW_COLUMNS

    def get(self, request, *args, **kwargs):
        report = self.report()
        if asks_for_file(request):
            return self.workbook(report)
        return self.render_to_response(self.get_context_data(report=report, **kwargs))

    def report(self):
        actor = self.request.actor
        self.sees_rows = bool(policies.can_see_rows(actor, self.object))
        own = None if self.sees_rows else actor.unit_ids("officer", "leader")
        return targets_of_cluster(self.object, seen_units=own)

    def get_context_data(self, *, report, **kwargs):
        return super().get_context_data(
            cluster_year=self.object,
            report=report,
            lines=[LineShown(line, number) for number, line in enumerate(report.lines)],
            sees_rows=self.sees_rows,
            **kwargs,
        )

    def workbook(self, report) -> HttpResponse:
        title = now_in_words("Chỉ tiêu và kết quả thực hiện năm %(year)s") % {"year": report.year}
        notes = [
            report.cluster_name,
            now_in_words("Xuất lúc %(time)s") % {"time": format_datetime(self.request.received_at)},
        ]
        if report.illustrative:
            notes.append(now_in_words("Số liệu minh họa"))
        sheet = Sheet(title[:31], title, target_tables.UNITS, target_tables.unit_rows(report), notes=notes)
        totals = self.totals_sheet(report)
        stem = slugify(fold(self.object.cluster.code))
        return file_of([sheet, totals], f"chi-tieu-{stem}-{report.year}", self.request.GET[EXPORT_PARAMETER])

    def totals_sheet(self, report) -> Sheet:
        title = now_in_words("Kết quả chung")
        notes = [line.sentence.text for line in report.lines if line.sentence.text]
        return Sheet(title, title, target_tables.TOTALS, target_tables.total_rows(report), notes=notes)


class LineShown:
    """One line of the card as the template shows it."""

    def __init__(self, line: LineTargets, number: int):
        self.line = line
        self.totals = [total_cells(total) for total in line.totals]
        self.rows = [(row, cells(row)) for row in line.rows]
        self.units = [(tally, tally.in_words) for tally in line.tallies]
        self.charts = [
            self.chart(total, f"chart-{number}-{total.indicator.pk}") for total in line.totals if len(line.tallies) > 1
        ]

    def chart(self, total, identifier: str):
        """Results of the units for one indicator; those below their target stand out."""
        rows = [row for row in self.line.rows if row.indicator.pk == total.indicator.pk and row.figure]
        labels = tuple(with_mark(row.unit_name, is_estimate=row.figure.is_estimate) for row in rows)
        values = [rounded(row.figure.value) for row in rows]
        missed = [number for number, row in enumerate(rows) if row.assessment.reached == Reached.MISSED]
        tones = tuple("accent" if number in missed else "muted" for number in range(len(rows)))
        series = (Series(total.indicator.label, tuple(float(value) for value in values)),)
        chart = Chart(labels, series, horizontal=True, unit=total.indicator.unit_of_measure, tones=tones)
        return (
            identifier,
            total.indicator,
            chart,
            bar_chart_svg(labels, values, total.indicator.label, picked=missed),
            [(row.unit_name, cells(row).result, in_words(row.assessment)) for row in rows],
        )


class SectorView(LoginRequiredMixin, PageExportMixin, TemplateView):
    """Toàn ngành: every indicator of a year over all units below, who missed, and the figures that bodies published."""

    template_name = "results/sector.html"
    columns = (
        Column(_("Chỉ số")),
        Column(_("Đơn vị được giao"), numeric=True),
        Column(_("Đã có kết quả"), numeric=True),
        Column(_("Đạt và vượt"), numeric=True),
        Column(_("Chỉ tiêu giao"), numeric=True),
        Column(_("Kết quả chung"), numeric=True),
        Column(_("Vượt chỉ tiêu")),
    )
    missed_columns = (
        Column(_("Đơn vị")),
        Column(_("Chỉ số")),
        Column(_("Chỉ tiêu giao"), numeric=True),
        Column(_("Kết quả"), numeric=True),
    )

    export_title = _("Chỉ tiêu toàn ngành")
    export_file = "chi-tieu-toan-nganh"
    export_columns = (
        SheetColumn("indicator", _("Chỉ số"), width=44),
        SheetColumn("assigned", _("Đơn vị được giao"), "integer"),
        SheetColumn("reported", _("Đã có kết quả"), "integer"),
        SheetColumn("met", _("Đạt và vượt"), "integer"),
        SheetColumn("estimates", _("Số liệu ước"), "integer"),
        SheetColumn("measure", _("Đơn vị tính"), width=12),
        SheetColumn("target", _("Chỉ tiêu giao"), "number"),
        SheetColumn("result", _("Kết quả chung"), "number"),
        SheetColumn("excess", _("Vượt chỉ tiêu"), width=44),
        SheetColumn("note", _("Ghi chú"), width=44),
    )

    def export_notes(self):
        return [now_in_words("Năm %(year)s") % {"year": self.kwargs["year"]}]

    def export_row(self, row):
        found, _target, _result, words, _listed = row
        indicator = found.indicator
        counts = (found.assigned, found.reported, found.met, found.estimates)
        figures = (as_number(found.target, indicator), as_number(found.result, indicator))
        return (indicator.label, *counts, measure_of(indicator), *figures, words, str(found.kept_out))

    def listed(self, row: sector_queries.SectorRow) -> str:
        """The address of the targets that a figure of the row counts, but for which of them."""
        asked = {"year": self.kwargs["year"], "indicator": row.indicator.pk, "origin": Origin.SECTOR, "counted": ""}
        return f"{reverse('results:target-list')}?{urlencode(asked)}"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_see_sector(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        year = self.kwargs["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        actor = self.request.actor
        found = sector_queries.sector_totals(actor, year)
        self.exported = [
            (
                row,
                shown(row.target, row.indicator),
                with_mark(shown(row.result, row.indicator), is_estimate=bool(row.estimates)),
                row.words,
                self.listed(row),
            )
            for row in found
        ]
        return super().get_context_data(
            rows=self.exported,
            missed=sector_queries.missed(actor, year),
            most=sector_queries.MOST_MISSED,
            illustrative=sector_queries.is_illustrative(actor, year),
            clusters=sector_queries.clusters_with_targets(actor, year),
            years=[
                (each, reverse("results:sector", args=[each])) for each in range(year - 2, min(LAST_YEAR, year + 1) + 1)
            ],
            **kwargs,  # the year of the address among them
        )
