"""A proposal is decided when everybody whom the council recommended stands in an issued decision that holds, or was
answered by the authority above.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from apps.awards.council_enums import ItemResult
from apps.awards.council_queries import results_of
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.domain.steps import lock_proposals, take_step
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, DecisionLine, Nominee, UpwardLine
from apps.core.actor import Actor


def settle(lines: Collection[DecisionLine | UpwardLine], actor: Actor, now: datetime) -> None:
    """After an issue, an answer from above or a restoring: proposals of the list that wait for nobody any more."""
    for proposal in _locked(lines):
        if proposal.state != ProposalState.DECIDED and _is_complete(_wanted(proposal)):
            take_step(proposal, "decide", actor=actor, now=now)


def unsettle(lines: Collection[DecisionLine], actor: Actor, now: datetime, reason: str) -> None:
    """After a revoking: its nominees wait for a decision again, as recommended, or as verified without a vote."""
    for proposal in _locked(lines):
        wanted = _wanted(proposal)
        if proposal.state == ProposalState.DECIDED and not _is_complete(wanted):
            action = "undecide" if results_of(wanted) else "undecide_unvoted"
            take_step(proposal, action, actor=actor, now=now, reason=reason)


def _locked(lines: Collection[DecisionLine | UpwardLine]) -> list[AwardProposal]:
    return lock_proposals({line.nominee.proposal_id for line in lines}, later=True)


def _wanted(proposal: AwardProposal) -> list[Nominee]:
    """Whom the council recommended; everybody where it did not vote."""
    nominees = list(proposal.nominees.defer("findings"))
    results = results_of(nominees)
    return [each for each in nominees if results.get(each.pk, ItemResult.RECOMMENDED) == ItemResult.RECOMMENDED]


def _is_complete(wanted: Sequence[Nominee]) -> bool:
    issued = DecisionLine.objects.filter(nominee__in=wanted, is_live=True, award__isnull=False)
    answered = UpwardLine.objects.filter(nominee__in=wanted).exclude(answer=UpwardAnswer.WAITING)
    done = {pk for rows in (issued, answered) for pk in rows.values_list("nominee_id", flat=True)}
    return {each.pk for each in wanted} <= done
