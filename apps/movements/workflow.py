"""Which step follows which, for a movement and for a unit's review of it."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.movements.enums import MovementState as M
from apps.movements.enums import ReviewState as R

MOVEMENT_FLOW = Flow(
    Transition("launch", frozenset({M.DRAFT}), M.LAUNCHED, _("Phát động")),
    Transition("review", frozenset({M.LAUNCHED, M.REVIEWED}), M.REVIEWED, _("Ghi nhận đã sơ kết")),
    Transition("conclude", frozenset({M.LAUNCHED, M.REVIEWED}), M.CONCLUDED, _("Ghi nhận đã tổng kết")),
    Transition("reopen", frozenset({M.CONCLUDED}), M.REVIEWED, _("Mở lại")),
)

REVIEW_FLOW = Flow(
    Transition("submit", frozenset({R.DRAFT, R.RETURNED}), R.SUBMITTED, _("Gửi")),
    Transition("return", frozenset({R.SUBMITTED, R.ACCEPTED}), R.RETURNED, _("Yêu cầu bổ sung")),
    Transition("accept", frozenset({R.SUBMITTED}), R.ACCEPTED, _("Tiếp nhận")),
)
