"""How a request to a body outside of the portal is shown: its state in words, dead links told as such."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.documents.enums import SigningWay
from apps.scoring.domain.confirmations import MOST_FAILURES
from apps.scoring.enums import ConfirmationState
from apps.scoring.models import OutsideConfirmation


@dataclass(frozen=True)
class Look:
    """A badge."""

    label: str
    tone: str
    icon: str


LOOKS = {
    ConfirmationState.WAITING: ("sent", "hourglass"),
    ConfirmationState.CONFIRMED: ("done", "check-circle"),
    ConfirmationState.REFUSED: ("alert", "x-circle"),
    ConfirmationState.REVOKED: ("muted", ""),
}


def word_of(confirmation: OutsideConfirmation, now: datetime) -> Look:
    """The badge of one request at ``now``."""
    if confirmation.state == ConfirmationState.WAITING:
        if confirmation.way == SigningWay.PAPER:
            return Look(_("Chờ tiếp nhận"), *LOOKS[ConfirmationState.WAITING])
        if confirmation.failures >= MOST_FAILURES:
            return Look(_("Bị khóa do nhập sai mã"), *LOOKS[ConfirmationState.REFUSED])
        if now >= confirmation.expires_at:
            return Look(_("Hết hạn"), *LOOKS[ConfirmationState.REVOKED])
    return Look(confirmation.get_state_display(), *LOOKS[confirmation.state])
