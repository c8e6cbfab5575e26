"""What undoes a step of a session, and what closes it: declarations withdrawn, reopening, the signed minutes."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.awards import council_policies as policies
from apps.awards.council_forms import StepReasonForm
from apps.awards.domain import seating, sessions
from apps.awards.models import Conflict, CouncilSession
from apps.awards.views.session_acts import StepView
from apps.awards.views.sessions import SessionMixin
from apps.core.reasons import ReasonForm
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.core.whole_numbers import whole_number
from apps.documents.views.signing import SignedCopyFileMixin, SignedCopyUploadMixin


class ConflictWithdrawView(SessionMixin, TransitionView):
    """Rút khai báo: a member what it declared of itself, the standing office of anybody, until slips are made."""

    policy = staticmethod(policies.can_declare)
    form_class = ReasonForm
    heading = submit_label = _("Rút khai báo có liên quan")
    success_message = _("Đã rút khai báo.")

    def get_object(self):
        session = super().get_object()
        found = Conflict.objects.filter(item__session=session).select_related("seat", "item__nominee__award")
        self.conflict = get_object_or_404(found, pk=self.kwargs["conflict"])
        actor = self.request.actor
        own = policies.seat_of(actor, session)  # without a seat the policy refuses
        if own is not None and self.conflict.seat != own and not policies.can_serve(actor, session):
            raise Http404
        return session

    def get_lead(self):
        return f"{self.conflict}: {self.conflict.reason}"

    def call(self, form):
        return seating.withdraw_conflict(
            conflict_id=self.conflict.pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class ReopenView(StepView):
    """Mở lại phiên họp, until its minutes are signed."""

    operation = staticmethod(sessions.reopen_session)
    form_class = StepReasonForm
    heading = submit_label = _("Mở lại phiên họp")
    success_message = _("Phiên họp đã mở lại.")


class MinutesSignView(SignedCopyUploadMixin, SessionMixin, TransitionView):
    """Tải lên bản ký: the minutes that chair and secretary signed on paper."""

    operation = staticmethod(sessions.sign_minutes)
    id_argument = "session_id"
    template_name = "awards/minutes_sign.html"
    heading = _("Tải lên biên bản phiên họp đã ký")
    lead = _("Ghi đúng như trên bản giấy. Biên bản được chốt ngay khi bấm Gửi.")
    submit_label = _("Gửi")
    success_message = _("Đã ghi nhận biên bản ký trên giấy.")

    def fingerprint(self):
        return str(self.object.version)

    def operation_arguments(self, form):
        found = super().operation_arguments(form)
        seen = whole_number(found["seen"])
        return {"copy": found["signed_copy"], "version": -1 if seen is None else seen}


class MinutesFileView(SignedCopyFileMixin, ScopedObjectMixin, View):
    """The scan, for whoever sees the session."""

    queryset = CouncilSession.objects.select_related("minutes_copy__attachment")

    def newest_copy(self, obj):
        return obj.minutes_copy
