"""An open request to a body outside of the portal dies: it was revoked, replaced, or the sheet left its step."""

from datetime import datetime

from apps.audit.trail import record
from apps.core.actor import Actor
from apps.scoring.enums import ConfirmationState
from apps.scoring.models import ScoreSheet


def revoke_waiting(sheet: ScoreSheet, actor: Actor, now: datetime, **which) -> int:
    """Link and uploaded paper that wait become void. The caller holds the sheet's lock. Answers how many."""
    waiting = sheet.confirmations.filter(state=ConfirmationState.WAITING, **which)
    count = waiting.update(state=ConfirmationState.REVOKED, updated_at=now)
    if count:
        record("scoring.confirmation.revoke", actor=actor, target=sheet, at=now)
    return count
