"""A question about the winners of an earlier one: they stand as soon as its minutes are made, so that each of them may
still decline before the opening.
"""

from apps.ballots.domain.outcome import winners
from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot, Option, Question


def let_winners_stand(question: Question) -> None:
    """Write the options, unless they are there already, some of them withdrawn. Raises NotCounted, NotDecided."""
    if not question.options.exists():
        Option.objects.bulk_create(
            Option(question=question, number=number, party=each.party, label=each.label, group=each.group)
            for number, each in enumerate(winners(question.among), start=1)
        )


def let_winners_of_stand(ballot: Ballot) -> None:
    """Called when the minutes of ``ballot`` are made."""
    for question in Question.objects.filter(among__ballot=ballot, ballot__state=BallotState.PREPARED):
        let_winners_stand(question)
