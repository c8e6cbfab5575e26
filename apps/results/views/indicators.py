"""Chỉ số: the list of what is measured, adding and correcting."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, TransitionView
from apps.results import policies
from apps.results.domain import indicators
from apps.results.enums import Excess
from apps.results.filters import IndicatorFilter
from apps.results.forms import IndicatorForm
from apps.results.models import Indicator
from apps.results.views.parts import ConflictMixin
from apps.results.work_fields import choices as field_choices
from apps.results.work_fields import labels
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit


def crumb() -> Crumb:
    return Crumb(_("Chỉ số"), reverse("results:indicator-list"))


class IndicatorListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = IndicatorFilter
    template_name = "results/indicator_list.html"
    paginate_by = 50
    columns = (
        Column(_("Chỉ số")),
        Column(_("Đơn vị tính")),
        Column(_("Loại")),
        Column(_("Chiều tốt")),
        Column(_("Lĩnh vực công tác")),
        Column(_("Đơn vị sử dụng")),
    )
    export_title = _("Chỉ số")
    export_file = "chi-so"
    export_columns = (
        SheetColumn("code", _("Mã")),
        SheetColumn("label", _("Chỉ số"), width=50),
        SheetColumn("unit", _("Đơn vị tính")),
        SheetColumn("measure", _("Loại")),
        SheetColumn("better", _("Chiều tốt")),
        SheetColumn("numerator", _("Tử số"), width=40),
        SheetColumn("denominator", _("Mẫu số"), width=40),
        SheetColumn("source", _("Nguồn"), width=60),
    )

    def get_queryset(self):
        return Indicator.objects.visible_to(self.request.actor).select_related("owner").in_order()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        names = labels([actor.on.year])
        rows = [
            (row, names.get((actor.on.year, row.field_code), row.field_code), bool(may_change(actor, row)))
            for row in context["page_obj"]
        ]
        return {**context, "rows": rows, "may_keep": bool(policies.can_keep_indicators(actor))}

    def export_row(self, row):
        return {
            "code": row.code,
            "label": row.label,
            "unit": row.unit_of_measure,
            "measure": row.get_measure_display(),
            "better": row.get_better_display(),
            "numerator": row.numerator_label,
            "denominator": row.denominator_label,
            "source": row.source,
        }


def may_change(actor, indicator: Indicator):
    return policies.can_change_indicator(actor, indicator)


class IndicatorCreateView(FormPageMixin, MakeView):
    """A standing office adds one for its own units; the ministry's for the whole sector."""

    policy = staticmethod(policies.can_keep_indicators)
    form_class = IndicatorForm
    heading = _("Thêm chỉ số")
    submit_label = _("Thêm")
    success_message = _("Đã thêm chỉ số.")

    def crumbs(self):
        return [crumb()]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "fields_of": field_choices(self.request.actor.on.year)}

    def get_initial(self):
        return {"measure": "amount", "better": "up", "excess": Excess.POINTS}

    def make(self, form) -> str:
        data = dict(form.cleaned_data)
        data.pop("version")
        offices = Unit.objects.filter(pk__in=self.request.actor.unit_ids(Role.STANDING_OFFICE)).order_by("path")
        office = offices.first()
        owner_id = office.pk if office and office.kind != UnitKind.MINISTRY else None
        indicators.add_indicator(owner_id=owner_id, actor=self.request.actor, now=self.request.received_at, **data)
        return reverse("results:indicator-list")


class IndicatorEditView(ConflictMixin, TransitionView):
    queryset = Indicator.objects.select_related("owner")
    policy = staticmethod(policies.can_change_indicator)
    form_class = IndicatorForm
    heading = _("Sửa chỉ số")
    submit_label = _("Lưu")
    success_message = _("Đã lưu.")

    def crumbs(self):
        return [crumb()]

    def get_kicker(self):
        return self.object.label

    def get_form_kwargs(self):
        fields = field_choices(self.request.actor.on.year)
        return {**super().get_form_kwargs(), "fields_of": fields, "changing": True}

    def stored(self) -> dict:
        return {name: getattr(self.object, name) for name in indicators.KEPT}

    def get_initial(self):
        return self.stored() | {"version": self.object.version}

    def call(self, form):
        data = dict(form.cleaned_data)
        version = data.pop("version") or 0
        return indicators.change_indicator(
            indicator_id=self.object.pk,
            version=version,
            actor=self.request.actor,
            now=self.request.received_at,
            **data,
        )

    def get_success_url(self):
        return reverse("results:indicator-list")
