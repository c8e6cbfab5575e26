"""From votes to places: pure, exact, and never choosing between equals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from apps.ballots.enums import Standing


@dataclass(frozen=True)
class Stands:
    """One option with its votes."""

    number: int
    votes: int
    group: str = ""


@dataclass(frozen=True)
class Rule:
    """``seats`` places, at most ``limits[group]`` of one group, each with at least ``share`` of ``base`` votes."""

    seats: int
    limits: Mapping[str, int]
    share: Fraction = Fraction(0)
    above: bool = False
    base: int = 0

    def is_enough(self, votes: int) -> bool:
        """Nobody is elected without a vote. Shares are compared as exact fractions."""
        needed = self.share * self.base
        return votes > 0 and (votes > needed if self.above else votes >= needed)


@dataclass(frozen=True)
class Tie:
    """Equals of whom exactly ``seats`` are to be taken; ``room``: how many of each limited group at most."""

    numbers: tuple[int, ...]
    seats: int
    room: dict[str, int]


@dataclass(frozen=True)
class Counted:
    """Place and standing by number. ``ties``: from the top; those of one tie never take a seat of another one.

    ``open_seats``: of all ties together.
    """

    places: dict[int, int]
    standings: dict[int, Standing]
    ties: tuple[Tie, ...]

    @property
    def open_seats(self) -> int:
        return sum(tie.seats for tie in self.ties)

    @property
    def tied(self) -> list[int]:
        return sorted(number for number, standing in self.standings.items() if standing == Standing.TIED)

    @property
    def elected(self) -> list[int]:
        """By place, then by number."""
        won = [number for number, standing in self.standings.items() if standing == Standing.ELECTED]
        return sorted(won, key=lambda number: (self.places[number], number))


def count(options: Iterable[Stands], rule: Rule) -> Counted:
    """Fill the seats from the top; equals who cannot all be seated are tied, and below them nobody is seated.

    Where equals of one group exceed what is left for the group, only they are tied; others go on to be seated.
    """
    options = sorted(options, key=lambda option: (-option.votes, option.number))
    places = _places(options)
    standings = {option.number: Standing.NOT_ELECTED for option in options}
    seats, room, ties = rule.seats, dict(rule.limits), []
    for _votes, block in groupby(options, key=lambda option: option.votes):
        standing = [each for each in block if rule.is_enough(each.votes) and room.get(each.group, seats) > 0]
        sure, tied, taken = _seated(standing, room)
        if len(sure) + taken > seats:
            sure, tied, taken = [], standing, seats
        standings |= {each.number: Standing.ELECTED for each in sure}
        standings |= {each.number: Standing.TIED for each in tied}
        seats -= len(sure) + taken
        for each in sure:
            if each.group in room:
                room[each.group] -= 1
        if tied:
            groups = {each.group for each in tied} & set(room)
            ties.append(Tie(tuple(each.number for each in tied), taken, {group: room[group] for group in groups}))
            room |= dict.fromkeys(groups, 0)
        if seats <= 0:
            break
    return Counted(places, standings, tuple(ties))


def _seated(standing: list[Stands], room: Mapping[str, int]) -> tuple[list[Stands], list[Stands], int]:
    """Who has room in the own group, who is tied within it, and how many of the tied the group has room for."""
    sure, tied, taken = [], [], 0
    for group in {each.group for each in standing}:
        members = [each for each in standing if each.group == group]
        left = room.get(group, len(members))
        if len(members) <= left:
            sure += members
        else:
            tied += members
            taken += left
    return sure, tied, taken


def _places(options: list[Stands]) -> dict[int, int]:
    """1, 2, 2, 4."""
    places = {}
    for order, option in enumerate(options, start=1):
        before = options[order - 2] if order > 1 else None
        same = before is not None and before.votes == option.votes
        places[option.number] = places[before.number] if same else order
    return places
