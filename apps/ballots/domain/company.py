"""Who is there when a ballot is opened: one count for the opening and for what the page says is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.ballots.enums import Way
from apps.ballots.models import Ballot


@dataclass(frozen=True)
class Company:
    """``present`` of ``voters`` are in the hall and vote there; ``on_screen`` can vote on screen when it opens."""

    present: int
    voters: int
    on_screen: int


def company_of(ballot: Ballot, parties: Iterable[str]) -> Company:
    """``parties`` are there as the record says; who sends the vote in writing counts as absent, whatever is ticked."""
    there = set(parties)
    rows = list(ballot.voters.values_list("party", "way"))
    in_hall = [way for party, way in rows if party in there and way != Way.WRITING]
    in_writing = sum(way == Way.WRITING for _party, way in rows)
    return Company(len(in_hall), len(rows), sum(way == Way.SCREEN for way in in_hall) + in_writing)
