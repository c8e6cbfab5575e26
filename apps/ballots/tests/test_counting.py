"""Places, ties, thresholds and quotas, as pure figures."""

from fractions import Fraction

import pytest

from apps.ballots.domain.counting import Rule, Stands, count

ALL = Fraction(80, 100)


def stands(*votes, groups=""):
    groups = groups or " " * len(votes)
    return [
        Stands(number, each, group.strip()) for number, (each, group) in enumerate(zip(votes, groups, strict=True), 1)
    ]


@pytest.mark.parametrize(
    ("votes", "seats", "elected", "tied", "open_seats"),
    [
        ((13, 9, 13, 4), 2, [1, 3], [], 0),
        ((13, 11, 10, 9, 9), 4, [1, 2, 3], [4, 5], 1),
        ((13, 9, 9, 9), 2, [1], [2, 3, 4], 1),
        ((9, 9, 9), 2, [], [1, 2, 3], 2),
        ((9, 9, 3), 2, [1, 2], [], 0),
        ((5, 0, 0), 3, [1], [], 0),
        ((0, 0), 1, [], [], 0),
        ((7,), 4, [1], [], 0),
    ],
)
def test_places_and_ties(votes, seats, elected, tied, open_seats):
    found = count(stands(*votes), Rule(seats=seats, limits={}))
    assert (found.elected, found.tied, found.open_seats) == (elected, tied, open_seats)


def test_places_are_1_2_2_4():
    found = count(stands(5, 9, 5, 2), Rule(seats=2, limits={}))
    assert found.places == {2: 1, 1: 2, 3: 2, 4: 4}


@pytest.mark.parametrize(
    ("votes", "share", "above", "base", "is_elected"),
    [
        (11, ALL, False, 13, True),  # 10.4 of 13 are needed
        (10, ALL, False, 13, False),
        (8, ALL, False, 10, True),  # exactly 80 %
        (8, ALL, True, 10, False),
        (7, Fraction(1, 2), True, 13, True),
        (6, Fraction(1, 2), True, 13, False),
        (9, Fraction(90, 100), False, 10, True),
        (1, Fraction(0), False, 0, True),
    ],
)
def test_threshold_below_at_and_above(votes, share, above, base, is_elected):
    rule = Rule(seats=1, limits={}, share=share, above=above, base=base)
    assert bool(count(stands(votes), rule).elected) is is_elected


def test_a_tie_below_the_threshold_is_no_tie():
    found = count(stands(12, 5, 5), Rule(seats=2, limits={}, share=ALL, base=13))
    assert (found.elected, found.tied) == ([1], [])


@pytest.mark.parametrize(
    ("votes", "groups", "seats", "limits", "elected", "tied", "open_seats"),
    [
        # The third of kind S has no room: the next of kind T goes on.
        ((13, 12, 11, 10), "SSST", 3, {"S": 2}, [1, 2, 4], [], 0),
        # Two of kind S are equal for one place of the kind; T is not touched by that.
        ((13, 12, 12, 10), "SSST", 3, {"S": 2}, [1, 4], [2, 3], 1),
        # Equals of both kinds for one seat in all: nobody is chosen.
        ((13, 12, 12, 10), "SSTT", 2, {"S": 2}, [1], [2, 3], 1),
        ((13, 12), "SS", 2, {"S": 0}, [], [], 0),
    ],
)
def test_quota_of_a_kind(votes, groups, seats, limits, elected, tied, open_seats):
    found = count(stands(*votes, groups=groups), Rule(seats=seats, limits=limits))
    assert (found.elected, found.tied, found.open_seats) == (elected, tied, open_seats)


def test_never_more_seated_than_seats_whatever_the_votes():
    for seed in range(300):
        votes = [(seed * 7 + place * place * 3) % 6 for place in range(8)]
        groups = "".join("ST"[(seed + place) % 2] for place in range(8))
        rule = Rule(seats=1 + seed % 6, limits={"S": seed % 4})
        found = count(stands(*votes, groups=groups), rule)
        assert len(found.elected) + found.open_seats <= rule.seats
        assert len(found.tied) > found.open_seats or not found.tied
        worst = min((votes[number - 1] for number in found.elected if groups[number - 1] == "T"), default=None)
        left = [votes[n - 1] for n, s in found.standings.items() if s == "not_elected" and groups[n - 1] == "T"]
        assert worst is None or all(worst >= each for each in left)
