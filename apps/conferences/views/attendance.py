"""Điểm danh: the list for the desk, codes on slips, and the page on a delegate's phone."""

from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import FormView

from apps.accounts.addresses import client_address
from apps.conferences import policies
from apps.conferences.domain import attending
from apps.conferences.forms import CodeForm
from apps.conferences.views.attendees import AttendeeFormMixin, attendees_crumb
from apps.conferences.views.base import ConferenceFormMixin, ConferenceMixin, conference_crumb, list_crumb
from apps.core.components import Column
from apps.core.errors import DomainError
from apps.core.views import InvalidMixin, TransitionView
from apps.core.whole_numbers import numbers_in
from apps.documents.forms import NothingForm

MOST_TRIES, TRIES_FOR = 30, 10 * 60  # wrong codes of one network address
TOO_MANY = 429


class AttendanceView(ConferenceMixin, TransitionView):
    """The list with a tick per unit. Only what differs from the list as it was shown changes, so that nobody's own
    tick is lost.
    """

    policy = staticmethod(policies.can_prepare)
    form_class = NothingForm
    template_name = "conferences/attendance.html"
    success_message = lazy("Đã lưu điểm danh.")
    success_url_name = "conferences:attendance"
    columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Có mặt"), width="narrow"),
        Column(lazy("Đơn vị"), width="wide"),
        Column(lazy("Đại biểu")),
        Column(lazy("Giờ có mặt, người điểm danh")),
        Column(lazy("Mã"), hidden_label=True),
    )

    def call(self, form):
        return attending.tick(
            conference_id=self.object.pk,
            present=set(numbers_in(self.request.POST, "present")),
            seen=set(numbers_in(self.request.POST, "seen")),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        conference = self.object
        attendees = list(conference.attendees.order_by("order"))
        return super().get_context_data(
            attendees=attendees,
            voters={attendee.pk for attendee in attending.voters_of(conference)},
            quorum=attending.quorum_of(conference),
            is_open=not conference.is_over,
            arrive_url=self.request.build_absolute_uri(reverse("conferences:arrive")),
            last=_("Điểm danh"),
            **kwargs,
        )


class CodesView(ConferenceFormMixin, TransitionView):
    """Cấp mã cho mọi đơn vị: the slips are shown once, in the answer to the post."""

    policy = staticmethod(policies.can_prepare)
    form_class = NothingForm
    heading = lazy("Cấp mã điểm danh cho các đơn vị")
    lead = lazy("Mã chỉ hiện một lần để in phiếu phát tại bàn đón tiếp. Mã cấp trước đó không dùng được nữa.")
    submit_label = lazy("Cấp mã, in phiếu")
    one_time = False

    def crumbs(self):
        return [list_crumb(), conference_crumb(self.object), attendees_crumb(self.object)]

    def codes(self):
        return attending.give_codes(
            conference_id=self.object.pk, actor=self.request.actor, now=self.request.received_at
        )

    def form_valid(self, form):
        try:
            codes = self.codes()
        except DomainError as error:
            return self.show_refusal(form, error)
        link = self.request.build_absolute_uri(reverse("conferences:arrive"))
        context = {"conference": self.object, "codes": codes, "link": link, "crumbs": self.crumbs()}
        response = render(self.request, "conferences/attendance_codes.html", context)
        response["Cache-Control"] = "no-store"
        return response


class CodeView(AttendeeFormMixin, CodesView):
    """A new code for one unit that lost its slip."""

    heading = lazy("Cấp lại mã điểm danh")
    lead = lazy("Mã chỉ hiện một lần. Mã cũ của đơn vị không dùng được nữa.")
    submit_label = lazy("Cấp mã, in phiếu")

    def codes(self):
        code = attending.give_code(attendee_id=self.attendee.pk, actor=self.request.actor, now=self.request.received_at)
        return [(self.attendee, code)]


class OwnArrivalView(AttendeeFormMixin, TransitionView):
    """Tự điểm danh from the own account."""

    operation = staticmethod(attending.arrive)
    form_class = NothingForm
    heading = lazy("Điểm danh")
    submit_label = lazy("Đơn vị có mặt")
    success_message = lazy("Đã ghi nhận đơn vị có mặt.")
    success_url_name = "conferences:conference-detail"

    def policy(self, actor, _conference):
        return policies.can_arrive(actor, self.attendee)

    def get_success_url(self):
        return self.object.get_absolute_url()


class ArriveView(InvalidMixin, FormView):
    """The page on the phone, without menus and without an account: who holds the slip of a unit ticks its presence.

    It tells nothing of any meeting before a code is right. Wrong codes of one address are counted.
    """

    form_class = CodeForm
    template_name = "conferences/arrive.html"

    def dispatch(self, request, *args, **kwargs):
        if cache.get(self.key, 0) >= MOST_TRIES:
            return render(request, "conferences/arrive_blocked.html", status=TOO_MANY)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def key(self) -> str:
        return f"conferences:arrive:{client_address(self.request) or '-'}"

    def form_valid(self, form):
        code = form.cleaned_data["code"]
        try:
            conference_id = attending.conference_of_code(code)
            if conference_id is None:
                cache.add(self.key, 0, TRIES_FOR)
                cache.incr(self.key)
                raise attending.WrongCode(field="code")
            found = attending.tick_by_code(conference_id=conference_id, code=code, now=self.request.received_at)
        except DomainError as error:
            form.add_error("code", str(error.message))
            return self.form_invalid(form)
        return render(self.request, "conferences/arrived.html", {"attendee": found, "conference": found.conference})
