"""Certifying the count (Biên bản kiểm phiếu): only when slips counted are voters who voted, and no tie is open."""

import hashlib
import json
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.chaining import let_winners_of_stand
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.domain.outcome import problems, tally
from apps.ballots.enums import Told
from apps.ballots.models import Ballot, OptionResult, PaperCount
from apps.ballots.workflow import BALLOT_FLOW
from apps.core.actor import Actor
from apps.core.errors import DomainError


class NotReconciled(DomainError):
    """Counts do not agree, or a tie is open."""

    default_message = _("Chưa lập được biên bản.")


@operation()
def certify(*, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """Freeze the result with its hash. The caller has asked ``can_tell``.

    Raises TransitionNotAllowed, NotReconciled.
    """
    ballot = lock_ballot(ballot_id)
    before = ballot.state
    target = BALLOT_FLOW.target("certify", before)
    if found := problems(ballot):
        raise NotReconciled(" ".join(found))
    for question in ballot.questions.select_related("ballot"):
        OptionResult.objects.bulk_create(
            OptionResult(option=option, votes=votes, place=place, standing=standing)
            for option, votes, place, standing in tally(question).rows
        )
    ballot.sha256 = result_hash(ballot)
    ballot.state, ballot.certified_at = target, now
    ballot.save()
    let_winners_of_stand(ballot)
    after = {"state": ballot.state, "sha256": ballot.sha256}
    record("ballots.ballot.certify", actor=actor, target=ballot, at=now, before={"state": before}, after=after)
    tell(Told.CERTIFIED, ballot, actor=actor, now=now)
    return ballot


def result_hash(ballot: Ballot) -> str:
    """SHA-256 of what was counted: slips, receipts, boards, results; without ids, keys and times."""
    questions = [
        [
            question.order,
            question.text,
            question.seats,
            question.settled,
            sorted(sorted(numbers) for numbers in question.slips.values_list("numbers", flat=True)),
            _board(question),
            list(
                OptionResult.objects.filter(option__question=question)
                .order_by("option__number")
                .values_list("option__number", "option__party", "votes", "place", "standing")
            ),
        ]
        for question in ballot.questions.all()
    ]
    voters = list(ballot.voters.order_by("order").values_list("party", "has_voted"))
    receipts = sorted(ballot.receipts.values_list("code", flat=True))
    text = json.dumps([questions, voters, receipts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _board(question) -> list:
    found = PaperCount.objects.filter(question=question).first()
    if found is None:
        return []
    votes = found.votes.order_by("option__number").values_list("option__number", "votes")
    return [found.handed_out, found.taken_in, found.spoiled, found.blank, list(votes)]
