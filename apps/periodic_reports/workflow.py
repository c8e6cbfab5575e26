"""Flows of a template and of a report."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.periodic_reports.enums import ReportState as S
from apps.periodic_reports.enums import TemplateState as T

TEMPLATE_FLOW = Flow(Transition("issue", frozenset({T.DRAFT}), T.ISSUED, _("Ban hành, giao đơn vị")))

REPORT_FLOW = Flow(
    Transition("submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, _("Gửi")),
    Transition("return", frozenset({S.SUBMITTED}), S.RETURNED, _("Yêu cầu bổ sung")),
    Transition("accept", frozenset({S.SUBMITTED}), S.ACCEPTED, _("Tiếp nhận")),
    Transition("reopen", frozenset({S.SUBMITTED, S.ACCEPTED}), S.DRAFT, _("Mở lại cho đơn vị sửa")),
    # What another body typed from the unit's paper: for some days the unit corrects it, taken over or not.
    Transition("correct", frozenset({S.SUBMITTED, S.ACCEPTED}), S.DRAFT, _("Sửa bản nhập thay")),
    # The hour of a reopening has passed: what was sent before stands again.
    Transition("close_again", frozenset({S.DRAFT}), S.SUBMITTED, _("Đóng lại")),
)
