"""The signed text of a decision is uploaded, its signatures are checked."""

from django.utils.translation import gettext_lazy as lazy

from apps.awards import decision_policies as policies
from apps.awards.decision_forms import SignedTextForm
from apps.awards.domain.signed_decisions import keep_signed_text
from apps.awards.views.decisions import DecisionMixin
from apps.core.views import TransitionView


class SignedTextView(DecisionMixin, TransitionView):
    """Tải lên bản ký."""

    policy = staticmethod(policies.can_issue)
    operation = staticmethod(keep_signed_text)
    id_argument = "decision_id"
    form_class = SignedTextForm
    heading = lazy("Tải lên bản ký của quyết định")
    lead = lazy("Tệp PDF đã ký số được kiểm tra: ai ký, lúc nào, còn nguyên vẹn không. Bản quét không có chữ ký số.")
    submit_label = lazy("Tải lên")
    success_message = lazy("Đã lưu bản ký cùng quyết định.")
