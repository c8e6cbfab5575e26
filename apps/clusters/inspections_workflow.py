"""The steps of a finding (Nội dung cần khắc phục)."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FindingState as S
from apps.core.flow import Flow, Transition

FINDING_FLOW = Flow(
    Transition("report_fix", frozenset({S.OPEN}), S.FIXED, _("Báo cáo đã khắc phục")),
    Transition("accept", frozenset({S.FIXED}), S.ACCEPTED, _("Chấp nhận")),
    Transition("ask_again", frozenset({S.FIXED}), S.OPEN, _("Yêu cầu bổ sung")),
    Transition("reopen", frozenset({S.ACCEPTED}), S.OPEN, _("Mở lại")),
)
