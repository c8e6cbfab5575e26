"""Sổ khen thưởng on screen: list, one award, timelines of people and units."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Fact, TimelineEntry
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, require
from apps.registry import policies, queries
from apps.registry.asked_for import asked_for
from apps.registry.filters import AwardFilter
from apps.registry.models import Award
from apps.registry.workflow import AWARD_FLOW
from apps.units.history_queries import record_names
from apps.units.models import Person, Unit

PAGE = 50


class AwardListView(ExportMixin, LoginRequiredMixin, FilterView):
    """What was granted, newest first; two awards of one year are told, not refused (S000-9)."""

    filterset_class = AwardFilter
    template_name = "registry/award_list.html"
    paginate_by = PAGE
    columns = (
        Column(_("Người, tập thể"), sort="name"),
        Column(_("Đơn vị")),
        Column(_("Danh hiệu, hình thức")),
        Column(_("Năm"), sort="year", numeric=True),
        Column(_("Quyết định"), sort="decided"),
        Column(_("Tình trạng")),
    )
    export_title = _("Sổ khen thưởng")
    export_file = "so-khen-thuong"
    export_columns = (
        SheetColumn("recipient", _("Người, tập thể"), width=32),
        SheetColumn("post", _("Chức vụ")),
        SheetColumn("unit", _("Đơn vị"), width=36),
        SheetColumn("award", _("Danh hiệu, hình thức"), width=36),
        SheetColumn("year", _("Năm thành tích"), kind="year"),
        SheetColumn("symbol", _("Số quyết định"), width=18),
        SheetColumn("granted_on", _("Ngày quyết định"), kind="date"),
        SheetColumn("authority", _("Người, cơ quan quyết định"), width=36),
        SheetColumn("occasion", _("Dịp khen thưởng"), width=36),
        SheetColumn("state", _("Tình trạng"), width=18),
    )

    def get_queryset(self):
        return Award.objects.visible_to(self.request.actor).for_rows()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        awards = list(context["page_obj"])
        several = queries.several_in_year(awards)
        flags = queries.open_flags([award.pk for award in awards])
        names = record_names((award.unit_id, award.granted_on) for award in awards if award.unit_id)
        rows = [
            (award, several.get(award.pk), flags.get(award.pk), names.get((award.unit_id, award.granted_on)))
            for award in awards
        ]
        actor = self.request.actor
        return context | {
            "rows": rows,
            "may_enter": bool(policies.can_enter_any(actor)),
            "may_review": bool(policies.can_read_reviews(actor)),
        }

    def export_row(self, row):
        return {
            "recipient": row.recipient,
            "post": row.post,
            "unit": row.unit_name or (row.unit.name if row.unit else ""),
            "award": row.award_type.name,
            "year": row.year,
            "symbol": row.grant.document.symbol,
            "granted_on": row.granted_on,
            "authority": row.grant.authority_name,
            "occasion": row.grant.occasion,
            "state": row.get_state_display(),
        }


class AwardDetailView(ScopedPageView):
    """One award with the decisions about it and what relied on it."""

    queryset = Award.objects.for_list().select_related("grant__keeper", "grant__campaign")
    template_name = "registry/award_detail.html"

    def get_context_data(self, **kwargs):
        award = self.object
        may_act = bool(policies.can_act(self.request.actor, award))
        return super().get_context_data(
            award=award,
            facts=award_facts(award),
            acts=[
                TimelineEntry(
                    at=act.at,
                    title=f"{act.get_kind_display()} – {act.document}",
                    body="; ".join(filter(None, [act.get_reason_code_display(), act.reason, changes_of(act)])),
                    who=act.by_label,
                )
                for act in award.acts.select_related("document")
            ],
            bases=award.bases.select_related("basis__award_type", "basis__grant__document"),
            dependents=award.relied_on_by.select_related("award__award_type", "award__grant__document"),
            actions=AWARD_FLOW.actions(award.state) if may_act else (),
            may_act=may_act,
            may_review=bool(policies.can_read_reviews(self.request.actor)),
            **kwargs,
        )


def changes_of(act) -> str:
    """Printed fields before and after a correction, in words."""
    fields = {each.name: str(each.verbose_name) for each in Award._meta.fields}
    return "; ".join(
        f"{fields.get(name, name)}: {before or '–'} → {(act.after or {}).get(name) or '–'}"
        for name, before in (act.before or {}).items()
    )


def award_facts(award: Award) -> list[Fact]:
    grant = award.grant
    rows = [
        (_("Danh hiệu, hình thức"), award.award_type.name),
        (_("Người, tập thể"), award.recipient),
        (_("Chức vụ"), award.post),
        (_("Đơn vị"), award.unit_name or (award.unit.name if award.unit else "")),
        (_("Tư cách"), f"{award.get_standing_display()} – {award.standing_reason}" if award.standing_reason else ""),
        (_("Năm thành tích"), award.year),
        (_("Thành tích"), award.achievement),
        (_("Quyết định"), str(grant.document)),
        (_("Người, cơ quan quyết định"), grant.authority_name),
        (_("Loại hình khen thưởng"), grant.get_type_display()),
        (_("Dịp khen thưởng"), grant.occasion),
    ]
    if award.period_from or award.period_to:
        rows.insert(6, (_("Thời gian thành tích"), f"{award.period_from or '…'}–{award.period_to or '…'}"))
    return [Fact(label, value) for label, value in rows if value]


class TimelineView(LoginRequiredMixin, ExportMixin, FilterView):
    """What one person or unit holds, through transfers and successions; titles in a row beside. Below, apart, what was
    asked for it.
    """

    filterset_class = AwardFilter
    template_name = "registry/timeline.html"
    paginate_by = PAGE
    columns = AwardListView.columns[2:]
    asked_columns = (
        Column(_("Danh hiệu, hình thức")),
        Column(_("Năm"), numeric=True),
        Column(_("Nơi nhận")),
        Column(_("Tình trạng")),
    )
    export_title = AwardListView.export_title
    export_file = AwardListView.export_file
    export_columns = AwardListView.export_columns
    export_row = AwardListView.export_row
    model = Person

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.owner = get_object_or_404(self.model.objects.all().visible_to(request.actor), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return queries.awards_of_person(self.owner.pk)

    def asked(self):
        return asked_for(self.request.actor, person_id=self.owner.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        awards = list(context["page_obj"])
        openable = queries.openable(awards, self.request.actor)
        return context | {
            "rows": [(award, award.pk in openable) for award in awards],
            "asked": self.asked(),
            "owner": self.owner,
            "owner_label": getattr(self.owner, "label", None) or self.owner.name,
            "streaks": queries.streaks(self.get_queryset()),
            "is_unit": self.model is Unit,
        }


class UnitTimelineView(TimelineView):
    """Awards of a collective and of those before it; seen by whoever may see its awards."""

    model = Unit

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_see_timelines(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return queries.awards_of_unit(self.owner.pk)

    def asked(self):
        return asked_for(self.request.actor, unit_ids=queries.line_of(self.owner.pk))
