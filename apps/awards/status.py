"""The status word that people see for a proposal (glossary §4). One function decides, for every screen."""

from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal
from apps.core.components import StatusWord

WORDS = {
    ProposalState.SUBMITTED: StatusWord.SENT,
    ProposalState.RETURNED: StatusWord.RETURNED,
    ProposalState.VERIFIED: StatusWord.SENT,
    ProposalState.BEFORE_COUNCIL: StatusWord.SENT,
    ProposalState.RECOMMENDED: StatusWord.SENT,
    ProposalState.NOT_RECOMMENDED: StatusWord.SENT,
    ProposalState.DECIDED: StatusWord.FINAL,
    ProposalState.WITHDRAWN: StatusWord.WITHDRAWN,
}


def status_word(proposal: AwardProposal) -> StatusWord:
    if proposal.state != ProposalState.DRAFT and not proposal.is_taken_back:
        return WORDS[ProposalState(proposal.state)]
    waits = proposal.printed_at or proposal.sent_to_leader_at
    return StatusWord.AWAITING_SIGNATURE if waits else StatusWord.DRAFT


# Steps after the dossier was verified, told beside the word.
TOLD = (
    ProposalState.VERIFIED,
    ProposalState.BEFORE_COUNCIL,
    ProposalState.RECOMMENDED,
    ProposalState.NOT_RECOMMENDED,
    ProposalState.DECIDED,
)


def step_label(proposal: AwardProposal) -> str:
    """The finer step where the word does not tell it."""
    return str(proposal.get_state_display()) if proposal.state in TOLD else ""
