"""Điển hình tiên tiến: the list with its measures, the figures of each unit, the page of one."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters.views import FilterView

from apps.clusters.enums import FINISHING
from apps.clusters.models import Member
from apps.core.components import Column, Fact, Step
from apps.core.dates import format_date, local
from apps.core.lists import ExportMixin
from apps.core.numbers import format_decimal
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, require
from apps.documents.serving import serve_attachment
from apps.movements import role_model_policies as policies
from apps.movements import role_model_queries as queries
from apps.movements.models import RoleModel
from apps.movements.policies import can_compare
from apps.movements.role_model_enums import STEPS, ModelStep
from apps.movements.role_model_filters import RoleModelFilter, UnitMeasureFilter
from apps.movements.role_model_workflow import ROLE_MODEL_FLOW
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.models.people_scope import ROLES, reach_of


class RoleModelListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Role models that the reader may see, newest first, with the days from deed to suggestion to recognition."""

    filterset_class = RoleModelFilter
    template_name = "movements/role_model_list.html"
    paginate_by = 50
    columns = (
        Column(_("Người, tập thể")),
        Column(_("Việc làm")),
        Column(_("Ngày có việc làm"), sort="deed"),
        Column(_("Giới thiệu"), sort="suggested"),
        Column(_("Bước")),
        Column(_("Ghi nhận")),
        Column(_("Số lần nhân rộng"), sort="told", numeric=True),
    )
    export_title = _("Điển hình tiên tiến")
    export_file = "dien-hinh-tien-tien"
    export_columns = (
        SheetColumn("name", _("Người, tập thể"), width=30),
        SheetColumn("subject", _("Đối tượng")),
        SheetColumn("unit", _("Đơn vị"), width=36),
        SheetColumn("deed", _("Việc làm"), width=70),
        SheetColumn("field", _("Lĩnh vực công tác"), width=24),
        SheetColumn("movement", _("Phong trào"), width=30),
        SheetColumn("deed_on", _("Ngày có việc làm"), kind="date"),
        SheetColumn("suggested_on", _("Ngày giới thiệu"), kind="date"),
        SheetColumn("to_suggestion", _("Ngày đến giới thiệu"), kind="integer"),
        SheetColumn("step", _("Bước")),
        SheetColumn("recognised_on", _("Ngày ghi nhận"), kind="date"),
        SheetColumn("to_recognition", _("Ngày đến ghi nhận"), kind="integer"),
        SheetColumn("spread_count", _("Số lần nhân rộng"), kind="integer"),
    )

    def get_queryset(self):
        found = RoleModel.objects.visible_to(self.request.actor).for_list()
        return queries.with_spread_count(found).order_by("-suggested_on", "-pk")

    def get_context_data(self, **kwargs):
        found = self.object_list
        return super().get_context_data(
            measures=measure_stats(queries.measures(found)),
            may_suggest=bool(policies.can_suggest_any(self.request.actor)),
            may_compare=bool(can_compare(self.request.actor)),
            **kwargs,
        )

    def export_row(self, row):
        return {
            "name": row.name,
            "subject": row.get_subject_display(),
            "unit": row.unit.name,
            "deed": row.deed,
            "field": row.field,
            "movement": row.movement.short_name if row.movement else "",
            "deed_on": row.deed_on,
            "suggested_on": row.suggested_on,
            "to_suggestion": row.days_to_suggestion,
            "step": row.get_step_display(),
            "recognised_on": row.recognised_on,
            "to_recognition": row.days_to_recognition,
            "spread_count": row.spread_count,
        }


def measure_stats(found: queries.Measures) -> list[tuple]:
    """Figures above a list: value, label."""
    return [
        (found.count, _("điển hình")),
        (found.waiting, _("mới phát hiện, chờ bồi dưỡng")),
        (days_text(found.days_to_suggestion), _("ngày từ việc làm đến giới thiệu (trung vị)")),
        (days_text(found.days_to_recognition), _("ngày từ việc làm đến ghi nhận (trung vị)")),
        (found.spread_actions, _("lần nhân rộng")),
    ]


def days_text(days: float | None) -> str:
    return "–" if days is None else format_decimal(days, 1)


class UnitMeasureListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Which units tell of nobody, how quickly others do: the own branch, members of clusters led, the whole sector."""

    filterset_class = UnitMeasureFilter
    template_name = "movements/role_model_units.html"
    paginate_by = 50
    columns = (
        Column(_("Đơn vị")),
        Column(_("Đã giới thiệu"), sort="suggested", numeric=True),
        Column(_("Chờ bồi dưỡng"), numeric=True),
        Column(_("Đã ghi nhận"), numeric=True),
        Column(_("Ngày đến giới thiệu"), numeric=True),
        Column(_("Ngày đến ghi nhận"), sort="days", numeric=True),
        Column(_("Số lần nhân rộng"), sort="told", numeric=True),
        Column(_("Lần giới thiệu gần nhất")),
    )
    export_title = _("Điển hình tiên tiến theo đơn vị")
    export_file = "dien-hinh-theo-don-vi"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=50),
        SheetColumn("suggested", _("Đã giới thiệu"), kind="integer"),
        SheetColumn("waiting", _("Chờ bồi dưỡng"), kind="integer"),
        SheetColumn("recognised", _("Đã ghi nhận"), kind="integer"),
        SheetColumn("to_suggestion", _("Ngày đến giới thiệu (trung vị)")),
        SheetColumn("to_recognition", _("Ngày đến ghi nhận (trung vị)")),
        SheetColumn("told", _("Số lần nhân rộng"), kind="integer"),
        SheetColumn("last_on", _("Lần giới thiệu gần nhất"), kind="date"),
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(can_compare(request.actor))
        return super().dispatch(request, *args, **kwargs)

    @property
    def year(self) -> int:
        return local(self.request.received_at).year

    def get_queryset(self):
        units = compared_units(self.request.actor, self.year).valid_on(local(self.request.received_at).date())
        return queries.units_with_measures(units, self.year).order_by("suggested", "protocol_order", "sort_key", "pk")

    def get_context_data(self, **kwargs):
        rows = self.object_list
        return super().get_context_data(
            year=self.year, without=rows.filter(suggested=0).count(), all_units=rows.count(), **kwargs
        )

    def export_row(self, row):
        return {
            "unit": row.name,
            "suggested": row.suggested,
            "waiting": row.waiting,
            "recognised": row.recognised,
            "to_suggestion": days_text(queries.days(row.suggestion_days)),
            "to_recognition": days_text(queries.days(row.recognition_days)),
            "told": row.told,
            "last_on": row.last_on,
        }


def compared_units(actor, year: int):
    """The own branch, and the members of clusters that the actor leads in the year; no unit outside of the sector."""
    reach = reach_of(actor, *ROLES)
    condition = reach.condition()
    units = Unit.objects.exclude(kind__in=(UnitKind.EXTERNAL, UnitKind.MINISTRY))
    if headed := actor.cluster_year_ids(*FINISHING):
        members = Member.objects.standing().filter(cluster_year_id__in=headed, cluster_year__year__year=year)
        members = members.order_by().values("unit_id")
        return units.filter(condition) | units.filter(pk__in=members)
    return units.filter(condition)


class RoleModelDetailView(ScopedPageView):
    """One role model: the deed, the four steps, where it was told, what may be done now."""

    queryset = RoleModel.objects.for_list()
    template_name = "movements/role_model_detail.html"

    def get_context_data(self, **kwargs):
        found, actor = self.object, self.request.actor
        taken = list(found.steps.all())
        return super().get_context_data(
            found=found,
            facts=facts_of(found),
            bar=step_bar(found, taken),
            taken=taken,
            told=list(found.spread_actions.all()),
            may_keep=bool(policies.can_keep(actor, found)),
            may_correct=bool(policies.can_correct(actor, found)),
            actions=ROLE_MODEL_FLOW.actions(found.step),
            **kwargs,
        )


def facts_of(found: RoleModel) -> list[Fact]:
    rows = [
        (_("Đơn vị"), found.unit.name),
        (_("Đối tượng"), found.get_subject_display()),
        (_("Lĩnh vực công tác"), found.field),
        (_("Phong trào thi đua"), found.movement.short_name if found.movement else ""),
        (_("Ngày có việc làm"), format_date(found.deed_on)),
        (_("Người giới thiệu"), found.suggested_by_label),
        (
            _("Ngày giới thiệu"),
            _("%(day)s (sau %(n)s ngày)") % {"day": format_date(found.suggested_on), "n": found.days_to_suggestion},
        ),
    ]
    if found.recognised_on:
        values = {"day": format_date(found.recognised_on), "n": found.days_to_recognition}
        rows.append((_("Ngày được ghi nhận"), _("%(day)s (sau %(n)s ngày)") % values))
    if found.award:
        rows.append((_("Khen thưởng"), f"{found.award.award_type.name}, {found.award.grant.document}"))
    return [Fact(label, value) for label, value in rows if value]


def step_bar(found: RoleModel, taken) -> list[Step]:
    """Phát hiện – bồi dưỡng – tổng kết – nhân rộng, with the day of each."""
    days = {each.step: each.on for each in taken}
    reached = STEPS.index(found.step) if found.step in STEPS else -1
    bar = []
    for index, step in enumerate(STEPS):
        state = "waiting"
        if index < reached:
            state = "done"
        elif index == reached:
            state = "done" if step == ModelStep.SPREAD else "current"
        note = format_date(days.get(step)) if index <= reached else ""
        bar.append(Step(step.label, state, note))
    return bar


class RoleModelPhotoView(ScopedObjectMixin, View):
    """The picture itself."""

    queryset = RoleModel.objects.for_list().select_related("photo")

    def get(self, request, pk):
        if self.object.photo is None:
            raise Http404
        return serve_attachment(request, self.object.photo)
