"""Flow of a ballot."""

from django.utils.translation import gettext_lazy as _

from apps.ballots.enums import BallotState as S
from apps.core.flow import Flow, Transition

BALLOT_FLOW = Flow(
    Transition("open", frozenset({S.PREPARED}), S.OPEN, _("Mở bỏ phiếu")),
    Transition("close", frozenset({S.OPEN}), S.CLOSED, _("Đóng bỏ phiếu")),
    Transition("certify", frozenset({S.CLOSED}), S.CERTIFIED, _("Lập biên bản kiểm phiếu")),
    Transition("void", frozenset({S.PREPARED, S.OPEN, S.CLOSED}), S.VOID, _("Hủy, bỏ phiếu lại")),
)
