"""Sáng kiến, đợt khen thưởng, tạm dừng xét: lists, pages, forms."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView
from django_filters.views import FilterView

from apps.core.components import Column, Fact
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.registry import policies, queries
from apps.registry.domain import holds, initiatives
from apps.registry.filters import CampaignFilter, InitiativeFilter
from apps.registry.forms import CampaignForm, CampaignStateForm, HoldEndForm, HoldForm, InitiativeForm
from apps.registry.models import AwardCampaign, Initiative, ReviewHold
from apps.registry.views.creating import ChangeView, CreateView


class InitiativeListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = InitiativeFilter
    template_name = "registry/initiative_list.html"
    paginate_by = 50
    columns = (
        Column(_("Tên"), sort="title"),
        Column(_("Tác giả")),
        Column(_("Cấp công nhận")),
        Column(_("Phạm vi ảnh hưởng")),
        Column(_("Năm"), sort="year", numeric=True),
        Column(_("Quyết định công nhận")),
    )
    export_title = _("Sáng kiến, đề tài")
    export_file = "sang-kien"
    export_columns = (
        SheetColumn("title", _("Tên"), width=60),
        SheetColumn("authors", _("Tác giả"), width=40),
        SheetColumn("kind", _("Loại")),
        SheetColumn("level", _("Cấp công nhận")),
        SheetColumn("scope", _("Phạm vi ảnh hưởng")),
        SheetColumn("year", _("Năm"), kind="year"),
        SheetColumn("document", _("Quyết định công nhận")),
        SheetColumn("council", _("Hội đồng sáng kiến"), width=40),
    )

    def get_queryset(self):
        found = Initiative.objects.visible_to(self.request.actor).for_list()
        return found.prefetch_related("authors__person")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_enter=bool(policies.can_enter_any(self.request.actor)), **kwargs)

    def export_row(self, row):
        return {
            "title": row.title,
            "authors": "; ".join(author.person.full_name for author in row.authors.all()),
            "kind": row.get_kind_display(),
            "level": row.get_level_display(),
            "scope": row.get_scope_display(),
            "year": row.year,
            "document": str(row.document),
            "council": row.council_name,
        }


class InitiativeDetailView(ScopedPageView):
    queryset = Initiative.objects.for_list()
    template_name = "registry/initiative_detail.html"

    def get_context_data(self, **kwargs):
        work = self.object
        rows = [
            (_("Loại"), work.get_kind_display()),
            (_("Cấp công nhận"), work.get_level_display()),
            (_("Phạm vi ảnh hưởng"), work.get_scope_display()),
            (_("Năm công nhận"), work.year),
            (_("Quyết định công nhận"), str(work.document)),
            (_("Hội đồng sáng kiến"), work.council_name),
            (_("Đơn vị"), work.unit.name),
            (_("Hiệu quả áp dụng"), work.effect),
        ]
        facts = [Fact(label, value) for label, value in rows if value]
        return super().get_context_data(work=work, facts=facts, authors=work.authors.select_related("person"), **kwargs)


class InitiativeCreateView(CreateView):
    form_class = InitiativeForm
    heading = _("Nhập sáng kiến, đề tài được công nhận")
    back_url_name = "registry:initiative-list"
    success_message = _("Đã nhập sáng kiến, đề tài.")

    def get_initial(self):
        return {"unit": self.own_unit()}

    def enter(self, form):
        data, request = form.cleaned_data, self.request
        names = ("title", "kind", "level", "scope", "year", "council_name", "effect")
        return initiatives.enter_initiative(
            unit_id=data["unit"].pk,
            document=form.document(data["unit"], request.actor, request.received_at),
            author_ids=form.author_ids,
            actor=request.actor,
            now=request.received_at,
            **{name: data[name] for name in names},
        )


class CampaignListView(LoginRequiredMixin, ExportMixin, FilterView):
    filterset_class = CampaignFilter
    template_name = "registry/campaign_list.html"
    paginate_by = 50
    columns = (
        Column(_("Dịp khen thưởng")),
        Column(_("Loại hình")),
        Column(_("Năm"), numeric=True),
        Column(_("Dự kiến")),
        Column(_("Tình trạng")),
    )
    export_title = _("Đợt khen thưởng")
    export_file = "dot-khen-thuong"
    export_columns = (
        SheetColumn("occasion", _("Dịp khen thưởng"), width=50),
        SheetColumn("owner", _("Đơn vị"), width=36),
        SheetColumn("type", _("Loại hình"), width=20),
        SheetColumn("year", _("Năm"), "year"),
        SheetColumn("collectives", _("Số tập thể dự kiến"), "integer"),
        SheetColumn("individuals", _("Số cá nhân dự kiến"), "integer"),
        SheetColumn("state", _("Tình trạng"), width=20),
    )

    def export_row(self, row: AwardCampaign):
        quotas = (row.quota_collectives, row.quota_individuals)
        return (row.occasion, row.owner.name, row.get_type_display(), row.year, *quotas, row.get_state_display())

    def get_queryset(self):
        return AwardCampaign.objects.visible_to(self.request.actor).for_list()

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_enter=bool(policies.can_enter_any(self.request.actor)), **kwargs)


class CampaignDetailView(ScopedPageView):
    """A campaign and the decisions that came of it, of one authority or several."""

    queryset = AwardCampaign.objects.for_list()
    template_name = "registry/campaign_detail.html"

    def get_context_data(self, **kwargs):
        campaign = self.object
        grants = queries.with_counts(campaign.grants.for_list())
        return super().get_context_data(
            campaign=campaign,
            grants=grants,
            totals=queries.totals(campaign.grants.all()),
            openable=set(campaign.grants.visible_to(self.request.actor).order_by().values_list("pk", flat=True)),
            may_change=bool(policies.can_change_campaign(self.request.actor, campaign)),
            **kwargs,
        )


class CampaignCreateView(CreateView):
    form_class = CampaignForm
    heading = _("Mở đợt khen thưởng")
    lead = _("Số lượng và danh sách có thể để trống khi đang rà soát.")
    back_url_name = "registry:campaign-list"
    success_message = _("Đã mở đợt khen thưởng.")

    def get_initial(self):
        return {"owner": self.own_unit(), "year": self.request.actor.on.year}

    def enter(self, form):
        data = dict(form.cleaned_data)
        owner = data.pop("owner")
        return initiatives.open_campaign(
            owner_id=owner.pk, actor=self.request.actor, now=self.request.received_at, **data
        )


class CampaignMoveView(ChangeView):
    queryset = AwardCampaign.objects.for_list()
    policy = staticmethod(policies.can_change_campaign)
    operation = staticmethod(initiatives.move_campaign)
    id_argument = "campaign_id"
    form_class = CampaignStateForm
    heading = _("Tình trạng của đợt khen thưởng")
    lead = _("Đợt khen thưởng có thể chưa có danh sách khi đang rà soát.")
    success_url_name = "registry:campaign-detail"
    success_message = _("Đã ghi tình trạng của đợt khen thưởng.")

    def get_initial(self):
        return {"state": self.object.state, "version": self.object.version}


class HoldListView(LoginRequiredMixin, ListView):
    """Who is looked into at the moment; seen by few."""

    template_name = "registry/hold_list.html"
    paginate_by = 50
    columns = (
        Column(_("Cá nhân, đơn vị")),
        Column(_("Lý do")),
        Column(_("Từ ngày")),
        Column(_("Kết thúc")),
        Column(_("Thao tác"), hidden_label=True),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_see_holds(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_hold=bool(policies.can_hold_any(self.request.actor)), **kwargs)

    def get_queryset(self):
        return ReviewHold.objects.visible_to(self.request.actor).for_list()


class HoldCreateView(CreateView):
    form_class = HoldForm
    policy = staticmethod(policies.can_hold_any)
    heading = _("Tạm dừng xét khen thưởng")
    lead = _("Người, đơn vị đang bị xem xét không được đề nghị khen thưởng cho đến khi có kết luận.")
    back_url_name = "registry:hold-list"
    success_message = _("Đã ghi tạm dừng xét.")

    def enter(self, form):
        data, request = form.cleaned_data, self.request
        return holds.begin_hold(
            unit_id=data["unit"].pk,
            person_id=data["person"].pk if data["person"] else None,
            kind=data["kind"],
            started_on=data["started_on"],
            note=data["note"],
            actor=request.actor,
            now=request.received_at,
        )


class HoldEndView(ChangeView):
    queryset = ReviewHold.objects.for_list()
    policy = staticmethod(lambda actor, hold: policies.can_hold(actor, hold.unit))
    operation = staticmethod(holds.end_hold)
    id_argument = "hold_id"
    form_class = HoldEndForm
    heading = _("Kết thúc tạm dừng xét")
    lead = _("Sau khi có kết luận, hồ sơ được xét tiếp.")
    success_message = _("Đã ghi kết luận, được xét tiếp.")

    def get_initial(self):
        return {"version": self.object.version}

    def get_success_url(self):
        return self.result.get_absolute_url()
