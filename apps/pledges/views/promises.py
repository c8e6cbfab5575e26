"""Cam kết: what a unit has promised, done and overdue; the head sees those of every unit."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView

from apps.core.components import Column, Tab
from apps.core.views import ScopedPageView, TransitionView
from apps.pledges import policies
from apps.pledges.domain import promises as domain
from apps.pledges.forms import DoneForm
from apps.pledges.models import CommitmentProgress, Pledge
from apps.pledges.queries import Promise, promises
from apps.pledges.views.base import MemberMixin, PledgeFormMixin, PledgeMixin, kicker_of, list_crumb, pledge_crumb
from apps.units.enums import Role

COLUMNS = (
    Column(lazy("Nội dung cam kết"), width="wide"),
    Column(lazy("Đơn vị")),
    Column(lazy("Thời hạn")),
    Column(lazy("Kết quả")),
    Column(lazy("Thao tác"), hidden_label=True),
)
OPEN, OVERDUE, DONE = "open", "overdue", "done"


def shown(rows: list[Promise], state: str) -> list[Promise]:
    """Those of one tab."""
    wanted = {
        OPEN: lambda row: row.progress is None,
        OVERDUE: lambda row: row.is_overdue,
        DONE: lambda row: row.progress is not None,
    }.get(state)
    return [row for row in rows if wanted(row)] if wanted else rows


def tabs(rows: list[Promise], state: str) -> list[Tab]:
    found = [("", _("Tất cả")), (OPEN, _("Chưa xong")), (OVERDUE, _("Quá hạn")), (DONE, _("Đã thực hiện"))]
    return [
        Tab(label, f"?state={key}" if key else "?", active=state == key, count=len(shown(rows, key)))
        for key, label in found
    ]


def state_of(request) -> str:
    state = request.GET.get("state", "")
    return state if state in {OPEN, OVERDUE, DONE} else ""


class OwnListView(LoginRequiredMixin, TemplateView):
    """Cam kết of the units for which the person works, of the pledges in force of the newest year of each cluster."""

    template_name = "pledges/commitment_list.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        own = actor.unit_ids(Role.OFFICER, Role.LEADER)
        seen = Pledge.objects.visible_to(actor).for_list().filter(cluster_year__members__unit_id__in=own).distinct()
        pledges = {pledge.in_force_id: pledge for pledge in seen.order_by("-cluster_year__year__year", "pk")}
        rows, state = promises(pledges.values(), self.request.received_at, own), state_of(self.request)
        return super().get_context_data(
            rows=[(row, pledges[row.commitment.version_id], True) for row in shown(rows, state)],
            tabs=tabs(rows, state),
            columns=COLUMNS,
            heading=_("Cam kết trong giao ước thi đua"),
            crumbs=[list_crumb()],
            **kwargs,
        )


class PledgeCommitmentsView(PledgeMixin, ScopedPageView):
    """Commitments of one pledge: of every unit for whoever follows them, else of the own units."""

    template_name = "pledges/commitment_list.html"

    def get_context_data(self, **kwargs):
        pledge, actor = self.object, self.request.actor
        everybody = policies.sees_all(actor, pledge)
        own = None if everybody else actor.unit_ids(Role.OFFICER, Role.LEADER)
        rows, state = promises([pledge], self.request.received_at, own), state_of(self.request)
        may = {row.unit_id: bool(policies.can_report(actor, pledge, row.unit_id)) for row in rows}
        return super().get_context_data(
            rows=[(row, pledge, may[row.unit_id]) for row in shown(rows, state)],
            tabs=tabs(rows, state),
            columns=COLUMNS,
            heading=_("Theo dõi cam kết"),
            kicker=kicker_of(pledge),
            crumbs=[list_crumb(), pledge_crumb(pledge)],
            **kwargs,
        )


class CommitmentMixin(MemberMixin, PledgeFormMixin):
    """One commitment of the version in force and one member."""

    def get_object(self):
        pledge = super().get_object()
        self.commitment = get_object_or_404(pledge.in_force.commitments, pk=self.kwargs["commitment_id"])
        if not any(row.commitment.pk == self.commitment.pk for row in self.owed(pledge)):
            raise Http404
        return pledge

    def owed(self, pledge) -> list[Promise]:
        return promises([pledge], self.request.received_at, [self.member.unit_id])

    def policy(self, actor, pledge):
        return policies.can_report(actor, pledge, self.member.unit_id)

    def get_kicker(self):
        return f"{self.member.unit_name} · {kicker_of(self.object)}"

    def get_lead(self):
        return self.commitment.text

    def call(self, form):
        return type(self).operation(
            commitment_id=self.commitment.pk,
            unit_id=self.member.unit_id,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )

    def get_success_url(self):
        return reverse("pledges:pledge-commitments", args=[self.object.pk])


class DoneView(CommitmentMixin, TransitionView):
    """Báo đã thực hiện; told again it is corrected."""

    operation = staticmethod(domain.report_done)
    form_class = DoneForm
    heading = lazy("Báo đã thực hiện cam kết")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã ghi kết quả cam kết.")

    def get_initial(self):
        told = CommitmentProgress.objects.filter(commitment=self.commitment, unit_id=self.member.unit_id).first()
        return {"done_on": told.done_on if told else self.request.actor.on, "note": told.note if told else ""}


class UndoneView(CommitmentMixin, TransitionView):
    """Bỏ ghi đã thực hiện."""

    operation = staticmethod(domain.take_back)
    form_class = Form
    heading = lazy("Bỏ ghi đã thực hiện")
    submit_label = lazy("Bỏ ghi đã thực hiện")
    success_message = lazy("Cam kết lại được theo dõi là chưa xong.")
