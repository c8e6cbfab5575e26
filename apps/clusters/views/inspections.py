"""Kiểm tra công tác thi đua, khen thưởng: the plan, one inspection, its findings and their fixes."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.clusters import inspections_policies as policies
from apps.clusters.domain import inspections
from apps.clusters.enums import FindingState
from apps.clusters.inspections_filters import InspectionFilter
from apps.clusters.inspections_forms import (
    FixForm,
    HoldForm,
    InspectionChangeForm,
    InspectionForm,
    JudgeForm,
    OwnInspectionForm,
    ReasonForm,
    RemarkForm,
)
from apps.clusters.inspections_reading import inspections_of_cluster, lines_of
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date, local
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, TransitionView, require
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Unit


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
        SheetColumn("year", _("Năm"), kind="integer"),
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


class ClusterInspectionsView(ScopedPageView):
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

    def get_context_data(self, **kwargs):
        found = inspections_of_cluster(self.object, self.request.actor)
        now = self.request.received_at
        return super().get_context_data(
            rows=found.rows,
            open_lines=lines_of(found.open, now),
            closed_lines=lines_of(found.closed, now),
            may_plan=bool(policies.can_plan(self.request.actor, self.object)),
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
                may_hold and line.finding.state == FindingState.OPEN,
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


class InspectionPlanView(FormPageMixin, TransitionView):
    """Lập kiểm tra a member of the ClusterYear."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_plan)
    form_class = InspectionForm
    heading = _("Lập kiểm tra")
    submit_label = _("Lập")
    success_message = _("Đã lập. Đơn vị đã được báo.")

    def crumbs(self):
        address = reverse("clusters:cluster-inspections", args=[self.object.pk])
        return [list_crumb(), Crumb(str(self.object), address)]

    def get_kicker(self):
        return str(self.object)

    def get_form_kwargs(self):
        """Without the own unit, which the standing office inspects."""
        members = Unit.objects.filter(memberships__in=self.object.members.standing()).order_by("memberships__order")
        actor = self.request.actor
        if not actor.holds(Role.STANDING_OFFICE, unit_id=self.object.cluster.organiser_id):
            members = members.exclude(pk__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        return {**super().get_form_kwargs(), "units": members}

    def call(self, form):
        cluster, request = self.object.cluster, self.request
        paper = form.document(
            owner_code=cluster.code,
            owner_name=cluster.name,
            issuer=self.object.name,
            actor=request.actor,
            now=request.received_at,
        )
        return inspections.plan_inspection(
            cluster_year_id=self.object.pk,
            unit_id=form.cleaned_data["unit"].pk,
            plan=form.plan(paper),
            actor=request.actor,
            now=request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else self.crumbs()[-1].url


class OwnInspectionPlanView(FormPageMixin, TransitionView):
    """Lập kiểm tra by the organiser itself, of any unit below it."""

    form_class = OwnInspectionForm
    heading = _("Lập kiểm tra ngoài Cụm")
    submit_label = _("Lập")
    success_message = _("Đã lập. Đơn vị đã được báo.")

    def get_object(self):
        require(policies.can_plan_any(self.request.actor))

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        served = self.request.actor.unit_ids(Role.STANDING_OFFICE)
        years = EmulationYear.objects.filter(organiser_id__in=served).exclude(state=YearState.CLOSED)
        return {**super().get_form_kwargs(), "years": years.order_by("-year", "pk")}

    def call(self, form):
        data, request = form.cleaned_data, self.request
        organiser = data["year"].organiser
        paper = form.document(
            owner_code=organiser.code,
            owner_name=organiser.name,
            issuer=organiser.name,
            actor=request.actor,
            now=request.received_at,
        )
        return inspections.plan_own_inspection(
            year_id=data["year"].pk,
            unit_id=data["unit"].pk,
            plan=form.plan(paper),
            actor=request.actor,
            now=request.received_at,
        )

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else reverse("clusters:inspection-list")


class AboutInspectionMixin(FormPageMixin):
    """Forms about one inspection; the second writer is told who saved first, and what they typed stays."""

    queryset = Inspection.objects.for_list()
    policy = staticmethod(policies.can_conduct)
    template_name = "clusters/inspection_form.html"
    stale = False

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.unit_name, self.object.get_absolute_url())]

    def get_kicker(self):
        return f"{self.object.unit_name} · {self.object.by_whom}"

    def get_success_url(self):
        return self.object.get_absolute_url()

    def keeper(self) -> dict:
        """In whose register the papers of the inspecting side are filed, and who issues them."""
        found = self.object
        body = found.cluster_year.cluster if found.cluster_year else found.organiser
        return {"owner_code": body.code, "owner_name": body.name, "issuer": found.by_whom}

    def paper(self, form):
        return form.document(**self.keeper(), actor=self.request.actor, now=self.request.received_at)

    def call(self, form):
        try:
            return self.keep(form)
        except StaleVersion:
            self.stale = True
            raise

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.stale:
            self.object.refresh_from_db()
            context["stored_version"] = self.object.version
        return context


class InspectionChangeView(AboutInspectionMixin, TransitionView):
    form_class = InspectionChangeForm
    heading = _("Sửa kế hoạch kiểm tra")
    submit_label = _("Lưu")
    success_message = _("Đã lưu.")

    def get_initial(self):
        found = self.object
        paper = {"symbol": found.decision.symbol, "issued_on": found.decision.issued_on} if found.decision else {}
        names = ("planned_on", "content", "team", "version")
        return {name: getattr(found, name) for name in names} | paper

    def keep(self, form):
        return inspections.change_inspection(
            inspection_id=self.object.pk,
            version=form.cleaned_data["version"],
            plan=form.plan(self.paper(form)),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class HoldView(AboutInspectionMixin, TransitionView):
    """Ghi kết quả kiểm tra: the day, the minutes, what is to be put right by when."""

    policy = staticmethod(policies.can_hold)
    form_class = HoldForm
    heading = _("Ghi kết quả kiểm tra")
    lead = _("Mỗi nội dung cần khắc phục thành một việc phải làm của đơn vị, với hạn riêng.")
    submit_label = _("Lưu và giao đơn vị khắc phục")
    success_message = _("Đã ghi. Các nội dung cần khắc phục đã đến đơn vị.")

    def get_initial(self):
        found = self.object
        paper = {"symbol": found.minutes.symbol, "issued_on": found.minutes.issued_on} if found.minutes else {}
        held_on = found.held_on or min(found.planned_on, local(self.request.received_at).date())
        return {"held_on": held_on, "conclusion": found.conclusion, "version": found.version} | paper

    def keep(self, form):
        data = form.cleaned_data
        return inspections.hold_inspection(
            inspection_id=self.object.pk,
            version=data["version"],
            held_on=data["held_on"],
            found=form.found,
            conclusion=data["conclusion"],
            minutes=self.paper(form),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class CancelView(AboutInspectionMixin, TransitionView):
    policy = staticmethod(policies.can_hold)
    form_class = ReasonForm
    heading = _("Bỏ khỏi kế hoạch kiểm tra")
    submit_label = _("Bỏ")
    success_message = _("Đã bỏ khỏi kế hoạch.")

    def keep(self, form):
        inspections.cancel_inspection(
            inspection_id=self.object.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )

    def get_success_url(self):
        if self.object.cluster_year_id:
            return reverse("clusters:cluster-inspections", args=[self.object.cluster_year_id])
        return reverse("clusters:inspection-list")


class AboutFindingMixin(FormPageMixin):
    queryset = Finding.objects.for_list()

    def crumbs(self):
        inspection = self.object.inspection
        return [list_crumb(), Crumb(inspection.unit_name, inspection.get_absolute_url())]

    def get_kicker(self):
        return self.object.text

    def get_success_url(self):
        return self.object.get_absolute_url()


class FixView(AboutFindingMixin, TransitionView):
    """Báo cáo khắc phục, with a cited paper of the unit."""

    policy = staticmethod(policies.can_report_fix)
    form_class = FixForm
    heading = _("Báo cáo đã khắc phục")
    submit_label = _("Gửi")
    success_message = _("Đã gửi. Bước tiếp theo: bên kiểm tra xem và trả lời.")

    def get_lead(self):
        return self.object.remark

    def get_initial(self):
        return {"note": self.object.fix_note}

    def call(self, form):
        unit, request = self.object.inspection.unit, self.request
        paper = form.document(
            owner_code=unit.code,
            owner_name=unit.name,
            issuer=self.object.inspection.unit_name,
            actor=request.actor,
            now=request.received_at,
        )
        return inspections.report_fix(
            finding_id=self.object.pk,
            note=form.cleaned_data["note"],
            document=paper,
            actor=request.actor,
            now=request.received_at,
        )


class JudgeView(AboutFindingMixin, TransitionView):
    """Chấp nhận hay yêu cầu bổ sung."""

    policy = staticmethod(policies.can_judge)
    form_class = JudgeForm
    heading = _("Trả lời báo cáo khắc phục")
    submit_label = _("Gửi trả lời")
    success_message = _("Đã trả lời đơn vị.")

    def get_lead(self):
        paper = self.object.fix_document
        return f"{self.object.fix_note} ({paper})" if paper else self.object.fix_note

    def call(self, form):
        data = form.cleaned_data
        act = inspections.accept_fix if data["answer"] == JudgeForm.ACCEPT else inspections.ask_again
        return act(
            finding_id=self.object.pk, remark=data["remark"], actor=self.request.actor, now=self.request.received_at
        )


class ReopenView(AboutFindingMixin, TransitionView):
    policy = staticmethod(policies.can_judge)
    operation = staticmethod(inspections.reopen_finding)
    id_argument = "finding_id"
    form_class = RemarkForm
    heading = _("Mở lại nội dung đã khắc phục")
    submit_label = _("Mở lại")
    success_message = _("Đã mở lại, đơn vị đã được báo.")
