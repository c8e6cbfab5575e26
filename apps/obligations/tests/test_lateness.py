from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from apps.obligations.models import Duty, Obligation

DUE = date(2020, 11, 15)
SECOND = timedelta(seconds=1)


def local(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))  # noqa: DTZ001 -- made aware here


def owed(**fields) -> Obligation:
    return Obligation(duty=Duty(due_on=DUE), **fields)


@pytest.mark.parametrize(
    ("sent_at", "days"),
    [
        (local(2020, 11, 15, 0, 0), 0),
        (local(2020, 11, 15, 23, 59, 59), 0),
        (local(2020, 11, 16) - timedelta(microseconds=1), 0),
        (local(2020, 11, 16), 1),
        (local(2020, 11, 16, 23, 59, 59), 1),
        (local(2020, 11, 17), 2),
        (local(2020, 12, 15), 30),
    ],
)
def test_lateness_counts_whole_days_after_the_due_date(sent_at, days):
    assert owed(first_fulfilled_at=sent_at, fulfilled_at=sent_at).days_late(local(2021, 1, 1)) == days


def test_lateness_before_the_due_date_in_another_time_zone_is_judged_by_local_time():
    sent_at = datetime.fromisoformat("2020-11-15T17:00:00+00:00")  # 00:00 on the 16th in Hà Nội
    assert owed(first_fulfilled_at=sent_at).days_late(sent_at) == 1
    assert owed(first_fulfilled_at=sent_at - SECOND).days_late(sent_at) == 0


def test_lateness_while_nothing_was_sent_counts_until_now():
    assert owed().days_late(local(2020, 11, 15, 23, 59, 59)) == 0
    assert owed().days_late(local(2020, 11, 18, 8, 0)) == 3


@pytest.mark.parametrize(
    ("own", "head", "asked", "day", "heads"),
    [
        (None, None, None, None, None),
        (None, None, 1, 1, 1),
        (8, None, 1, 8, 1),
        (8, 5, 1, 5, 5),  # the earlier of two that were set
        (3, 5, None, 3, 5),
        (20, 25, None, 15, 15),  # the office moved hạn nộp before them: never after it
    ],
)
def test_internal_day_is_the_earlier_one_and_never_after_the_last_day(own, head, asked, day, heads):
    own, head, asked, day, heads = (number and date(2020, 11, number) for number in (own, head, asked, day, heads))
    duty = Duty(due_on=date(2020, 11, 15), internal_due_on=asked)
    obligation = Obligation(duty=duty, internal_due_on=own, head_due_on=head)
    assert (obligation.internal_day, obligation.head_day) == (day, heads)
    assert obligation.sorting_day == (day or duty.due_on)


def test_internal_due_date_never_makes_late():
    obligation = Obligation(duty=Duty(due_on=DUE, internal_due_on=date(2020, 11, 1)))
    assert obligation.days_late(local(2020, 11, 10)) == 0


@pytest.mark.parametrize(
    ("sent_at", "days"),
    [
        (local(2020, 11, 16, 0, 0), 0),
        (local(2020, 11, 20, 16, 59, 59), 0),
        (local(2020, 11, 20, 17, 0, 0), 0),
        (local(2020, 11, 20, 17, 0, 1), 1),
        (local(2020, 11, 21, 9, 0), 1),
        (local(2020, 11, 22, 9, 0), 2),
    ],
)
def test_extension_counts_to_the_second_of_its_hour(sent_at, days):
    obligation = owed(extended_to=local(2020, 11, 20, 17, 0), first_fulfilled_at=sent_at)
    assert obligation.days_late(local(2021, 1, 1)) == days


def test_first_lateness_is_kept_when_the_paper_is_reopened():
    obligation = owed(first_fulfilled_at=local(2020, 11, 17, 9, 0), fulfilled_at=None)
    assert obligation.days_late(local(2020, 12, 1)) == 2


def test_waived_unit_is_never_late():
    assert owed(waived_at=local(2020, 11, 1)).days_late(local(2020, 12, 1)) == 0


@pytest.mark.parametrize(
    ("fields", "now", "days"),
    [
        ({}, local(2020, 11, 12, 8), 3),
        ({}, local(2020, 11, 15, 23, 59), 0),
        ({}, local(2020, 11, 18, 8), -3),
        ({"extended_to": local(2020, 11, 20, 17)}, local(2020, 11, 20, 17), 0),
        ({"extended_to": local(2020, 11, 20, 17)}, local(2020, 11, 20, 17, 0, 1), -1),
        ({"waived_at": local(2020, 11, 1)}, local(2020, 11, 18), None),
        ({"closed_unsent_at": local(2020, 11, 17)}, local(2020, 11, 18), None),
        ({"first_fulfilled_at": local(2020, 11, 14)}, local(2020, 11, 18), None),
    ],
)
def test_days_to_go_turn_with_lateness_and_end_where_nothing_is_owed(fields, now, days):
    assert owed(**fields).days_to_go(now) == days


def test_days_left_follow_the_extension():
    assert owed().days_left(date(2020, 11, 12)) == 3
    assert owed().days_left(date(2020, 11, 18)) == -3
    assert owed(extended_to=local(2020, 11, 20, 17, 0)).days_left(date(2020, 11, 18)) == 2
