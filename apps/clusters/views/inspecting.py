"""Lập, sửa, ghi kết quả, bỏ: what the inspecting side does with one inspection."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.clusters import inspections_policies as policies
from apps.clusters.domain import inspections
from apps.clusters.inspections_forms import (
    HoldForm,
    InspectionChangeForm,
    InspectionForm,
    OwnInspectionForm,
    ReasonForm,
)
from apps.clusters.models import ClusterYear, Inspection
from apps.clusters.views.inspections import list_crumb
from apps.core.components import Crumb
from apps.core.dates import local
from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, SecondWriterMixin, TransitionView
from apps.periods.due_dates import SetsDueDates
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Unit


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


class OwnInspectionPlanView(FormPageMixin, MakeView):
    """Lập kiểm tra by the organiser itself, of any unit below it."""

    policy = staticmethod(policies.can_plan_any)
    form_class = OwnInspectionForm
    heading = _("Lập kiểm tra ngoài Cụm")
    submit_label = _("Lập")
    success_message = _("Đã lập. Đơn vị đã được báo.")

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        served = self.request.actor.unit_ids(Role.STANDING_OFFICE)
        years = EmulationYear.objects.filter(organiser_id__in=served).exclude(state=YearState.CLOSED)
        return {**super().get_form_kwargs(), "years": years.order_by("-year", "pk")}

    def make(self, form) -> str:
        data, request = form.cleaned_data, self.request
        organiser = data["year"].organiser
        paper = form.document(
            owner_code=organiser.code,
            owner_name=organiser.name,
            issuer=organiser.name,
            actor=request.actor,
            now=request.received_at,
        )
        made = inspections.plan_own_inspection(
            year_id=data["year"].pk,
            unit_id=data["unit"].pk,
            plan=form.plan(paper),
            actor=request.actor,
            now=request.received_at,
        )
        return made.get_absolute_url()


class AboutInspectionMixin(SecondWriterMixin, FormPageMixin):
    """Forms about one inspection; the second writer is told who saved first, and what they typed stays."""

    queryset = Inspection.objects.for_list()
    policy = staticmethod(policies.can_conduct)

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

    def call(self, form):
        return inspections.change_inspection(
            inspection_id=self.object.pk,
            version=form.cleaned_data["version"],
            plan=form.plan(self.paper(form)),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class HoldView(SetsDueDates, AboutInspectionMixin, TransitionView):
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

    def call(self, form):
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

    def due_days(self, form):
        return [each.due_on for each in form.found]


class CancelView(AboutInspectionMixin, TransitionView):
    policy = staticmethod(policies.can_hold)
    form_class = ReasonForm
    heading = _("Bỏ khỏi kế hoạch kiểm tra")
    submit_label = _("Bỏ")
    success_message = _("Đã bỏ khỏi kế hoạch.")

    def call(self, form):
        inspections.cancel_inspection(
            inspection_id=self.object.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )

    def get_success_url(self):
        if self.object.cluster_year_id:
            return reverse("clusters:cluster-inspections", args=[self.object.cluster_year_id])
        return reverse("clusters:inspection-list")
