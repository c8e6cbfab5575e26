"""Pages that compare and try: last year and self-scores, Tính thử, how reviewers differ. None of them writes."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import ClusterYear
from apps.core.components import TONES, Chart, Series
from apps.core.lists import EXPORT_PARAMETER, PageExportMixin, asks_for_file, file_of
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.spreadsheets import Sheet
from apps.core.views import ScopedPageView, require
from apps.ranking import comparing, policies, presentation
from apps.ranking import fairness as even
from apps.ranking.domain.what_if import LineRefused, what_if
from apps.ranking.exports import part_heads
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.tables import load_table
from apps.scoring.forms import LineForm

YEARS_SHOWN = 4


class ComparisonView(ScopedPageView):
    """This result beside last year's (rank, percent, class) and beside the self-scores."""

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/run_comparison.html"

    def get(self, request, *args, **kwargs):
        order = request.GET.get("o", "rank")
        self.order = order if order in comparing.ORDERS else "rank"
        self.rows = comparing.compared(self.object, self.order)
        if asks_for_file(request):
            return file_of(self.sheet(), "so-sanh-xep-hang", request.GET[EXPORT_PARAMETER])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        year = self.object.cluster_year.year
        entries = sorted((row.entry for row in self.rows), key=lambda entry: (entry.rank is None, entry.rank or 0))
        years = range(year.year - YEARS_SHOWN + 1, year.year + 1)
        ranks = comparing.ranks_by_year([row.entry.unit_id for row in self.rows], year.organiser_id, years)
        for row in self.rows:
            ranks.setdefault(row.entry.unit_id, {})[year.year] = row.entry.rank
        known = [each for each in years if any(ranks.get(row.entry.unit_id, {}).get(each) for row in self.rows)]
        series = tuple(
            Series(
                row.entry.unit_name,
                tuple(ranks.get(row.entry.unit_id, {}).get(each) for each in known),
                TONES[place % len(TONES)],
            )
            for place, row in enumerate(self.rows)
        )
        return super().get_context_data(
            run=self.object,
            rows=self.rows,
            order=self.order,
            stacked=presentation.stacked(entries, part_heads(entries)),
            years=known,
            ranks=[
                (row.entry.unit_name, [ranks.get(row.entry.unit_id, {}).get(each) for each in known])
                for row in self.rows
            ],
            chart=Chart(labels=tuple(map(str, known)), series=series, kind="line", unit=_("hạng")),
            may_work=bool(policies.can_see_working(self.request.actor, self.object.cluster_year)),
            **kwargs,
        )

    def sheet(self) -> Sheet:
        columns = [
            SheetColumn("unit", _("Đơn vị"), "text", 44),
            SheetColumn("rank", _("Hạng"), "integer"),
            SheetColumn("last_rank", _("Hạng năm trước"), "integer"),
            SheetColumn("percent", _("Điểm so với tối đa (%)"), "points"),
            SheetColumn("last_percent", _("Năm trước (%)"), "points"),
            SheetColumn("class", _("Xếp loại"), "text", 16),
            SheetColumn("last_class", _("Xếp loại năm trước"), "text", 16),
            SheetColumn("self", _("Tự chấm"), "points"),
            SheetColumn("total", _("Tổng"), "points"),
            SheetColumn("difference", _("Chênh lệch"), "points"),
        ]
        rows = [
            {
                "unit": row.entry.unit_name,
                "rank": row.entry.rank,
                "last_rank": row.last.rank if row.last else None,
                "percent": row.percent,
                "last_percent": row.last_percent,
                "class": row.entry.class_label,
                "last_class": row.last.class_label if row.last else "",
                "self": row.entry.self_total,
                "total": row.entry.total,
                "difference": row.difference,
            }
            for row in self.rows
        ]
        title = _("So sánh kết quả xếp hạng %(cluster)s") % {"cluster": self.object.cluster_year}
        return Sheet(_("So sánh"), title, columns, rows)


class WhatIfView(ScopedPageView):
    """Tính thử: other figures on the lines of one sheet. Không lưu, không ảnh hưởng kết quả.

    A post changes nothing: it is only too long for an address. Lines of one part at a time.
    """

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/what_if.html"

    def post(self, request, *args, **kwargs):
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        run, request = self.object, self.request
        given = request.POST if request.method == "POST" else request.GET
        entries = RankingEntry.objects.filter(run=run).select_related("sheet_version__sheet", "unit")
        entry = get_object_or_404(entries, pk=self.kwargs["entry_pk"])
        entry.run = run
        require(policies.can_try(request.actor, entry))
        table = load_table(run.criteria_set_id)
        parts = [table.rows[node.code] for node in table.tree.roots]
        part = next((each for each in parts if str(each.pk) == given.get("part")), parts[0])
        # Points on a whole group were stated: no figures lie behind them that could be tried.
        leaves = entry.sheet_version.lines.filter(criterion__is_leaf=True).select_related("criterion")
        lines = [
            line for line in leaves.order_by("criterion__position") if table.part_code(line.criterion.code) == part.code
        ]
        data = request.POST.copy() if request.method == "POST" else None
        forms = [(line, self.form(line, table, data)) for line in lines]
        trial, refused = self.trial(entry, forms) if data is not None else (None, None)
        return super().get_context_data(
            run=run,
            entry=entry,
            parts=parts,
            part=part,
            rows=[{"line": line, "criterion": line.criterion, "form": form} for line, form in forms],
            trial=trial,
            moved=[pair for pair in trial.others if pair[0].rank != pair[1].rank] if trial else [],
            refused=refused,
            **kwargs,
        )

    def form(self, line, table, data) -> LineForm:
        rule = table.rule(line.criterion.code)
        if data is not None:
            data.setdefault(f"l{line.pk}-version", line.version)
        return LineForm(rule=rule, line_id=line.pk, stored=stored_inputs(line), version=line.version, data=data)

    def trial(self, entry, forms):
        """The trial of what was changed, or the refusal of one line."""
        changes = {}
        for line, form in forms:
            if not form.is_valid():
                return None, None
            form.cleaned_data["note"] = form.stored.note
            if (typed := form.to_input()) != form.stored:
                changes[line.criterion.code] = typed
        try:
            return what_if(entry, changes, self.request.received_at), None
        except LineRefused as refused:
            for line, form in forms:
                if line.criterion.code == refused.criterion:
                    form.mark_invalid(refused.field)
                    return None, (line, str(refused.message))
            return None, None


class FairnessView(ScopedPageView):
    """So sánh cách chấm: average cut, share of lines changed, agreement; by reviewer and by unit."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.sees_fairness)
    template_name = "ranking/fairness.html"

    def get(self, request, *args, **kwargs):
        self.found = even.fairness(self.object.pk)
        self.over_scored = even.over_scored(self.object, self.request.actor)
        if asks_for_file(request):
            sheets = [
                self.sheet(_("Theo người kiểm tra"), self.found.reviewers),
                self.sheet(_("Theo đơn vị"), self.found.units),
                self.over_scored_sheet(),
            ]
            return file_of(sheets, "so-sanh-cach-cham", request.GET[EXPORT_PARAMETER])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tables=[
                (_("Theo người kiểm tra"), _("Người kiểm tra"), self.found.reviewers),
                (_("Theo đơn vị"), _("Đơn vị"), self.found.units),
            ],
            over_scored=self.over_scored,
            sees_times=bool(policies.sees_lateness(self.request.actor, self.object)),
            **kwargs,
        )

    def over_scored_sheet(self) -> Sheet:
        columns = [
            SheetColumn("unit", _("Đơn vị"), "text", 44),
            SheetColumn("years", _("Số năm liền"), "integer"),
            SheetColumn("year", _("Năm"), "year"),
            SheetColumn("own", _("Tự chấm"), "points"),
            SheetColumn("total", _("Kết quả"), "points"),
            SheetColumn("difference", _("Chênh lệch"), "points"),
        ]
        rows = [
            (each.unit_name, len(each.years), year, entry.self_total, entry.total, entry.difference)
            for each in self.over_scored
            for year, entry in each.years
        ]
        title = _("Tự chấm cao hơn kết quả nhiều năm liền")
        return Sheet(title, title, columns, rows, notes=[str(self.object)])

    def sheet(self, name: str, tallies) -> Sheet:
        columns = [
            SheetColumn("name", name, "text", 44),
            SheetColumn("step", _("Bước"), "text", 24),
            SheetColumn("lines", _("Số dòng"), "integer"),
            SheetColumn("changed", _("Dòng đã đổi"), "integer"),
            SheetColumn("share", _("Tỷ lệ đổi (%)"), "points"),
            SheetColumn("agreement", _("Đồng ý (%)"), "points"),
            SheetColumn("cut", _("Điểm bớt"), "points"),
            SheetColumn("added", _("Điểm thêm"), "points"),
            SheetColumn("average", _("Bớt bình quân một bảng"), "points"),
            SheetColumn("later", _("Bước sau giữ nguyên (%)"), "points"),
        ]
        rows = [
            (t.name, t.step, t.lines, t.changed, t.share_changed, t.agreement, t.cut, t.added, t.average_cut,
             t.agreed_later)
            for t in tallies
        ]  # fmt: skip
        return Sheet(name, _("So sánh cách chấm %(cluster)s") % {"cluster": self.object}, columns, rows)


class ReviewTimesView(PageExportMixin, ScopedPageView):
    """How long each review took and whether it was late: of all units for those who oversee, else of the own ones."""

    queryset = ClusterYear.objects.for_list()
    template_name = "ranking/review_times.html"
    export_title = lazy("Thời gian kiểm tra điểm")
    export_file = "thoi-gian-kiem-tra-diem"
    export_columns = (
        SheetColumn("unit", lazy("Đơn vị"), width=44),
        SheetColumn("step", lazy("Bước"), width=24),
        SheetColumn("started", lazy("Tiếp nhận"), "datetime"),
        SheetColumn("finished", lazy("Hoàn thành"), "datetime"),
        SheetColumn("days", lazy("Số ngày"), "integer"),
        SheetColumn("due", lazy("Hạn"), "date"),
        SheetColumn("late", lazy("Chậm"), "integer"),
    )

    def export_notes(self):
        return [str(self.object)]

    def export_row(self, row):
        return (row.unit_name, row.step, row.started_at, row.finished_at, row.days, row.due_on, row.late)

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        verdict = policies.sees_lateness(actor, self.object)
        own = None
        if not verdict:
            own = set(
                self.object.members.filter(unit__in=actor.unit_ids("officer", "leader")).values_list(
                    "unit_id", flat=True
                )
            )
            if not policies.sees_own_lateness(actor, self.object):
                require(verdict)
        self.exported = even.durations(self.object.pk, self.request.received_at, unit_ids=own)
        return super().get_context_data(
            rows=self.exported,
            only_own=own is not None,
            may_work=bool(policies.can_see_working(actor, self.object)),
            **kwargs,
        )
