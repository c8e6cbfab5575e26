"""Việc có thời hạn của năm: the list, one duty, making and changing it, Đã nhận of several units."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date, format_datetime, local
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.obligations import policies
from apps.obligations.domain import calling, taking_in
from apps.obligations.duty_forms import DutyForm, UnitsReceivedForm
from apps.obligations.filters import DutyFilter
from apps.obligations.models import Duty, Obligation
from apps.obligations.owners import page_of
from apps.obligations.queries import asked_and_sent, called_by, owing, with_requests
from apps.obligations.reminder_texts import not_open_yet, sent_in_words
from apps.periods.due_dates import SetsDueDates
from apps.periods.models import EmulationYear

MOST_NAMED = 4


def list_crumb() -> Crumb:
    return Crumb(_("Việc có thời hạn"), reverse("obligations:duty-list"))


class DutyListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Duties of the year that concern the actor; the organiser makes and changes them here."""

    filterset_class = DutyFilter
    template_name = "obligations/duty_list.html"
    paginate_by = 50
    export_title = lazy("Việc có thời hạn của năm")
    export_file = "viec-co-thoi-han"
    columns = (
        Column(lazy("Việc"), sort="label", width="wide"),
        Column(lazy("Hạn nội bộ")),
        Column(lazy("Hạn nộp"), sort="due"),
        Column(lazy("Khóa sổ")),
        Column(lazy("Căn cứ")),
        Column(lazy("Số đơn vị"), sort="asked", numeric=True),
        Column(lazy("Đã gửi"), sort="sent", numeric=True),
    )
    export_columns = (
        SheetColumn("year", lazy("Năm"), "year"),
        SheetColumn("label", lazy("Việc"), width=44),
        SheetColumn("organiser", lazy("Đơn vị giao"), width=36),
        SheetColumn("internal", lazy("Hạn nội bộ"), "date"),
        SheetColumn("due", lazy("Hạn nộp"), "date"),
        SheetColumn("basis", lazy("Căn cứ")),
        SheetColumn("asked", lazy("Số đơn vị"), "integer"),
        SheetColumn("sent", lazy("Đã gửi"), "integer"),
    )

    def get_queryset(self):
        return asked_and_sent(Duty.objects.visible_to(self.request.actor)).order_by("due_on", "pk")

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data.setdefault("year", local(self.request.received_at).year)
        return kwargs | {"data": data}

    def get_context_data(self, **kwargs):
        offices = self.request.actor.unit_ids("standing_office")
        years = EmulationYear.objects.filter(organiser_id__in=offices).exclude(state="closed")
        return super().get_context_data(
            years=list(years.select_related("organiser").order_by("-year", "organiser__name")[:6]), **kwargs
        )

    def export_row(self, row):
        asker = row.asked_by or row.year.organiser
        return [
            row.year.year,
            row.label,
            asker.name,
            row.internal_due_on,
            row.due_on,
            row.basis,
            row.asked,
            row.sent,
        ]


class DutyDetailView(ScopedPageView):
    """One duty: its dates, whom it was asked of, and a unit's own call below it."""

    queryset = Duty.objects.for_list()
    template_name = "obligations/duty_detail.html"

    def get_context_data(self, **kwargs):
        actor, duty = self.request.actor, self.object
        own = Obligation.objects.filter(duty=duty, unit_id__in=actor.unit_ids("officer", "leader"))
        own = list(with_requests(own).for_list())
        counted = asked_and_sent(Duty.objects.filter(pk=duty.pk)).get()
        calls = called_by({each.unit_id for each in own}, duty)
        if duty.asked_by_id is not None and policies.can_call(actor, duty.asked_by_id):
            calls = list(duty.obligations.filter(waived_at=None).for_list().order_by("unit__protocol_order", "pk"))
        watches = policies.sees_who_owes(actor, duty)
        owed = owing(duty, self.request.received_at, late_only=False)
        return super().get_context_data(
            facts=self.facts(duty, counted, own=bool(own) and not watches),
            total=self.total(duty, counted, owed) if watches else "",
            may_remind=watches and policies.can_remind(actor, duty) and owed.exists(),
            may_change=duty.asked_by_id is None and policies.can_edit(actor, duty),
            owning_page=page_of(duty) if policies.can_ask(actor, duty.year.organiser_id) else "",
            may_receive=policies.can_receive_all(actor, duty),
            own=own if duty.asked_by_id is None else [],
            calls=calls,
            **kwargs,
        )

    def total(self, duty, counted, owed) -> str:
        """Đã gửi 11/13 đơn vị. Còn thiếu: … – with the first names only; a unit's own call lists its divisions."""
        if duty.asked_by_id is not None:
            return ""
        sent = sent_in_words(counted, [each.unit.name for each in owed[:MOST_NAMED]])
        return sent if duty.is_open_on(self.request.actor.on) else f"{sent} {not_open_yet(duty)}"

    def facts(self, duty, counted, *, own: bool) -> list[Fact]:
        """``own``: the reader's units read their own hạn nội bộ below, not the one that came with the duty."""
        rows = [
            Fact(_("Đơn vị giao"), (duty.asked_by or duty.year.organiser).name),
            Fact(_("Hạn nộp"), format_date(duty.due_on)),
        ]
        if duty.internal_due_on and not own:
            rows.append(Fact(_("Hạn nội bộ"), format_date(duty.internal_due_on)))
        if duty.opens_on:
            rows.append(Fact(_("Mở từ ngày"), format_date(duty.opens_on)))
        closing = format_datetime(duty.closes_at) if duty.closes_at else _("Không; việc gửi chậm vẫn được nhận.")
        rows.append(Fact(_("Khóa sổ"), closing))
        if duty.basis:
            rows.append(Fact(_("Căn cứ"), duty.basis))
        rows.append(Fact(_("Đã gửi"), f"{counted.sent}/{counted.asked}"))
        return rows


class DutyFormMixin(SetsDueDates, FormPageMixin):
    form_class = DutyForm
    due_fields = ("due_on", "internal_due_on", "until")
    consequences = (
        lazy("Đơn vị được giao thấy việc này trong “Việc cần làm” ngay khi lưu."),
        lazy("Đổi hạn nộp không làm mất số ngày chậm đã ghi; không đơn vị nào bị bỏ khỏi danh sách."),
    )

    def crumbs(self):
        return [list_crumb()]


class DutyCreateView(DutyFormMixin, TransitionView):
    """Giao việc in one year of the actor's office."""

    heading = lazy("Giao việc có thời hạn")
    submit_label = lazy("Giao việc")
    success_message = lazy("Đã giao việc.")
    queryset = EmulationYear.objects.select_related("organiser")

    def policy(self, actor, year):
        return policies.can_ask(actor, year.organiser_id)

    def get_kicker(self):
        return f"{self.object.organiser.name} · {self.object}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"year": self.object}

    def call(self, form):
        return calling.set_duty(
            year_id=self.object.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class DutyEditView(SecondWriterMixin, DutyFormMixin, TransitionView):
    """Dates, basis and audience of a duty; its kind stays."""

    heading = lazy("Sửa việc có thời hạn")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")
    queryset = Duty.objects.for_list().of_organiser()
    version_field = "expected_version"

    def policy(self, actor, duty):
        return policies.can_edit(actor, duty)

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.label, self.object.get_absolute_url())]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"year": self.object.year, "changing": True}

    def get_initial(self):
        duty = self.object
        closes = local(duty.closes_at) if duty.closes_at else None
        return {
            "label": duty.label,
            "audience": duty.audience,
            "opens_on": duty.opens_on,
            "due_on": duty.due_on,
            "internal_due_on": duty.internal_due_on,
            "closes_on": closes.date() if closes else None,
            "closes_time": closes.time() if closes else None,
            "basis_symbol": duty.document.symbol if duty.document else duty.basis,
            "basis_issued_on": duty.document.issued_on if duty.document else None,
            "expected_version": duty.version,
        }

    def call(self, form):
        return calling.set_duty(
            year_id=self.object.year_id,
            duty_id=self.object.pk,
            kind=str(self.object.kind),
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()


class ReceivingView(FormPageMixin, TransitionView):
    """Đã nhận: of which units the paper came, and on which day; for duties that no app fulfils."""

    heading = lazy("Ghi đã nhận")
    submit_label = lazy("Ghi đã nhận")
    success_message = lazy("Đã ghi.")
    form_class = UnitsReceivedForm
    queryset = Duty.objects.for_list().of_organiser()
    operation = staticmethod(taking_in.receive_all)
    id_argument = "duty_id"

    def policy(self, actor, duty):
        return policies.can_receive_all(actor, duty)

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.label, self.object.get_absolute_url())]

    def get_form_kwargs(self):
        owed = Obligation.objects.open().filter(duty=self.object).select_related("unit")
        units = [each.unit for each in owed.order_by("unit__protocol_order", "pk")]
        return super().get_form_kwargs() | {"units": units}

    def get_initial(self):
        return {"received_on": local(self.request.received_at).date()}

    def get_success_url(self):
        return self.object.get_absolute_url()
