"""Template filters of numbers, dates and sizes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.core.templatetags import formats


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("187.500"), "187,5"), (2, "2"), ("0.333", "0,333"), (0, "0"), (None, "–"), ("", "–")]
)
def test_points(value, shown):
    assert formats.points(value) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"), [(1234.5, None, "1.234,5"), (Decimal(2), 2, "2,00"), (None, None, "–")]
)
def test_decimal(value, places, shown):
    assert formats.decimal(value, places) == shown


def test_dates_are_shown_by_the_local_clock():
    moment = datetime(2026, 11, 12, 17, 20, tzinfo=UTC)
    assert formats.vi_date(moment) == "13/11/2026"
    assert formats.vi_datetime(moment) == "00:20 ngày 13/11/2026"
    assert formats.vi_time(moment) == "00:20"
    assert formats.vi_date(date(2022, 4, 8)) == "08/04/2022"
    assert (formats.vi_date(None), formats.vi_datetime(None), formats.vi_time(None)) == ("–", "–", "–")


@pytest.mark.parametrize(("size", "shown"), [(None, ""), (1, "1 KB"), (120 * 1024, "120 KB"), (3_565_158, "3,4 MB")])
def test_file_size(size, shown):
    assert formats.file_size(size) == shown
