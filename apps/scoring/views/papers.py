"""Đã nhận bản giấy: whoever receives a unit's signed original ticks when it arrived."""

from django.utils.translation import gettext_lazy as _

from apps.core.views import TransitionView
from apps.documents.views.signing import PaperReceiveMixin
from apps.scoring.domain.submissions import last_submission
from apps.scoring.review_policies import can_receive_paper
from apps.scoring.views.base import SheetMixin


class PaperReceiveView(PaperReceiveMixin, SheetMixin, TransitionView):
    """Day of arrival of the original behind the scan of the newest submission."""

    policy = staticmethod(can_receive_paper)
    template_name = "scoring/paper_receive.html"
    success_message = _("Đã ghi nhận bản giấy.")
    success_url_name = "scoring:sheet-receipt"
    newest = staticmethod(last_submission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=self.object, **kwargs)
