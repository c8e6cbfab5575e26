from decimal import Decimal
from fractions import Fraction

import pytest

from apps.core.shares import exact_share, percent_of, share_text


@pytest.mark.parametrize(
    ("percent", "share", "text"),
    [
        ("66.67", Fraction(2, 3), "2/3"),
        ("66.66", Fraction(2, 3), "2/3"),
        ("33.33", Fraction(1, 3), "1/3"),
        ("66.00", Fraction(66, 100), "66%"),
        ("66.65", Fraction(6665, 10_000), "66,65%"),
        ("80.00", Fraction(4, 5), "80%"),
        ("100.00", Fraction(1), "100%"),
        ("0.00", Fraction(0), "0%"),
    ],
)
def test_thirds_are_exact_and_the_rest_is_as_written(percent, share, text):
    assert exact_share(Decimal(percent)) == share
    assert share_text(Decimal(percent)) == text


def test_twelve_of_eighteen_reach_two_thirds_and_eleven_do_not():
    assert Fraction(12, 18) >= exact_share(Decimal("66.67")) > Fraction(11, 18)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 160, "0.63"), (2, 3, "66.67"), (0, 7, "0.00"), (None, 7, None), (3, None, None), (0, 0, None)],
)
def test_votes_are_printed_with_two_places_half_upwards(part, whole, percent):
    assert percent_of(part, whole) == (None if percent is None else Decimal(percent))
