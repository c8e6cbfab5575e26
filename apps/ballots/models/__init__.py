"""Ballots (Bỏ phiếu bình xét, suy tôn): questions, voters, tellers, slips, counts.

Nothing here knows units or people: a ``party`` is the caller's own text for whoever votes or stands.
"""

from apps.ballots.models.ballot import Ballot
from apps.ballots.models.counting import OptionResult, PaperCount, PaperVotes
from apps.ballots.models.question import GroupLimit, Option, Question
from apps.ballots.models.slip import Receipt, Slip
from apps.ballots.models.teller import Teller
from apps.ballots.models.voter import Voter

__all__ = [
    "Ballot",
    "GroupLimit",
    "Option",
    "OptionResult",
    "PaperCount",
    "PaperVotes",
    "Question",
    "Receipt",
    "Slip",
    "Teller",
    "Voter",
]
