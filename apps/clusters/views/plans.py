"""Kế hoạch hoạt động của Cụm: read by the members, written and issued by the head."""

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters import plan_policies as policies
from apps.clusters.domain import plan_duties, plans
from apps.clusters.enums import PlanState
from apps.clusters.models import ActivityPlan, ClusterYear, PlanItem
from apps.clusters.plan_forms import IssuePlanForm, ItemDoneForm, ItemUndoneForm, PlanForm, rows_of
from apps.clusters.plan_queries import item_standings, plan_standing
from apps.clusters.views.clusters import list_crumb
from apps.core.autosaving import DraftAutosaveMixin
from apps.core.components import Column, Crumb, Fact
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, TransitionView, require
from apps.documents.domain.signed_copies import office_line
from apps.periods.due_dates import SetsDueDates
from apps.units.enums import Role


def plan_of(cluster_year: ClusterYear) -> ActivityPlan | None:
    return ActivityPlan.objects.for_list().filter(cluster_year=cluster_year).first()


def own_units(actor) -> set[int]:
    return actor.unit_ids(Role.OFFICER, Role.LEADER)


class PlanDetailView(ScopedPageView):
    """The plan with its lines, who has done what is asked, the steps that the head may take."""

    queryset = ClusterYear.objects.for_list()
    template_name = "clusters/plan_detail.html"
    columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Nội dung"), width="wide"),
        Column(lazy("Thời hạn")),
        Column(lazy("Đơn vị chủ trì"), width="medium"),
        Column(lazy("Tình hình")),
    )

    def get_context_data(self, **kwargs):
        found, actor, now = self.object, self.request.actor, self.request.received_at
        plan = plan_of(found)
        if plan is not None and plan.state == PlanState.DRAFT and not policies.can_see_draft(actor, found):
            plan = None
        may_edit = bool(policies.can_edit(actor, found))
        return super().get_context_data(
            plan=plan,
            standing=plan_standing(found, now),
            facts=plan_facts(plan) if plan else [],
            items=[row(standing, actor, may_edit=may_edit) for standing in item_standings(plan, now)] if plan else [],
            may_edit=may_edit,
            may_issue=bool(policies.can_issue(actor, found)) and plan is not None and plan.state == PlanState.DRAFT,
            **kwargs,
        )


def plan_facts(plan: ActivityPlan) -> list[Fact]:
    facts = [Fact(_("Trạng thái"), plan.get_state_display())]
    if plan.document:
        facts.append(Fact(_("Số, ký hiệu"), plan.document.symbol))
        facts.append(Fact(_("Ngày ban hành"), f"{plan.document.issued_on:%d/%m/%Y}"))
        if plan.document.signer_name:
            post = office_line(plan.document.prefix, plan.document.signer_post)
            signer = ", ".join(filter(None, [plan.document.signer_name, post]))
            facts.append(Fact(_("Người ký"), signer))
    return facts


def row(standing, actor, *, may_edit: bool) -> dict:
    """One line with the buttons that this actor may use: the own units, for the head those that are missing."""
    own = own_units(actor)
    ticks = standing.item.has_own_duty
    return {
        "standing": standing,
        "may_report": [each for each in standing.missing if ticks and (may_edit or each.member.unit_id in own)],
        "may_take_back": [each for each in standing.done if ticks and may_edit],
        "own_missing": [each for each in standing.missing if each.member.unit_id in own],
    }


class PlanMixin(FormPageMixin):
    """Forms of the head about the plan of one ClusterYear."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_edit)
    id_argument = "cluster_year_id"

    def crumbs(self):
        return [list_crumb(), Crumb(_("Kế hoạch hoạt động"), self.get_success_url())]

    def get_kicker(self):
        return str(self.object)

    def get_success_url(self):
        return reverse("clusters:plan-detail", args=[self.object.pk])


class PlanEditView(SetsDueDates, DraftAutosaveMixin, PlanMixin, TransitionView):
    """Soạn, điều chỉnh: the whole plan in one form, a draft saved while it is typed.

    The second of two writers is told and keeps what was typed.
    """

    form_class = PlanForm
    template_name = "clusters/plan_edit.html"
    heading = lazy("Soạn kế hoạch hoạt động")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu kế hoạch.")
    conflict = None

    def get_object(self):
        found = super().get_object()
        self.plan = plan_of(found)
        return found

    @property
    def issued(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.ISSUED

    def get_heading(self):
        return _("Điều chỉnh kế hoạch đã ban hành") if self.issued else self.heading

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "rows": rows_of(self.plan), "issued": self.issued}

    def get_initial(self):
        if self.plan is not None:
            return {"title": self.plan.title, "intro": self.plan.intro, "version": self.plan.version}
        words = {"cluster": self.object.name, "year": self.object.year.year}
        return {"title": _("Kế hoạch hoạt động của %(cluster)s năm %(year)s") % words, "version": 0}

    def call(self, form):
        data = form.cleaned_data
        try:
            return plans.save_plan(
                cluster_year_id=self.object.pk,
                title=data["title"],
                intro=data["intro"],
                items=form.items(),
                version=data["version"],
                reason=data.get("reason", ""),
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except StaleVersion:
            self.conflict = plan_of(self.object)
            raise

    def due_days(self, form):
        return [item.due_on for item in form.items()]

    def get_context_data(self, **kwargs):
        stored = list(self.conflict.items.all()) if self.conflict else []
        is_draft = not self.issued and not self.conflict
        return super().get_context_data(conflict=self.conflict, stored=stored, draft_autosave=is_draft, **kwargs)

    def autosaved_fields(self, form):
        return {"version": self.result.version, **form.stored_keys(item.pk for item in self.result.items.all())}


class PlanCopyView(PlanMixin, TransitionView):
    """Lấy từ năm trước."""

    form_class = Form
    operation = staticmethod(plans.copy_plan)
    heading = lazy("Lấy kế hoạch từ năm trước")
    lead = lazy("Các nội dung được lấy sang, thời hạn lùi đúng một năm; xem lại từng dòng trước khi ban hành.")
    submit_label = lazy("Lấy từ năm trước")
    success_message = lazy("Đã lấy từ năm trước. Hãy xem lại từng dòng.")


class PlanIssueView(PlanMixin, TransitionView):
    """Ban hành: number and date of the signed paper."""

    policy = staticmethod(policies.can_issue)
    form_class = IssuePlanForm
    heading = lazy("Ban hành kế hoạch")
    submit_label = lazy("Ban hành")
    success_message = lazy("Đã ghi ban hành. Các đơn vị thành viên đã được báo và thấy việc được giao.")
    consequences = (
        lazy("Các đơn vị thành viên được báo và xem được kế hoạch."),
        lazy("Dòng “giao các đơn vị” trở thành việc phải làm của từng đơn vị, có thời hạn."),
        lazy("Sau đó kế hoạch chỉ được điều chỉnh kèm lý do."),
    )

    def get_object(self):
        found = super().get_object()
        if plan_of(found) is None:
            raise Http404
        return found

    def call(self, form):
        return plans.issue_plan(
            cluster_year_id=self.object.pk,
            paper=plans.PaperFacts(**form.cleaned_data),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ItemMixin(PlanMixin):
    """One line of the issued plan and one member."""

    policy = None

    def get_object(self):
        found = super().get_object()
        issued = PlanItem.objects.filter(plan__cluster_year=found, plan__state=PlanState.ISSUED)
        self.item = get_object_or_404(issued, pk=self.kwargs["item_id"])
        self.member = get_object_or_404(found.members.standing(), unit_id=self.kwargs["unit_id"])
        require(self.may(found))
        return found

    def may(self, cluster_year):
        return policies.can_report(self.request.actor, cluster_year, self.member.unit_id)

    def get_kicker(self):
        return f"{self.member.unit_name} · {self.object}"

    def get_lead(self):
        return self.item.title

    def call(self, form):
        return type(self).operation(
            item_id=self.item.pk,
            unit_id=self.member.unit_id,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )


class ItemDoneView(ItemMixin, TransitionView):
    """Báo đã thực hiện."""

    operation = staticmethod(plan_duties.report_done)
    form_class = ItemDoneForm
    heading = lazy("Báo đã thực hiện")
    submit_label = lazy("Đã thực hiện")
    success_message = lazy("Đã ghi. Trưởng Cụm thấy việc này đã xong.")


class ItemUndoneView(ItemMixin, TransitionView):
    """Mở lại: the head found that it was not done."""

    operation = staticmethod(plan_duties.take_back_done)
    form_class = ItemUndoneForm
    heading = lazy("Mở lại cho đơn vị")
    submit_label = lazy("Mở lại")
    success_message = lazy("Đã mở lại, đơn vị còn phải thực hiện.")

    def may(self, cluster_year):
        return policies.can_edit(self.request.actor, cluster_year)
