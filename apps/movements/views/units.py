"""Units × four ticks of one movement, and the changes of its frozen list."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.movements import policies
from apps.movements.domain import launching
from apps.movements.filters import ParticipationFilter
from apps.movements.forms import DropForm, UnitAddForm
from apps.movements.models import Movement, Participation
from apps.movements.queries import cascade, listing
from apps.movements.queries.audience import missing_units
from apps.movements.views.common import asked_year, list_crumb
from apps.movements.views.editing import RunMixin
from apps.movements.views.movements import count_rows


class MovementUnitsView(ExportMixin, ScopedObjectMixin, FilterView):
    """The ministry's view: counts of the four columns, each opening its list; heads read their own members."""

    queryset = Movement.objects.for_list()
    filterset_class = ParticipationFilter
    template_name = "movements/movement_units.html"
    paginate_by = 50
    columns = (
        Column(lazy("Đơn vị"), sort="name"),
        Column(lazy("Đã phát động"), sort="launched"),
        Column(lazy("Đã có kế hoạch"), sort="planned"),
        Column(lazy("Đã đưa vào chương trình năm")),
        Column(lazy("Đã báo cáo"), sort="reported"),
        Column(lazy("Nội dung có kế hoạch"), numeric=True),
    )
    export_file = "don-vi-phong-trao"
    export_columns = (
        SheetColumn("unit", lazy("Đơn vị"), width=60),
        SheetColumn("code", lazy("Mã đơn vị")),
        SheetColumn("launched", lazy("Đã phát động"), kind="date"),
        SheetColumn("launched_paper", lazy("Văn bản phát động"), width=25),
        SheetColumn("planned", lazy("Đã có kế hoạch"), kind="date"),
        SheetColumn("plan_paper", lazy("Kế hoạch"), width=25),
        SheetColumn("programmed", lazy("Trong chương trình năm")),
        SheetColumn("reported", lazy("Đã báo cáo"), kind="date"),
        SheetColumn("report_paper", lazy("Báo cáo"), width=25),
        SheetColumn("note", lazy("Ghi chú"), width=50),
    )

    def get_object(self):
        return get_object_or_404(Movement.objects.visible_to(self.request.actor).for_list(), pk=self.kwargs["pk"])

    @property
    def export_title(self):
        return _("%(movement)s: các đơn vị, năm %(year)s") % {
            "movement": self.object.short_name,
            "year": asked_year(self.request, self.object),
        }

    def seen(self):
        return Participation.objects.visible_to(self.request.actor).filter(movement=self.object)

    def get_queryset(self):
        rows = self.seen()
        if self.request.GET.get("late") != "left":
            rows = rows.standing()
        rows = rows.with_programme(asked_year(self.request, self.object))
        papers = ("unit", "launched_document", "plan_document", "report_document")
        rows = cascade.with_completeness(rows).select_related(*papers)
        return rows.order_by("unit__protocol_order", "unit__sort_key", "pk")

    def get_context_data(self, **kwargs):
        movement, actor = self.object, self.request.actor
        year = asked_year(self.request, movement)
        counts = cascade.counts(self.seen().standing(), year)
        context = super().get_context_data(**kwargs)
        rows = [{"row": row, "ticks": listing.ticks_of(row, confirmation=None)} for row in context["page_obj"]]
        return {
            **context,
            "movement": movement,
            "rows": rows,
            "counts": count_rows(counts, movement, year),
            "total": counts.total,
            "this_year": year,
            "years": range(movement.starts_on.year, movement.ends_on.year + 1),
            "may_run": bool(policies.can_run(actor, movement)),
        }

    def export_row(self, row):
        answered = _("Chưa cập nhật") if not row.answered else (_("Có") if row.programmed else _("Không đưa vào"))
        return {
            "unit": row.unit_name,
            "code": row.unit.code,
            "launched": row.launched_on,
            "launched_paper": str(row.launched_document or ""),
            "planned": row.planned_on,
            "plan_paper": str(row.plan_document or ""),
            "programmed": answered,
            "reported": row.reported_on,
            "report_paper": str(row.report_document or ""),
            "note": row.note,
        }


class UnitAddView(RunMixin, TransitionView):
    """Bổ sung đơn vị sau phát động, with the reason."""

    form_class = UnitAddForm
    heading = lazy("Bổ sung đơn vị tham gia")
    lead = lazy("Danh sách đã chốt khi phát động; mỗi lần bổ sung được ghi ngày và lý do, đơn vị được thông báo.")
    submit_label = lazy("Bổ sung")
    success_message = lazy("Đã bổ sung.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "missing": missing_units(self.object, self.request.actor.on)}

    def call(self, form):
        return launching.add_units(
            movement_id=self.object.pk,
            unit_ids=form.unit_ids,
            note=form.cleaned_data["note"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class UnitDropView(FormPageMixin, TransitionView):
    """Đơn vị thôi tham gia, with the reason; its papers stay."""

    queryset = Participation.objects.for_list()
    policy = staticmethod(policies.can_add_to)
    form_class = DropForm
    operation = launching.drop_unit
    id_argument = "participation_id"
    heading = lazy("Đơn vị thôi tham gia phong trào")
    submit_label = lazy("Ghi thôi tham gia")
    success_message = lazy("Đã ghi.")

    def crumbs(self):
        movement = self.object.movement
        return [
            list_crumb(),
            Crumb(str(movement), movement.get_absolute_url()),
            Crumb(self.object.unit_name, self.object.get_absolute_url()),
        ]

    def get_success_url(self):
        return self.object.get_absolute_url()
