"""Ký giao ước tại hội nghị: one scan for all units that signed in the hall."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as lazy

from apps.conferences import policies
from apps.conferences.domain.hall_signing import sign_in_hall
from apps.conferences.enums import Step
from apps.conferences.hall_forms import HallSigningForm
from apps.conferences.mode import mode_url
from apps.conferences.views.base import ConferenceFormMixin
from apps.core.views import TransitionView
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.views.signing import SignedCopyUploadMixin
from apps.pledges.domain.signing import what_is_signed
from apps.pledges.models import Pledge
from apps.pledges.queries import places
from apps.pledges.workflow import PLEDGE_FLOW


class HallSigningView(SignedCopyUploadMixin, ConferenceFormMixin, TransitionView):
    """Units that are there and have not signed, with who signs for them as the invitation was answered."""

    policy = staticmethod(policies.can_run)
    form_class = HallSigningForm
    template_name = "conferences/hall_signing.html"
    heading = lazy("Ghi chữ ký giao ước tại hội nghị")
    lead = lazy("Một bản quét có chữ ký của các đơn vị. Đơn vị được báo và có thể mở lại nếu sai.")
    submit_label = lazy("Gửi")
    success_message = lazy("Đã ghi chữ ký của các đơn vị.")

    def get_object(self):
        found = super().get_object()
        pledges = Pledge.objects.select_related("in_force").filter(cluster_year=found.next_cluster_year_id or 0)
        self.pledge = get_object_or_404(pledges, pk=self.kwargs["pledge_id"])
        if self.pledge.in_force_id is None or not PLEDGE_FLOW.allows("sign", self.pledge.state):
            raise Http404
        return found

    def get_kicker(self):
        line = self.pledge.get_line_display() if self.pledge.line else ""
        return " · ".join(filter(None, [super().get_kicker(), line]))

    def get_form_kwargs(self):
        there = {each.unit_id: each for each in self.object.attendees.present()}
        missing = [place for place in places(self.pledge) if place.signature is None and place.unit_id in there]
        signers = [(place.unit_id, place.unit_name, there[place.unit_id]) for place in missing]
        return super().get_form_kwargs() | {"signers": signers}

    def get_initial(self):
        return super().get_initial() | {"signed_on": self.object.held_on}

    def fingerprint(self):
        return what_is_signed(self.pledge)

    def call(self, form):
        data = form.cleaned_data
        copy = PaperCopy(self.kept, data["number"], data["signed_on"], "", "") if self.kept else None
        return sign_in_hall(
            conference_id=self.object.pk,
            pledge_id=self.pledge.pk,
            signers=form.chosen(),
            copy=copy,
            seen=data["seen"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return mode_url(self.object, Step.PLEDGE)
