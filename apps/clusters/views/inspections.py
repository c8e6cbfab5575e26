"""Kiểm tra công tác thi đua, khen thưởng: the list, the plan of a cluster, one inspection with its findings."""

from collections import defaultdict

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.clusters import inspections_policies as policies
from apps.clusters.enums import FindingState
from apps.clusters.inspections_filters import InspectionFilter
from apps.clusters.inspections_reading import inspections_of_cluster, lines_of
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date
from apps.core.lists import ExportMixin, PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.periods.enums import YearState


def list_crumb() -> Crumb:
    return Crumb(now_in_words("Kiểm tra"), reverse("clusters:inspection-list"))


class InspectionListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Every inspection that the actor sees: of the own unit, of clusters led, of the organiser served."""

    filterset_class = InspectionFilter
    template_name = "clusters/inspection_list.html"
    paginate_by = 50
    columns = (
        Column(_("Đơn vị"), sort="unit"),
        Column(_("Bên kiểm tra")),
        Column(_("Ngày dự kiến"), sort="day"),
        Column(_("Ngày kiểm tra")),
        Column(_("Còn phải khắc phục"), numeric=True),
        Column(_("Đã khắc phục"), numeric=True),
    )
    export_title = _("Kiểm tra công tác thi đua, khen thưởng")
    export_file = "kiem-tra"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=44),
        SheetColumn("by", _("Bên kiểm tra"), width=44),
        SheetColumn("year", _("Năm"), kind="year"),
        SheetColumn("planned", _("Ngày dự kiến"), kind="date"),
        SheetColumn("held", _("Ngày kiểm tra"), kind="date"),
        SheetColumn("open", _("Còn phải khắc phục"), kind="integer"),
        SheetColumn("closed", _("Đã khắc phục"), kind="integer"),
    )

    def get_queryset(self):
        closed = Q(findings__state=FindingState.ACCEPTED)
        return (
            Inspection.objects.visible_to(self.request.actor)
            .for_list()
            .annotate(closed=Count("findings", filter=closed), unfinished_findings=Count("findings", filter=~closed))
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_plan=bool(policies.can_plan_any(self.request.actor)), **kwargs)

    def export_row(self, row):
        return {
            "unit": row.unit_name,
            "by": row.by_whom,
            "year": row.year.year,
            "planned": row.planned_on,
            "held": row.held_on,
            "open": row.unfinished_findings,
            "closed": row.closed,
        }


class ClusterInspectionsView(PageExportMixin, ScopedPageView):
    """The plan of a ClusterYear and the closing list: findings open and closed. Members see their own only."""

    queryset = ClusterYear.objects.for_list()
    template_name = "clusters/cluster_inspections.html"
    columns = (
        Column(_("Đơn vị")),
        Column(_("Ngày dự kiến")),
        Column(_("Ngày kiểm tra")),
        Column(_("Còn phải khắc phục"), numeric=True),
        Column(_("Đã khắc phục"), numeric=True),
    )
    finding_columns = (
        Column(_("Đơn vị")),
        Column(_("Nội dung cần khắc phục")),
        Column(_("Hạn khắc phục")),
        Column(_("Tình trạng")),
        Column(_("Văn bản báo cáo")),
    )
    export_title = _("Kế hoạch và kết quả kiểm tra")
    export_file = "kiem-tra-cua-cum"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=44),
        SheetColumn("by", _("Bên kiểm tra"), width=44),
        SheetColumn("planned", _("Ngày dự kiến"), kind="date"),
        SheetColumn("held", _("Ngày kiểm tra"), kind="date"),
        SheetColumn("finding", _("Nội dung cần khắc phục"), width=60),
        SheetColumn("due", _("Hạn khắc phục"), kind="date"),
        SheetColumn("state", _("Tình trạng"), width=20),
        SheetColumn("late", _("Số ngày chậm"), kind="integer"),
        SheetColumn("fix", _("Văn bản báo cáo"), width=30),
    )

    def export_notes(self):
        return [str(self.object)]

    def export_row(self, row):
        """A finding beside its inspection; an inspection without findings stands alone."""
        inspection, line = row
        cells = [inspection.unit_name, inspection.by_whom, inspection.planned_on, inspection.held_on]
        if line is None:
            return [*cells, "", None, "", None, ""]
        finding = line.finding
        fixed = str(finding.fix_document or "")
        return [*cells, finding.text, finding.due_on, str(line.word.label), line.days_late or None, fixed]

    def get_context_data(self, **kwargs):
        found = inspections_of_cluster(self.object, self.request.actor)
        now = self.request.received_at
        open_lines, closed_lines = lines_of(found.open, now), lines_of(found.closed, now)
        of = defaultdict(list)
        for line in (*open_lines, *closed_lines):
            of[line.finding.inspection_id].append(line)
        self.exported = [(each, line) for each, *_counts in found.rows for line in of[each.pk] or [None]]
        return super().get_context_data(
            rows=found.rows,
            open_lines=open_lines,
            closed_lines=closed_lines,
            may_plan=(may_plan := bool(policies.can_plan(self.request.actor, self.object))),
            may_take=may_plan or self.object.pk in self.request.actor.cluster_year_ids(),
            **kwargs,
        )


class InspectionDetailView(ScopedPageView):
    queryset = Inspection.objects.for_list()
    template_name = "clusters/inspection_detail.html"

    def get_context_data(self, **kwargs):
        found, actor, now = self.object, self.request.actor, self.request.received_at
        findings = list(Finding.objects.filter(inspection=found).for_list().order_by("number"))
        rows = [
            (_("Đơn vị được kiểm tra"), found.unit_name),
            (_("Bên kiểm tra"), found.by_whom),
            (_("Ngày dự kiến"), format_date(found.planned_on)),
            (_("Ngày kiểm tra"), format_date(found.held_on)),
            (_("Quyết định, kế hoạch"), found.decision and str(found.decision)),
            (_("Biên bản"), found.minutes and str(found.minutes)),
            (_("Nội dung kiểm tra"), found.content),
            (_("Kết luận"), found.conclusion),
        ]
        may_hold = bool(policies.can_hold(actor, found))
        lines = [
            (
                line,
                bool(self.may_fix(line.finding)),
                self.judging(line.finding),
                may_hold and line.finding.state == FindingState.OPEN and found.year.state != YearState.CLOSED,
            )
            for line in lines_of(findings, now)
        ]
        return super().get_context_data(
            inspection=found,
            facts=[Fact(label, value) for label, value in rows if value],
            lines=lines,
            may_hold=may_hold,
            may_conduct=bool(policies.can_conduct(actor, found)),
            **kwargs,
        )

    def may_fix(self, finding: Finding):
        return finding.state == FindingState.OPEN and policies.can_report_fix(self.request.actor, finding)

    def judging(self, finding: Finding) -> str:
        """Where this actor answers the fix, or opens again what was accepted."""
        if finding.state == FindingState.OPEN or not policies.can_judge(self.request.actor, finding):
            return ""
        name = "finding-judge" if finding.state == FindingState.FIXED else "finding-reopen"
        return reverse(f"clusters:{name}", args=[finding.pk])
