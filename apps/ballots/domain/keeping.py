"""The record that holds a ballot keeps its door: every write of the ballot goes through it.

The app of the record registers its door with its host (``apps.ballots.hosts``); the domain knows nothing else of it.
"""

from datetime import datetime

from apps.ballots.enums import Told
from apps.ballots.models import Ballot, Voter
from apps.core.actor import Actor


class Door:
    """What one kind of record asks before a ballot of it is written; ``keeper_id`` is the key of such a record."""

    def lock(self, keeper_id: int) -> None:
        """Hold the record for the rest of the transaction, in a year that is not closed. Raises YearClosed."""
        raise NotImplementedError

    def require_running(self, keeper_id: int) -> None:
        """Votes are still prepared, held and counted: the record is not concluded, its minutes not signed.

        Raises TransitionNotAllowed.
        """
        raise NotImplementedError

    def require_writable(self, keeper_id: int) -> None:
        """As ``lock``, without waiting for others who write in the same record: many vote at once."""
        raise NotImplementedError

    def tell(self, what: Told, ballot: Ballot, *, actor: Actor, now: datetime, voter: Voter | None = None) -> None:
        """Whom the record tells of a step of its ballot, within the transaction; ``voter``: whom it is about."""


_DOORS: dict[str, Door] = {}


def register(prefix: str, door: Door) -> None:
    """``prefix``: the first part of the keepers of such records."""
    _DOORS[prefix] = door


def _door_of(keeper: str) -> tuple[Door, int]:
    """Raises KeyError: a ballot of a kind of record that registered no door is a mistake in the code."""
    prefix, _colon, keeper_id = keeper.partition(":")
    return _DOORS[prefix], int(keeper_id)


def tell(what: Told, ballot: Ballot, *, actor: Actor, now: datetime, voter: Voter | None = None) -> None:
    door, _keeper_id = _door_of(ballot.keeper)
    door.tell(what, ballot, actor=actor, now=now, voter=voter)


def lock_ballot(ballot_id: int, *, dropping: bool = False) -> Ballot:
    """The ballot under its lock, after the record that holds it; ``dropping``: a concluded record lets go of it too.

    Raises TransitionNotAllowed, YearClosed.
    """
    door, keeper_id = _door_of(Ballot.objects.values_list("keeper", flat=True).get(pk=ballot_id))
    door.lock(keeper_id)
    if not dropping:
        door.require_running(keeper_id)
    return Ballot.objects.select_for_update().get(pk=ballot_id)


def require_votes_taken(voter_id: int) -> None:
    """For who casts. An open ballot keeps its record running: the year alone is asked. Raises YearClosed."""
    door, keeper_id = _door_of(Ballot.objects.values_list("keeper", flat=True).get(voters=voter_id))
    door.require_writable(keeper_id)
