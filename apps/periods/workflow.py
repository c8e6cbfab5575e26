"""The year's states."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.periods.enums import YearState as S

YEAR_FLOW = Flow(
    Transition("open", frozenset({S.PREPARING}), S.OPEN, _("Mở năm thi đua")),
    Transition("start_closing", frozenset({S.OPEN}), S.CLOSING, _("Bắt đầu tổng kết")),
    Transition("close", frozenset({S.CLOSING}), S.CLOSED, _("Khóa sổ")),
    Transition("reopen", frozenset({S.CLOSED}), S.CLOSING, _("Mở lại")),
)
