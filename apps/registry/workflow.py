"""Which act may follow which state of an award."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.registry.enums import ActKind, AwardState

S = AwardState

AWARD_FLOW = Flow(
    Transition(ActKind.CORRECT, frozenset({S.GRANTED, S.CORRECTED, S.RESTORED}), S.CORRECTED, _("Đính chính")),
    Transition(ActKind.CANCEL, frozenset({S.GRANTED, S.CORRECTED, S.RESTORED}), S.CANCELLED, _("Hủy bỏ")),
    Transition(ActKind.RESTORE, frozenset({S.CANCELLED}), S.RESTORED, _("Khôi phục hiệu lực")),
)
