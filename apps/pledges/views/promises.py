"""Cam kết: what a unit has promised, done and overdue; the head sees those of every unit."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column, Tab
from apps.core.dates import local
from apps.core.lists import EXPORT_PARAMETER, ExportMixin
from apps.core.presentation import PAGE_PARAMETER, changed_query
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.pledges import policies
from apps.pledges.commitment_queries import counts, owed_commitments, promise
from apps.pledges.domain import promises as domain
from apps.pledges.filters import STATES, CommitmentFilter
from apps.pledges.forms import DoneForm
from apps.pledges.models import Pledge
from apps.pledges.views.base import MemberMixin, PledgeFormMixin, PledgeMixin, kicker_of, list_crumb, pledge_crumb
from apps.units.enums import Role


class CommitmentListMixin(ExportMixin):
    """Rows of ``owed_commitments``: tabs by state, filtered, counted and paged in the database; XLSX of them."""

    filterset_class = CommitmentFilter
    template_name = "pledges/commitment_list.html"
    paginate_by = 50
    export_title = lazy("Cam kết trong giao ước thi đua")
    export_file = "cam-ket-giao-uoc"
    columns = (
        Column(lazy("Nội dung cam kết"), width="wide"),
        Column(lazy("Đơn vị"), sort="unit"),
        Column(lazy("Thời hạn"), sort="due"),
        Column(lazy("Kết quả")),
        Column(lazy("Thao tác"), hidden_label=True),
    )
    export_columns = (
        SheetColumn("pledge", lazy("Giao ước"), width=50),
        SheetColumn("text", lazy("Nội dung cam kết"), width=60),
        SheetColumn("unit", lazy("Đơn vị"), width=44),
        SheetColumn("due_on", lazy("Thời hạn"), kind="date"),
        SheetColumn("done_on", lazy("Đã thực hiện"), kind="date"),
        SheetColumn("days_late", lazy("Số ngày chậm"), kind="integer"),
        SheetColumn("note", lazy("Kết quả"), width=50),
    )

    def may_report(self, row) -> bool:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        now = self.request.received_at
        return context | {
            "rows": [(promise(row, now), row.version.pledge, self.may_report(row)) for row in context["page_obj"]],
            "tabs": self.tabs(),
        }

    def tabs(self) -> list[Tab]:
        """Each with the number of rows that the other filters leave."""
        asked = self.request.GET.copy()
        state = asked.pop("state", [""])[-1]
        others = self.filterset_class(asked, queryset=self.get_queryset(), request=self.request)
        found = counts(others.qs, local(self.request.received_at).date())
        links = {PAGE_PARAMETER: None, EXPORT_PARAMETER: None}
        return [
            Tab(label, changed_query(self.request, state=key or None, **links), active=state == key, count=found[key])
            for key, label in [("", _("Tất cả")), *STATES]
        ]

    def export_row(self, row):
        told = promise(row, self.request.received_at)
        return {
            "pledge": str(row.version.pledge),
            "text": row.text,
            "unit": row.owner_name,
            "due_on": row.due_on,
            "done_on": row.done_on,
            "days_late": told.days_late or max(0, -(told.days_left or 0)),
            "note": row.done_note,
        }


class OwnListView(CommitmentListMixin, LoginRequiredMixin, FilterView):
    """Cam kết of the units for which the person works."""

    def get_queryset(self):
        actor = self.request.actor
        return owed_commitments(Pledge.objects.visible_to(actor), actor.unit_ids(Role.OFFICER, Role.LEADER))

    def may_report(self, row):
        return True

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=self.export_title, crumbs=[list_crumb()], own=True, **kwargs)


class PledgeCommitmentsView(CommitmentListMixin, PledgeMixin, ScopedObjectMixin, FilterView):
    """Commitments of one pledge: of every unit for whoever follows them, else of the own units."""

    def get_object(self):
        return get_object_or_404(self.queryset.all().visible_to(self.request.actor), pk=self.kwargs["pk"])

    def get_queryset(self):
        pledge, actor = self.object, self.request.actor
        own = None if policies.sees_all(actor, pledge) else actor.unit_ids(Role.OFFICER, Role.LEADER)
        return owed_commitments(Pledge.objects.filter(pk=pledge.pk), own)

    def may_report(self, row):
        return bool(policies.can_report(self.request.actor, self.object, row.owner_id))

    def get_context_data(self, **kwargs):
        pledge = self.object
        return super().get_context_data(
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
        owed = owed_commitments(Pledge.objects.filter(pk=pledge.pk), [self.member.unit_id])
        self.owed = owed.filter(pk=self.commitment.pk).first()
        if self.owed is None:
            raise Http404
        return pledge

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
        return {"done_on": self.owed.done_on or self.request.actor.on, "note": self.owed.done_note or ""}


class UndoneView(CommitmentMixin, TransitionView):
    """Bỏ ghi đã thực hiện."""

    operation = staticmethod(domain.take_back)
    form_class = Form
    heading = lazy("Bỏ ghi đã thực hiện")
    submit_label = lazy("Bỏ ghi đã thực hiện")
    success_message = lazy("Cam kết lại được theo dõi là chưa xong.")
