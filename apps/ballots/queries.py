"""What the pages of a ballot read."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from apps.ballots.enums import BallotState
from apps.ballots.hosts import every
from apps.ballots.models import Ballot, Option, Question, Voter
from apps.core.actor import Actor


def visible_ballots(actor: Actor):
    """Of the records that the actor sees, and those that the actor counts."""
    found = of_seen_records(actor)
    if actor.user_id:
        found |= Q(tellers__user_id=actor.user_id)
    return Ballot.objects.filter(pk__in=Ballot.objects.filter(found).values("pk"))


def of_seen_records(actor: Actor) -> Q:
    """Ballots of the records that the actor sees, of whatever host."""
    found = Q(pk__in=[])
    for host in every():
        found |= Q(keeper__in=host.keepers(actor))
    return found


def with_turnout(ballots):
    """``voter_count`` and ``voted_count``."""
    return ballots.annotate(voter_count=Count("voters"), voted_count=Count("voters", filter=Q(voters__has_voted=True)))


@dataclass(frozen=True)
class Turnout:
    """How many may vote, are there, and have voted; never what. ``waiting``: there, and not voted yet."""

    voters: int
    present: int
    voted: int
    waiting: int


def turnout_of(ballot: Ballot) -> Turnout:
    rows = list(ballot.voters.values_list("present", "has_voted"))
    return Turnout(
        voters=len(rows),
        present=sum(present for present, _voted in rows),
        voted=sum(voted for _present, voted in rows),
        waiting=sum(present and not voted for present, voted in rows),
    )


def questions_for(ballot: Ballot) -> list[Question]:
    """In order, with options (withdrawn ones too), quota, and the question whose winners stand."""
    options = Prefetch("options", Option.objects.order_by("number"))
    rows = ballot.questions.order_by("order").select_related("ballot", "among__ballot", "round_of__ballot")
    return list(rows.prefetch_related(options, "group_limits"))


def earlier_questions(ballot: Ballot):
    """Questions of other votes of the same record, whose winners a later question may be about.

    Not those of second rounds: their winners are among the winners of the first round's question.
    """
    earlier = Question.objects.filter(ballot__keeper=ballot.keeper, ballot__order__lt=ballot.order, round_of=None)
    return earlier.exclude(ballot__state=BallotState.VOID).select_related("ballot").order_by("ballot__order", "order")


def voters_for(ballot: Ballot) -> list[Voter]:
    """Without envelopes."""
    return list(ballot.voters.defer("envelope").order_by("order"))
