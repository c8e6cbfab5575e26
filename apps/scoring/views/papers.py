"""Đã nhận bản giấy: whoever receives a unit's signed original ticks when it arrived."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from apps.core.views import TransitionView
from apps.documents.domain.signed_copies import receive_paper
from apps.scoring.domain.submissions import last_submission
from apps.scoring.forms import PaperReceivedForm
from apps.scoring.review_policies import can_receive_paper
from apps.scoring.views.base import SheetMixin, today


class PaperReceiveView(SheetMixin, TransitionView):
    """Day of arrival of the original behind the scan of the newest submission."""

    policy = staticmethod(can_receive_paper)
    form_class = PaperReceivedForm
    template_name = "scoring/paper_receive.html"
    success_message = _("Đã ghi nhận bản giấy.")
    success_url_name = "scoring:sheet-receipt"

    def get_object(self):
        sheet = super().get_object()
        version = last_submission(sheet)
        if version is None or version.signed_copy is None:
            raise Http404
        self.copy = version.signed_copy
        return sheet

    def get_initial(self):
        return {"received_on": today(self.request)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=self.object, copy=self.copy, cancel_url=self.get_success_url(), **kwargs)

    def call(self, form):
        received_on = form.cleaned_data["received_on"]
        return receive_paper(
            signed_copy_id=self.copy.pk,
            received_on=received_on,
            actor=self.request.actor,
            now=self.request.received_at,
        )
