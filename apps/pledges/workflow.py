"""Which step of a pledge may follow which."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.pledges.enums import PledgeState as S

PLEDGE_FLOW = Flow(
    Transition("open", frozenset({S.DRAFT}), S.OPEN, _("Mở ký")),
    # A unit that joined after all had signed signs as well; the state follows who is missing.
    Transition("sign", frozenset({S.OPEN, S.SIGNED}), S.OPEN, _("Ký giao ước")),
    Transition("complete", frozenset({S.OPEN}), S.SIGNED, _("Đã ký đủ")),
    Transition("withdraw", frozenset({S.OPEN, S.SIGNED}), S.OPEN, _("Mở lại cho đơn vị ký lại")),
    Transition("revise", frozenset({S.OPEN, S.SIGNED}), S.DRAFT, _("Sửa nội dung, ký lại")),
    Transition("close", frozenset({S.OPEN, S.SIGNED}), S.CLOSED, _("Khóa")),
    Transition("reopen", frozenset({S.CLOSED}), S.OPEN, _("Mở khóa")),
)
