"""One result: its table and charts, why a unit stands where it stands."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core import tokens
from apps.core.lists import PageExportMixin
from apps.core.views import ScopedPageView
from apps.ranking import policies, presentation
from apps.ranking.domain import explaining, requesting
from apps.ranking.domain.ties import open_ties
from apps.ranking.exports import part_heads
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.result_table import ResultTable
from apps.ranking.workload import workloads
from apps.scoring.models import ScoreSheet


class RunDetailView(PageExportMixin, ScopedPageView):
    """Kết quả xếp hạng (screen 9)."""

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/run_detail.html"
    export_title = lazy("Bảng kết quả xếp hạng")
    export_file = "bang-ket-qua-xep-hang"

    @property
    def export_columns(self):
        return self.table.file_columns

    def export_notes(self):
        run, table = self.object, self.table
        notes = [str(run.cluster_year), *filter(None, [str(run.line_label)]), str(run.get_state_display())]
        if run.criteria_set.illustrative:
            notes.append(_("Số liệu minh họa"))
        if table.has_workload:
            told = _("Số người, số việc đặt bên cạnh để so sánh, không ảnh hưởng điểm và thứ hạng.")
            mark = f" ({_('minh họa')})" if table.workload_illustrative else ""
            notes.append(f"{told} {'; '.join(table.workload_sources)}{mark}")
        return notes

    def export_row(self, row: RankingEntry):
        return self.table.file_row(row)

    def get_context_data(self, **kwargs):
        run, actor = self.object, self.request.actor
        entries = list(run.entries.select_related("unit"))
        found = workloads(run.cluster_year, [entry.unit_id for entry in entries])
        self.exported, self.table = entries, ResultTable(entries, part_heads(entries), found)
        may_work = bool(policies.can_see_working(actor, run.cluster_year))
        is_current = run.is_provisional or run.is_published
        if is_current:  # the report of the same name stands among the buttons of the page
            kwargs["export_url"] = ""
        ties = open_ties(run) if run.is_provisional and may_work else ()
        return super().get_context_data(
            run=run,
            columns=self.table.columns,
            rows=self.table.rows,
            has_workload=self.table.has_workload,
            workload_sources=self.table.workload_sources,
            workload_illustrative=self.table.workload_illustrative,
            distribution=presentation.distribution(entries, run),
            ties=ties,
            can_decide=bool(ties) and bool(policies.can_decide(actor, run)),
            can_announce=run.is_provisional and not run.announced_at and bool(policies.can_announce(actor, run)),
            can_exclude=bool(policies.can_exclude(actor, run.cluster_year)),
            by_percent=self.table.by_percent,
            chart=presentation.chart(entries),
            entries=entries,
            facts=presentation.facts(run),
            chart_svg=presentation.chart_svg(entries),
            own_units=actor.unit_ids("officer", "leader"),
            may_work=may_work,
            is_current=is_current,
            is_outdated=may_work and is_current and requesting.is_outdated(run),
            can_publish=run.is_provisional and bool(policies.can_publish(actor, run)),
            can_compute=bool(policies.can_compute(actor, run.cluster_year)),
            form_token=tokens.new_token(),
            **kwargs,
        )


class EntryExplainView(ScopedPageView):
    """“Vì sao hạng này?”: the sum again from the stored lines; single lines for those who may see the sheet."""

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/entry_explain.html"

    def get_context_data(self, **kwargs):
        entries = RankingEntry.objects.filter(run=self.object).select_related("sheet_version__sheet", "unit")
        entry = get_object_or_404(entries, pk=self.kwargs["entry_pk"])
        entry.run = self.object
        sheet = entry.sheet_version.sheet if entry.sheet_version else None
        visible = sheet is not None and ScoreSheet.objects.visible_to(self.request.actor).filter(pk=sheet.pk).exists()
        return super().get_context_data(
            run=self.object,
            entry=entry,
            explanation=self.explanation(entry, visible=visible),
            can_try=entry.rank is not None and visible,
            sheet=sheet if visible else None,
            shows_lines=visible,
            sheet_hash=presentation.grouped(entry.sheet_version.sha256) if entry.sheet_version else "",
            **kwargs,
        )

    def explanation(self, entry, *, visible: bool):
        """Lines of the unit next above only for whoever may read its sheet too."""
        if entry.rank is None or not visible:
            return explaining.explain(entry)
        ranked = RankingEntry.objects.filter(run=entry.run, rank__lt=entry.rank).order_by("rank", "order", "pk")
        above = ranked.values_list("sheet_version__sheet_id", flat=True).last()
        sheets = ScoreSheet.objects.visible_to(self.request.actor)
        return explaining.explain(entry, with_lines=True, lines_of_above=sheets.filter(pk=above).exists())
