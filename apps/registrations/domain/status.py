"""The status word that people see for a registration (glossary §4). One function decides, for every screen."""

from apps.core.components import StatusWord
from apps.registrations.enums import RegistrationState
from apps.registrations.models import TitleRegistration

WORDS = {
    RegistrationState.SUBMITTED: StatusWord.SENT,
    RegistrationState.RETURNED: StatusWord.RETURNED,
    RegistrationState.ACCEPTED: StatusWord.RECEIVED,
    RegistrationState.CONSOLIDATED: StatusWord.FINAL,
}


def status_word(registration: TitleRegistration | None) -> StatusWord:
    """The word of one registration; of a unit that has none yet: Chưa làm."""
    if registration is None:
        return StatusWord.NOT_STARTED
    if registration.state != RegistrationState.DRAFT and not registration.is_taken_back:
        return WORDS[RegistrationState(registration.state)]
    if registration.printed_at or registration.sent_to_leader_at:
        return StatusWord.AWAITING_SIGNATURE
    return StatusWord.DRAFT if registration.saved_at else StatusWord.NOT_STARTED
