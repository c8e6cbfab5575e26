"""A party goes over into another one (units merge) while its ballot is not closed yet."""

from apps.ballots.enums import BEFORE_CLOSING, BallotState
from apps.ballots.models import Option, Voter
from apps.core.text import clean


def replace_party(old: str, new: str, *, reason: str) -> int:
    """Votes and places of ``old`` are those of ``new``; called inside the operation of the merge.

    Who votes or stands already does so once: before the opening the other line goes or is withdrawn for ``reason``,
    afterwards both stay as they were frozen. Returns how many lines changed.
    """
    changed = 0
    for voter in Voter.objects.filter(party=old, ballot__state__in=BEFORE_CLOSING).select_related("ballot"):
        if not voter.ballot.voters.filter(party=new).exists():
            Voter.objects.filter(pk=voter.pk).update(party=new)
        elif voter.ballot.state == BallotState.PREPARED:
            voter.delete()
        else:
            continue
        changed += 1
    for option in Option.objects.filter(party=old, question__ballot__state__in=BEFORE_CLOSING).select_related(
        "question__ballot"
    ):
        if not option.question.options.filter(party=new).exists():
            option.party = new
        elif option.question.ballot.state == BallotState.PREPARED:
            option.withdrawn_reason = clean(reason)
        else:
            continue
        option.save()
        changed += 1
    return changed
