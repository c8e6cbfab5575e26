"""Phân quyền của tôi, vì sao; Ai xem được hồ sơ này, vì sao; Phân quyền of the auditor."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.accounts.audience import audience_of, known_models, seers
from apps.clusters.enums import AfterTerm, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.components import Column, Tab
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import require
from apps.dashboard import policies
from apps.dashboard.queries import rights
from apps.dashboard.rights_filters import DelegationGrantFilter, HeadGrantFilter, RoleGrantFilter
from apps.dashboard.workplace import workplace
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment

ROLE_LABELS = {**dict(Role.choices), **dict(HeadRole.choices), **dict(AfterTerm.choices)}


class MyRightsView(LoginRequiredMixin, TemplateView):
    """Every right of the person in words, where it comes from, and whom to ask about what is missing."""

    template_name = "dashboard/my_rights.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        return super().get_context_data(
            rights=rights.rights_of(actor),
            other_days=rights.other_days(actor.user_id, actor.on),
            asked=rights.whom_to_ask(actor, workplace(self.request).organiser_ids),
            **kwargs,
        )


class AudienceView(LoginRequiredMixin, TemplateView):
    """Who sees one object today, and by which right."""

    template_name = "dashboard/audience.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.find(request.actor)
        require(policies.can_see_audience(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def find(self, actor):
        """Technical staff see names only, so they find everything; others what they see anyway."""
        model = known_models().get(self.kwargs["label"])
        if model is None:
            raise Http404
        rows = model.objects.all()
        return get_object_or_404(rows if actor.is_staff else rows.visible_to(actor), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        found = seers(self.object, self.request.actor.on)
        return super().get_context_data(
            object=self.object,
            object_url=self.object.get_absolute_url() if hasattr(self.object, "get_absolute_url") else "",
            kind=self.object._meta.verbose_name,
            note=audience_of(self.object).note,
            rows=[(seer, ROLE_LABELS.get(seer.grant.role, seer.grant.role)) for seer in found],
            people_count=len({seer.user.pk for seer in found}),
            columns=[
                Column(_("Người xem được")),
                Column(_("Vì sao")),
                Column(_("Vai trò")),
                Column(_("Từ ngày")),
                Column(_("Đến ngày")),
            ],
            **kwargs,
        )


PERIOD = (SheetColumn("since", lazy("Từ ngày"), kind="date"), SheetColumn("until", lazy("Đến ngày"), kind="date"))


class GrantListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Phân quyền on a date: roles; the other two tabs list head terms and delegations."""

    filterset_class = RoleGrantFilter
    template_name = "dashboard/grant_list.html"
    paginate_by = 50
    tab = "grant-list"
    export_title = lazy("Phân quyền: vai trò trong đơn vị")
    export_file = "phan-quyen"
    export_columns = (
        SheetColumn("person", lazy("Người giữ")),
        SheetColumn("what", lazy("Quyền")),
        SheetColumn("where", lazy("Ở đâu")),
        *PERIOD,
        SheetColumn("source", lazy("Căn cứ")),
    )
    columns = [
        Column(lazy("Người giữ"), sort="who"),
        Column(lazy("Quyền")),
        Column(lazy("Ở đâu")),
        Column(lazy("Từ ngày"), sort="since"),
        Column(lazy("Đến ngày")),
        Column(lazy("Căn cứ")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_read_grants(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return RoleAssignment.objects.visible_to(self.request.actor).for_list().order_by("user__name_key", "pk")

    def cells(self, row) -> list:
        """Who, what, where, since, until, by what."""
        role = str(row.get_role_display())
        return [row.user.label, role, row.unit.name, row.starts_on, row.ends_on, row.basis]

    def export_row(self, row):
        return self.cells(row)

    def url_of(self, row) -> str:
        return row.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        tabs = [
            Tab(label, reverse(f"dashboard:{name}"), active=name == self.tab)
            for name, label in (
                ("grant-list", _("Vai trò trong đơn vị")),
                ("grant-head-list", _("Trưởng, Phó Cụm")),
                ("grant-delegation-list", _("Ủy quyền")),
            )
        ]
        rows = [(self.url_of(row), self.cells(row)) for row in context["page_obj"]]
        return {**context, "tabs": tabs, "rows": rows}


class HeadGrantListView(GrantListView):
    filterset_class = HeadGrantFilter
    tab = "grant-head-list"
    export_title = lazy("Phân quyền: Trưởng, Phó Cụm")

    def get_queryset(self):
        seen = ClusterYear.objects.visible_to(self.request.actor).values("pk")
        return HeadTerm.objects.filter(cluster_year__in=seen).for_list().order_by("-starts_on", "pk")

    def cells(self, row):
        decision = str(row.decision or "")
        return [row.unit.name, str(row.title), str(row.cluster_year), row.starts_on, row.ends_on, decision]

    def url_of(self, row):
        return row.cluster_year.get_absolute_url()


class DelegationGrantListView(GrantListView):
    filterset_class = DelegationGrantFilter
    tab = "grant-delegation-list"
    export_title = lazy("Phân quyền: ủy quyền trong thời gian vắng mặt")

    def get_queryset(self):
        return Delegation.objects.visible_to(self.request.actor).for_list().order_by("-starts_on", "pk")

    def cells(self, row):
        held = row.assignment
        what = _("%(role)s, thay %(name)s") % {"role": held.get_role_display(), "name": held.user.label}
        return [row.user.label, what, held.unit.name, row.starts_on, row.ends_on, row.reason]

    def url_of(self, row):
        return row.assignment.get_absolute_url()
