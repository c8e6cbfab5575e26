"""Months of service: whole months by the calendar, leap years and ends of months included."""

from datetime import date

import pytest

from apps.units.domain.service_time import ServiceTime, anniversary, full_months, joined, service_time

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2023, 1, 1), date(2023, 1, 30), (0, 30)),
        (date(2023, 1, 1), date(2023, 1, 31), (1, 0)),
        (date(2023, 1, 15), date(2023, 2, 13), (0, 30)),
        (date(2023, 1, 15), date(2023, 2, 14), (1, 0)),
        (date(2023, 1, 15), date(2023, 2, 15), (1, 1)),
        # A month that begins on a day February lacks is complete with February's last day.
        (date(2023, 1, 31), date(2023, 2, 27), (0, 28)),
        (date(2023, 1, 31), date(2023, 2, 28), (1, 0)),
        (date(2023, 1, 30), date(2023, 2, 28), (1, 0)),
        (date(2024, 1, 31), date(2024, 2, 28), (0, 29)),
        (date(2024, 1, 31), date(2024, 2, 29), (1, 0)),
        (date(2023, 2, 1), date(2023, 2, 28), (1, 0)),
        (date(2024, 2, 1), date(2024, 2, 28), (0, 28)),
        (date(2024, 2, 29), date(2025, 2, 27), (11, 30)),
        (date(2024, 2, 29), date(2025, 2, 28), (12, 0)),
        (date(2024, 2, 29), date(2028, 2, 28), (48, 0)),
        (date(2023, 3, 31), date(2023, 4, 30), (1, 0)),
        (date(2023, 12, 31), date(2023, 12, 31), (0, 1)),
        (date(2010, 7, 1), date(2026, 6, 30), (192, 0)),
    ],
)
def test_full_months(start, end, expected):
    assert full_months(start, end) == expected


def test_every_day_added_never_takes_a_month_away():
    """All starts of two years, one of them a leap year, against a year and a half of ends."""
    for first in range(date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal(), 3):
        start, last = date.fromordinal(first), 0
        for end in range(first, first + 550, 7):
            months, days = full_months(start, date.fromordinal(end))
            assert last <= months
            assert 0 <= days <= 30
            assert anniversary(start, months).toordinal() + days == end + 1
            last = months


def test_periods_that_touch_or_overlap_count_once():
    periods = [
        (date(2020, 1, 16), date(2020, 6, 30)),
        (date(2020, 1, 1), date(2020, 1, 31)),
        (date(2020, 7, 1), None),
    ]
    assert joined(periods, until=date(2020, 12, 31)) == [(date(2020, 1, 1), date(2020, 12, 31))]
    assert service_time(periods, until=date(2020, 12, 31)) == ServiceTime(12, 0)


def test_days_left_over_of_separate_periods_make_months_of_thirty():
    periods = [(date(2020, 1, 1), date(2020, 1, 20)), (date(2020, 3, 1), date(2020, 3, 10))]
    assert service_time(periods, until=TODAY) == ServiceTime(1, 0)
    assert service_time(periods[:1], until=TODAY) == ServiceTime(0, 20)


def test_nothing_is_counted_before_it_began_or_after_the_day():
    assert service_time([(date(2027, 1, 1), None)], until=TODAY) == ServiceTime(0, 0)
    assert service_time([(TODAY, None)], until=TODAY) == ServiceTime(0, 1)
    assert ServiceTime(63, 0).years_and_months == (5, 3)
