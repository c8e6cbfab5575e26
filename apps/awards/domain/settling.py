"""A proposal is decided when everybody whom the council recommended stands in an issued decision that holds, or was
answered by the authority above.
"""

from collections.abc import Collection
from datetime import datetime

from apps.awards.council_enums import ItemResult
from apps.awards.council_queries import results_of
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.domain.steps import lock_proposals, take_steps
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, DecisionLine, Nominee, UpwardLine
from apps.core.actor import Actor


def settle(lines: Collection[DecisionLine | UpwardLine], actor: Actor, now: datetime) -> None:
    """After an issue, an answer from above or a restoring: proposals of the list that wait for nobody any more."""
    settle_proposals(_locked(lines), actor, now)


def settle_proposals(proposals: Collection[AwardProposal], actor: Actor, now: datetime) -> None:
    """The same of locked proposals; whom the council put off is waited for as well."""
    waiting, _voted = _standing(proposals)
    ready = [each for each in proposals if each.state != ProposalState.DECIDED and each.pk not in waiting]
    take_steps(ready, "decide", actor=actor, now=now)


def unsettle(lines: Collection[DecisionLine], actor: Actor, now: datetime, reason: str) -> None:
    """After a revoking: its nominees wait for a decision again, as recommended, or as verified without a vote."""
    proposals = _locked(lines)
    waiting, voted = _standing(proposals)
    open_again = [each for each in proposals if each.state == ProposalState.DECIDED and each.pk in waiting]
    for action, with_a_vote in (("undecide", True), ("undecide_unvoted", False)):
        those = [each for each in open_again if (each.pk in voted) is with_a_vote]
        take_steps(those, action, actor=actor, now=now, reason=reason)


def _locked(lines: Collection[DecisionLine | UpwardLine]) -> list[AwardProposal]:
    return lock_proposals({line.nominee.proposal_id for line in lines}, later=True)


def _standing(proposals: Collection[AwardProposal]) -> tuple[set[int], set[int]]:
    """Ids of the proposals in which somebody waits for a decision, or for the session to which they were put off:
    everybody but those whom the council did not recommend; and of those with somebody recommended by a vote. Four
    queries, whatever their number.
    """
    nominees = dict(Nominee.objects.filter(proposal__in=proposals).order_by().values_list("pk", "proposal_id"))
    results = results_of(nominees)
    wanted = {pk for pk in nominees if results.get(pk) != ItemResult.NOT_RECOMMENDED}
    voted = {pk for pk, result in results.items() if result == ItemResult.RECOMMENDED}
    issued = DecisionLine.objects.filter(nominee__in=wanted, is_live=True, award__isnull=False)
    answered = UpwardLine.objects.filter(nominee__in=wanted).exclude(answer=UpwardAnswer.WAITING)
    done = {pk for rows in (issued, answered) for pk in rows.order_by().values_list("nominee_id", flat=True)}
    return {nominees[pk] for pk in wanted - done}, {nominees[pk] for pk in voted}
