"""Hoạt động của đơn vị trong phong trào: the unit's live movements with their pulse, the entries, their forms."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import ListView

from apps.core.components import Column, Crumb
from apps.core.dates import format_date, local
from apps.core.form_pages import FormPageMixin
from apps.core.lists import PageExportMixin
from apps.core.numbers import format_decimal
from apps.core.reasons import ReasonForm
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.serving import serve_attachment
from apps.movements import activity_policies as policies
from apps.movements import commitment_queries
from apps.movements.activity_clock import pulse_of, quiet_after
from apps.movements.activity_forms import FIGURES, ActivityEditForm, ActivityForm
from apps.movements.domain import activities
from apps.movements.evenness_queries import count_of
from apps.movements.models import ActivityEntry, ActivityPhoto, Movement, Participation, activities_of, last_activity_of
from apps.units.models import Unit


class UnitMovementsView(PageExportMixin, ScopedPageView):
    """Phong trào của đơn vị: level, stage, newest activity, commitments; what is not kept up is marked."""

    queryset = Unit.objects.all()
    template_name = "movements/unit_movements.html"
    columns = (
        Column(_("Phong trào")),
        Column(_("Cấp")),
        Column(_("Giai đoạn")),
        Column(_("Hoạt động gần nhất")),
        Column(_("Hoạt động trong năm"), numeric=True),
        Column(_("Bản cam kết cá nhân"), numeric=True),
    )
    export_title = _("Phong trào đang thực hiện của đơn vị")
    export_file = "phong-trao-cua-don-vi"
    export_columns = (
        SheetColumn("movement", _("Phong trào"), width=50),
        SheetColumn("level", _("Cấp"), width=20),
        SheetColumn("stage", _("Giai đoạn"), width=30),
        SheetColumn("last", _("Hoạt động gần nhất"), "date"),
        SheetColumn("quiet", _("Chưa duy trì thường xuyên"), width=14),
        SheetColumn("entries", _("Hoạt động trong năm"), "integer"),
        SheetColumn("committed", _("Bản cam kết cá nhân"), "integer"),
        SheetColumn("roll", _("Số người"), "integer"),
    )

    def export_notes(self):
        return [self.object.name]

    def export_row(self, row):
        found, pulse, _commitments = row
        movement, quiet = found.movement, in_words("có") if pulse.quiet else ""
        named = (movement.short_name, movement.get_level_display(), str(movement.stage))
        return (*named, pulse.last_on, quiet, found.entries, found.committed_count, found.roll_count)

    def get_context_data(self, **kwargs):
        today = local(self.request.received_at).date()
        rows = live_rows(self.request.actor, self.object.pk, today)
        self.exported = [(row, pulse_of(row, today), commitment_text(row)) for row in rows]
        return super().get_context_data(
            unit=self.object,
            rows=self.exported,
            year=today.year,
            limit=quiet_after(today),
            view_columns=self.columns,
            **kwargs,
        )


def live_rows(actor, unit_id: int, today):
    """Participations of a unit in running movements that the actor sees; one query."""
    running = Movement.objects.running(today).order_by().values("pk")
    rows = Participation.objects.visible_to(actor).standing().filter(unit_id=unit_id, movement__in=running)
    rows = rows.for_list().annotate(last_on=last_activity_of(), entries=entries_in(today.year))
    rows = commitment_queries.with_counts(rows, today.year, today)
    return rows.order_by("movement__starts_on", "movement__title_key", "pk")


def entries_in(year: int):
    """How many activities of a participation fall into a year."""
    return count_of(activities_of().filter(on__year=year).values("one"))


def commitment_text(row) -> str:
    """N/N (100%); a dash where nobody has begun."""
    if not row.committed_count:
        return "–"
    return commitment_queries.Count(row.committed_count, row.roll_count).text


class ParticipationMixin(ScopedObjectMixin):
    """Pages about one unit in one movement."""

    queryset = Participation.objects.for_list()

    def crumbs(self) -> list[Crumb]:
        unit = self.object.unit
        return [
            Crumb(_("Phong trào của %(unit)s") % {"unit": unit.table_name}, self.unit_url()),
            Crumb(self.object.movement.short_name, reverse("movements:activity-list", args=[self.object.pk])),
        ]

    def unit_url(self) -> str:
        return reverse("movements:unit-movements", args=[self.object.unit_id])

    def get_kicker(self) -> str:
        return f"{self.object.unit_name}, {self.object.movement.short_name}"


class ActivityListView(ParticipationMixin, ListView):
    """What the unit did, newest first."""

    template_name = "movements/activity_list.html"
    paginate_by = 30

    def get_queryset(self):
        if not hasattr(self, "object"):
            return super().get_queryset()
        return (
            ActivityEntry.objects.filter(Q(participation=self.object) | Q(participation__continued_in=self.object))
            .for_list()
            .order_by("-on", "-pk")
        )

    def get_object(self):
        rows = Participation.objects.visible_to(self.request.actor).for_list().annotate(last_on=last_activity_of())
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        today = local(self.request.received_at).date()
        return super().get_context_data(
            participation=self.object,
            pulse=pulse_of(self.object, today),
            limit=quiet_after(today),
            crumbs=self.crumbs()[:1],
            may_write=bool(policies.can_write(self.request.actor, self.object)),
            **kwargs,
        )


class ActivityCreateView(ParticipationMixin, FormPageMixin, TransitionView):
    policy = staticmethod(policies.can_write)
    operation = staticmethod(activities.add_activity)
    id_argument = "participation_id"
    form_class = ActivityForm
    template_name = "movements/activity_form.html"
    heading = _("Ghi hoạt động")
    submit_label = _("Lưu hoạt động")
    success_message = _("Đã ghi hoạt động.")

    def get_initial(self):
        return {"on": format_date(local(self.request.received_at).date())}

    def operation_arguments(self, form):
        return form.arguments()

    def get_success_url(self):
        return self.result.get_absolute_url()


class EntryMixin(ScopedObjectMixin):
    """Forms about one activity."""

    queryset = ActivityEntry.objects.for_list()
    policy = staticmethod(policies.can_change)
    id_argument = "entry_id"

    def crumbs(self) -> list[Crumb]:
        place = self.object.participation
        return [Crumb(str(place), reverse("movements:activity-list", args=[place.pk]))]

    def get_success_url(self):
        return reverse("movements:activity-list", args=[self.object.participation_id])


class ActivityEditView(SecondWriterMixin, EntryMixin, FormPageMixin, TransitionView):
    operation = staticmethod(activities.correct_activity)
    form_class = ActivityEditForm
    template_name = "movements/activity_form.html"
    heading = _("Sửa hoạt động")
    submit_label = _("Lưu hoạt động")
    success_message = _("Đã lưu hoạt động.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"photos": self.object.photos.select_related("attachment")}

    def get_initial(self):
        entry, paper = self.object, self.object.document
        initial = {"on": format_date(entry.on), "text": entry.text, "version": entry.version}
        if paper:
            initial |= {"symbol": paper.symbol, "issued_on": format_date(paper.issued_on)}
            initial["issuer_name"] = paper.issuer_name
        for number, figure in zip(FIGURES, entry.figures.all(), strict=False):
            value = format_decimal(figure.value.normalize(), grouped=False)
            initial |= {f"label_{number}": figure.label, f"value_{number}": value}
            initial[f"measure_{number}"] = figure.measure
        return initial

    def operation_arguments(self, form):
        return form.arguments()


class ActivityRemoveView(EntryMixin, FormPageMixin, TransitionView):
    operation = staticmethod(activities.remove_activity)
    form_class = ReasonForm
    heading = _("Bỏ hoạt động")
    lead = _("Chỉ bỏ hoạt động ghi nhầm. Lịch sử vẫn giữ nội dung đã ghi.")
    submit_label = _("Bỏ hoạt động này")
    success_message = _("Đã bỏ hoạt động.")


class ActivityPhotoView(ScopedObjectMixin, View):
    """The picture itself; whoever sees the unit in the movement sees it."""

    queryset = ActivityEntry.objects.all()

    def get_object(self):
        self.photo = get_object_or_404(ActivityPhoto.objects.select_related("attachment"), pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=self.photo.entry_id)

    def get(self, request, pk):
        return serve_attachment(request, self.photo.attachment)
