"""Đơn vị dự họp: who is invited, what they answered, whom they send."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.conferences import policies
from apps.conferences.domain import attending, inviting
from apps.conferences.enums import Answer
from apps.conferences.forms import AllotForm, AnswerForm, UnitsForm
from apps.conferences.models import Attendee, Conference
from apps.conferences.page_queries import units_to_add
from apps.conferences.views.base import ConferenceFormMixin, ConferenceMixin, conference_crumb, kicker_of, list_crumb
from apps.core.components import Column, Crumb
from apps.core.dates import format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.lists import EXPORT_PARAMETER, asks_for_file, file_of
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.spreadsheets import Sheet
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm


def attendees_crumb(conference: Conference) -> Crumb:
    return Crumb(_("Đơn vị dự họp"), reverse("conferences:attendee-list", args=[conference.pk]))


def answered(attendees: list[Attendee]) -> dict[str, int]:
    """How many units come, do not come, have not answered; delegates of those who come."""
    coming = [each for each in attendees if each.answer == Answer.COMING]
    return {
        "coming": len(coming),
        "not_coming": sum(each.answer == Answer.NOT_COMING for each in attendees),
        "silent": sum(each.answer == Answer.NONE for each in attendees),
        "delegates": sum(each.delegates for each in coming),
    }


class AttendeeListView(ConferenceMixin, ScopedPageView):
    """One row per unit, in protocol order; as a file with ``format=xlsx``, ``format=csv``."""

    template_name = "conferences/attendee_list.html"
    columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Đơn vị"), width="wide"),
        Column(lazy("Giấy mời")),
        Column(lazy("Trả lời")),
        Column(lazy("Đại biểu"), width="wide"),
        Column(lazy("Có mặt")),
        Column(lazy("Thao tác"), hidden_label=True),
    )
    export_columns = (
        SheetColumn("order", lazy("TT"), kind="integer"),
        SheetColumn("unit", lazy("Đơn vị"), width=50),
        SheetColumn("line", lazy("Khối"), width=26),
        SheetColumn("answer", lazy("Trả lời"), width=16),
        SheetColumn("person", lazy("Đại biểu (trưởng đoàn)"), width=30),
        SheetColumn("post", lazy("Chức vụ"), width=30),
        SheetColumn("delegates", lazy("Số đại biểu"), kind="integer"),
        SheetColumn("named", lazy("Đại biểu khác"), width=60),
        SheetColumn("present", lazy("Có mặt lúc"), width=20),
    )

    def get(self, request, *args, **kwargs):
        if asks_for_file(request):
            return self.export()
        return super().get(request, *args, **kwargs)

    def rows(self) -> list[Attendee]:
        return list(self.object.attendees.select_related("unit").prefetch_related("named").order_by("order"))

    def get_context_data(self, **kwargs):
        conference, actor = self.object, self.request.actor
        found = self.rows()
        prepares = policies.prepares(actor, conference)
        running = not conference.is_over
        own = actor.unit_ids("officer", "leader")
        by_hand = running and prepares and conference.kind == "congress"
        return super().get_context_data(
            rows=[(each, running and (prepares or each.unit_id in own)) for each in found],
            counts=answered(found),
            own_there=any(each.unit_id in own for each in found),
            waiting=sum(each.invited_at is None for each in found),
            may_prepare=prepares and running,
            by_hand=by_hand,
            export_url="?format=xlsx",
            csv_url="?format=csv",
            last=_("Đơn vị dự họp"),
            **kwargs,
        )

    def export(self) -> HttpResponse:
        rows = [
            {
                "order": each.order,
                "unit": each.unit_name,
                "line": each.get_line_display() if each.line else "",
                "answer": each.get_answer_display(),
                "person": each.person,
                "post": each.post,
                "delegates": each.delegates,
                "named": "; ".join(", ".join(filter(None, [one.name, one.post])) for one in each.named.all()),
                "present": format_datetime(each.present_at),
            }
            for each in self.rows()
        ]
        title = _("Đơn vị dự họp")
        notes = [self.object.title, _("Xuất lúc %(time)s") % {"time": format_datetime(self.request.received_at)}]
        sheet = Sheet(title, title, self.export_columns, rows, notes=notes)
        return file_of(sheet, "don-vi-du-hop", self.request.GET[EXPORT_PARAMETER])


class UnitsAddView(ConferenceFormMixin, TransitionView):
    """Thêm đơn vị dự họp."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(inviting.add_units)
    form_class = UnitsForm
    heading = lazy("Thêm đơn vị dự họp")
    submit_label = lazy("Thêm vào danh sách")
    success_message = lazy("Đã thêm đơn vị.")
    success_url_name = "conferences:attendee-list"

    def crumbs(self):
        return [*super().crumbs(), attendees_crumb(self.object)]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": units_to_add(self.object)}

    def operation_arguments(self, form):
        return {"unit_ids": form.cleaned_data["units"], "allotted": form.cleaned_data["allotted"] or 0}


class AttendeeFormMixin(FormPageMixin):
    """One form about one unit of the meeting; ``self.attendee``, else 404. ``policy`` is asked about the unit."""

    queryset = Conference.objects.for_list()
    id_argument = "attendee_id"

    def get_object(self):
        conference = super().get_object()
        found = Attendee.objects.select_related("conference__cluster_year", "unit")
        self.attendee = found.filter(conference=conference, pk=self.kwargs["attendee_id"]).first()
        if self.attendee is None:
            raise Http404
        return conference

    def crumbs(self):
        return [list_crumb(), conference_crumb(self.object), attendees_crumb(self.object)]

    def get_kicker(self):
        return f"{kicker_of(self.object)} · {self.attendee.unit_name}"

    def call(self, form):
        return type(self).operation(
            attendee_id=self.attendee.pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **self.operation_arguments(form),
        )

    def get_success_url(self):
        return reverse("conferences:attendee-list", args=[self.object.pk])


class AnswerView(SecondWriterMixin, AttendeeFormMixin, TransitionView):
    """Trả lời giấy mời; whoever prepares the meeting writes down what was said by telephone.

    The second of two writers sees what is stored, the names too, and keeps what was typed.
    """

    operation = staticmethod(attending.answer)
    form_class = AnswerForm
    template_name = "conferences/attendee_answer.html"
    heading = lazy("Trả lời giấy mời")
    submit_label = lazy("Gửi trả lời")
    success_message = lazy("Đã ghi trả lời của đơn vị.")

    def policy(self, actor, _conference):
        return policies.can_answer(actor, self.attendee)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "rows": self.named()}

    def named(self) -> list[dict]:
        return [
            {"key": each.pk, "name": each.name, "post": each.post, "kind": each.kind}
            for each in self.attendee.named.order_by("order")
        ]

    def get_initial(self):
        one = self.attendee
        answer = one.answer if one.answer != Answer.NONE else Answer.COMING
        names = ("person", "post", "delegates", "version")
        return {"answer": answer, **{name: getattr(one, name) for name in names}}

    def version_now(self) -> int:
        """The meeting is the object here; the version is that of the unit's answer."""
        self.attendee.refresh_from_db()
        return self.attendee.version

    def operation_arguments(self, form):
        return {**form.cleaned_data, "named": form.delegates_named()}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(attendee=self.attendee, **kwargs)
        return context | {"stored_names": self.named() if self.stale else []}

    def get_success_url(self):
        return self.object.get_absolute_url()


class AllotView(AttendeeFormMixin, TransitionView):
    """Phân bổ đại biểu."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(inviting.allot)
    form_class = AllotForm
    heading = lazy("Phân bổ đại biểu")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu số đại biểu.")

    def get_initial(self):
        return {"allotted": self.attendee.allotted}


class TakeOffView(AttendeeFormMixin, TransitionView):
    """Bỏ khỏi danh sách."""

    policy = staticmethod(policies.can_prepare)
    operation = staticmethod(inviting.take_off)
    form_class = NothingForm
    heading = lazy("Bỏ đơn vị khỏi danh sách")
    submit_label = lazy("Bỏ khỏi danh sách")
    success_message = lazy("Đã bỏ đơn vị khỏi danh sách.")
