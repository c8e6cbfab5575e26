from decimal import Decimal
from fractions import Fraction

import pytest

from apps.core.shares import exact_share, share_text


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
