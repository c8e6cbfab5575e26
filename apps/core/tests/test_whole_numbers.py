import pytest
from django.http import QueryDict

from apps.core.whole_numbers import LARGEST, LARGEST_ID, number_in, numbers_in, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        (str(LARGEST_ID), LARGEST_ID),
        (str(LARGEST_ID + 1), None),
        ("9" * 20_000, None),
        *((text, None) for text in (None, "", " 7", "-7", "+7", "7.0", "7e1", "٧", "²", "bảy")),
    ],
)
def test_only_digits_write_a_number_and_none_is_larger_than_an_id(text, number):
    assert whole_number(text) == number


def test_an_address_answers_the_last_of_a_name_or_all_that_are_numbers():
    query = QueryDict(f"ids=3&ids=x&ids=1&most={LARGEST}&more={LARGEST + 1}")
    assert (number_in(query, "ids"), numbers_in(query, "ids"), number_in(query, "none")) == (1, [3, 1], None)
    assert (number_in(query, "most", LARGEST), number_in(query, "more", LARGEST)) == (LARGEST, None)
