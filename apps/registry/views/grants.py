"""Quyết định khen thưởng on screen: list with numbers, one decision, entering, adding recipients, publishing."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Fact
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.registry import policies, queries
from apps.registry.domain import granting
from apps.registry.domain.recipients import Recipient
from apps.registry.filters import GrantFilter
from apps.registry.forms import GrantForm, PublishForm, RecipientForm
from apps.registry.models import AwardCampaign, GrantDocument
from apps.registry.views.creating import ChangeView, CreateView


class GrantListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Decisions with collectives and individuals of each; every figure opens its list (S000-7)."""

    filterset_class = GrantFilter
    template_name = "registry/grant_list.html"
    paginate_by = 50
    columns = (
        Column(_("Quyết định"), sort="decided"),
        Column(_("Người, cơ quan quyết định")),
        Column(_("Dịp khen thưởng")),
        Column(_("Tập thể"), numeric=True),
        Column(_("Cá nhân"), numeric=True),
    )
    export_title = _("Quyết định khen thưởng")
    export_file = "quyet-dinh-khen-thuong"
    export_columns = (
        SheetColumn("symbol", _("Số quyết định"), width=18),
        SheetColumn("issued_on", _("Ngày"), kind="date"),
        SheetColumn("authority", _("Người, cơ quan quyết định"), width=40),
        SheetColumn("occasion", _("Dịp khen thưởng"), width=50),
        SheetColumn("collectives", _("Tập thể"), kind="integer", total=True),
        SheetColumn("individuals", _("Cá nhân"), kind="integer", total=True),
    )

    def get_queryset(self):
        return queries.with_counts(GrantDocument.objects.visible_to(self.request.actor).for_list())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        grants = list(context["page_obj"])
        seen = queries.visible_numbers([grant.pk for grant in grants], self.request.actor)
        return context | {
            "rows": [(grant, seen.get(grant.pk, 0) == grant.collectives + grant.individuals) for grant in grants],
            "totals": queries.totals(self.object_list),
            "may_enter": bool(policies.can_enter_any(self.request.actor)),
        }

    def export_row(self, row):
        return {
            "symbol": row.document.symbol,
            "issued_on": row.document.issued_on,
            "authority": row.authority_name,
            "occasion": row.occasion,
            "collectives": row.collectives,
            "individuals": row.individuals,
        }


class GrantDetailView(ScopedPageView):
    """One decision: its head, whether its list is complete, the first names."""

    queryset = GrantDocument.objects.for_list()
    template_name = "registry/grant_detail.html"

    def get_context_data(self, **kwargs):
        grant = self.object
        counts = granting.counts_of(grant)
        visible = grant.awards.visible_to(self.request.actor)
        awards = visible.for_list().order_by("subject", "recipient_key", "pk")[:20]
        may_change = not grant.list_closed and bool(policies.can_change_grant(self.request.actor, grant))
        if visible.count() == counts.collectives + counts.individuals:
            listed = f"{reverse('registry:award-list')}?grant={grant.pk}&subject="
            kwargs |= {"collectives_url": f"{listed}collective", "individuals_url": f"{listed}individual"}
        else:
            kwargs |= {"is_part": True}
        return super().get_context_data(
            grant=grant, counts=counts, differences=counts.differences(), awards=awards, facts=grant_facts(grant),
            may_change=may_change, may_publish=bool(policies.can_publish_grant(self.request.actor, grant)), **kwargs,
        )  # fmt: skip


def grant_facts(grant: GrantDocument) -> list[Fact]:
    rows = [
        (_("Quyết định"), str(grant.document)),
        (_("Người, cơ quan quyết định"), grant.authority_name),
        (_("Cấp quyết định"), grant.get_authority_level_display()),
        (_("Loại hình khen thưởng"), grant.get_type_display()),
        (_("Dịp khen thưởng"), grant.occasion),
        (_("Đợt khen thưởng"), str(grant.campaign) if grant.campaign else ""),
        (_("Đơn vị lưu"), grant.keeper.name),
    ]
    return [Fact(label, value) for label, value in rows if value]


class GrantCreateView(CreateView):
    form_class = GrantForm
    heading = _("Nhập quyết định khen thưởng")
    lead = _("Nhập số, ngày một lần; danh sách thêm ở bước sau hoặc nhập từ Excel.")
    back_url_name = "registry:grant-list"
    success_message = _("Đã nhập quyết định. Hãy thêm người, tập thể được khen thưởng.")

    def get_initial(self):
        return {"keeper": self.own_unit()}

    def get_form_kwargs(self):
        campaigns = AwardCampaign.objects.visible_to(self.request.actor).for_list()
        return super().get_form_kwargs() | {"campaigns": campaigns}

    def enter(self, form):
        keeper, request = form.cleaned_data["keeper"], self.request
        campaign = form.cleaned_data["campaign"]
        return granting.enter_grant(
            document=form.document(keeper, request.actor, request.received_at),
            keeper_id=keeper.pk,
            campaign_id=campaign.pk if campaign else None,
            actor=request.actor,
            now=request.received_at,
            **{name: form.cleaned_data[name] for name in GrantForm.HEAD},
        )


class RecipientAddView(ChangeView):
    """Add one recipient to a decision."""

    queryset = GrantDocument.objects.for_list()
    policy = staticmethod(policies.can_change_grant)
    form_class = RecipientForm
    heading = _("Thêm người, tập thể được khen thưởng")
    lead = _("Người ngoài ngành: để trống ô cá nhân và đơn vị, nhập tên in trong quyết định.")
    success_url_name = "registry:grant-detail"
    success_message = _("Đã thêm vào danh sách.")

    def call(self, form):
        data, request = form.cleaned_data, self.request
        unit = data["unit"]
        recipient = Recipient(
            award=data["award"],
            subject=data["subject"],
            name=data["name"],
            honorific=data["honorific"],
            post=data["post"],
            unit_name=unit.name if unit else "",
            person_id=data["person"].pk if data["person"] else None,
            unit_id=unit.pk if unit else None,
            standing=data["standing"],
            standing_reason=data["standing_reason"],
            year=data["year"],
            achievement=data["achievement"],
        )
        return granting.add_awards(
            grant_id=self.object.pk, recipients=[recipient], actor=request.actor, now=request.received_at
        )


class PublishView(ChangeView):
    """From when the list stands on the public page."""

    queryset = GrantDocument.objects.for_list()
    policy = staticmethod(policies.can_publish_grant)
    operation = staticmethod(granting.publish_grant)
    id_argument = "grant_id"
    form_class = PublishForm
    heading = _("Công khai danh sách")
    lead = _("Trang công khai chỉ có tên, chức vụ, đơn vị, hình thức khen thưởng và quyết định.")
    success_url_name = "registry:grant-detail"
    success_message = _("Đã ghi việc công khai.")

    def get_initial(self):
        return {"published_on": self.object.published_on, "version": self.object.version}
