"""The word of the council on whole proposals, from the newest result of each nominee."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from apps.awards.council_enums import ItemResult
from apps.awards.council_queries import results_of
from apps.awards.domain.settling import settle_proposals
from apps.awards.domain.steps import lock_proposals, take_step
from apps.awards.domain.telling import council_has_spoken
from apps.awards.enums import SPOKEN, ProposalState
from apps.awards.models import AwardProposal
from apps.core.actor import Actor


def speak(ids: Collection[int], *, voted: bool, actor: Actor, now: datetime) -> None:
    """After results of a vote (``voted``) or a putting off, inside its operation: what follows for the proposals.

    Recommended when one nominee is; not before each has a result or was put off. Who was put off stands before a later
    session, after which a list that was not recommended may still be, and one that waited for them alone is decided.
    """
    for proposal in lock_proposals(ids):
        results = Counter(results_of(proposal.nominees.values("pk")).values())
        if results[ItemResult.PENDING]:
            continue
        if proposal.state == ProposalState.BEFORE_COUNCIL:
            _first_word(proposal, results, actor, now)
        elif proposal.state in SPOKEN and voted:
            _later_word(proposal, results, actor, now)


def _first_word(proposal: AwardProposal, results: Counter[str], actor: Actor, now: datetime) -> None:
    if set(results) == {ItemResult.POSTPONED}:
        take_step(proposal, "back_from_council", actor=actor, now=now)
        return
    step = "recommend" if results[ItemResult.RECOMMENDED] else "not_recommend"
    take_step(proposal, step, actor=actor, now=now)
    council_has_spoken(proposal, results, actor=actor, now=now)


def _later_word(proposal: AwardProposal, results: Counter[str], actor: Actor, now: datetime) -> None:
    if proposal.state == ProposalState.NOT_RECOMMENDED and results[ItemResult.RECOMMENDED]:
        take_step(proposal, "recommend", actor=actor, now=now)
    council_has_spoken(proposal, results, actor=actor, now=now)
    if proposal.state == ProposalState.RECOMMENDED:
        settle_proposals([proposal], actor, now)
