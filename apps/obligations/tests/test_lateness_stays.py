"""Lateness that happened stays: neither dates changed later nor extensions nor Miễn take it away."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.obligations.domain.duties import DutyClosed, ask, close_unsent, fulfil, unfulfil, withdraw
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.reminding import NobodyToRemind, remind
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.domain.waiving import SentAlready, waive
from apps.obligations.models import Duty, Obligation, last_moment
from apps.obligations.models.lateness import came_due
from apps.obligations.policies import can_call, can_extend, can_waive
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
CLERK = Actor(user_id=7, label="Bà Trần Thị Thử")


def at(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))  # noqa: DTZ001 -- made aware here


NOW = at(2020, 11, 20, 8, 0)  # the duty of the factory is due on 15/11/2020


def key(obligation) -> dict:
    return {"year_id": obligation.duty.year_id, "code": obligation.duty.code, "unit_id": obligation.unit_id}


def late(obligation, now=NOW) -> tuple[int, int]:
    """In Python and in SQL."""
    found = Obligation.objects.select_related("duty").get(pk=obligation.pk)
    return found.days_late(now), Obligation.objects.with_lateness(now).get(pk=obligation.pk).late_days


def sent_late():
    obligation = ObligationFactory()
    fulfil(**key(obligation), at=at(2020, 11, 18, 9, 0))
    return obligation


def moved_to(duty, day, **columns):
    return ask(
        year_id=duty.year_id,
        code=duty.code,
        label=duty.label,
        due_on=day,
        unit_ids=[],
        actor=CLERK,
        now=NOW,
        **columns,
    )


@pytest.mark.parametrize("day", [date(2020, 11, 10), date(2020, 11, 30)])
def test_another_due_date_leaves_lateness_that_happened(day):
    obligation = sent_late()
    moved_to(obligation.duty, day)
    assert late(obligation) == (3, 3)


def test_another_due_date_leaves_lateness_of_what_was_closed_unsent():
    obligation = ObligationFactory()
    close_unsent(**key(obligation), now=NOW)
    moved_to(obligation.duty, date(2020, 11, 30))
    assert late(obligation) == (5, 5)
    unfulfil(**key(obligation))  # expected again: the date of today counts
    assert late(obligation) == (0, 0)


def test_extension_after_a_return_leaves_lateness_that_happened():
    obligation = sent_late()
    unfulfil(**key(obligation))
    extend(
        obligation_id=obligation.pk,
        until=at(2020, 11, 25, 17, 0),
        asked_by="Ông Lê Văn Mẫu",
        asked_how="telephone",
        reason="Chờ số liệu quyết toán",
        actor=CLERK,
        now=NOW,
    )
    assert late(obligation) == (3, 3)


def test_nobody_is_excused_from_a_late_paper_that_came_back():
    obligation = sent_late()
    unfulfil(**key(obligation))
    with pytest.raises(SentAlready):
        waive(obligation_id=obligation.pk, reason="Đơn vị giải thể trong năm", actor=CLERK, now=NOW)
    assert late(obligation) == (3, 3)


@pytest.mark.parametrize(("day", "now", "then"), [(14, 5, 7), (18, 3, 3)])
def test_what_the_unit_withdrew_in_time_was_never_sent_and_what_came_late_stays_late(day, now, then):
    obligation = ObligationFactory()
    fulfil(**key(obligation), at=at(2020, 11, day, 9, 0))
    withdraw(**key(obligation), now=NOW)
    in_time = day == 14
    assert late(obligation) == (now, now)
    assert Obligation.objects.overdue(NOW).exists() == in_time
    assert Obligation.objects.get().is_with_unit_again != in_time
    Duty.objects.update(closes_at=at(2020, 11, 21))
    if in_time:
        with pytest.raises(DutyClosed):
            fulfil(**key(obligation), at=at(2020, 11, 22, 9, 0))
        Duty.objects.update(closes_at=None)
    fulfil(**key(obligation), at=at(2020, 11, 22, 9, 0))
    assert late(obligation) == (then, then)


@pytest.mark.parametrize(
    ("due_on", "days"), [(date(2020, 11, 30), 0), (date(2020, 11, 19), 1), (date(2020, 11, 15), 2)]
)
def test_common_date_moved_past_an_extension_counts(due_on, days):
    obligation = ObligationFactory(extended_to=at(2020, 11, 18, 17, 0))
    Duty.objects.update(due_on=due_on)
    assert late(obligation) == (days, days)
    assert Obligation.objects.overdue(NOW).exists() == bool(days)
    found = Obligation.objects.select_related("duty").get()
    assert Obligation.objects.filter(came_due(NOW)).exists() == found.has_come_due(NOW) == bool(days)
    assert found.due_at == max(last_moment(due_on), obligation.extended_to)


@pytest.mark.parametrize(("seconds", "received"), [(-1, True), (0, True), (1, False)])
def test_hour_of_reopening_decides_to_the_second_without_the_worker(seconds, received):
    obligation = sent_late()
    until = NOW + timedelta(hours=2)
    note_reopening(
        **key(obligation),
        asked_by="Ông Lê Văn Mẫu",
        asked_how="telephone",
        reason="Sửa số liệu",
        actor=CLERK,
        now=NOW,
        until=until,
    )
    moment = until + timedelta(seconds=seconds)
    if received:
        assert fulfil(**key(obligation), at=moment).fulfilled_at == moment
    else:
        with pytest.raises(DutyClosed, match="Đã hết giờ mở lại"):
            fulfil(**key(obligation), at=moment)


def test_asking_again_touches_only_what_is_given_and_records_it():
    duty = moved_to(DutyFactory(), date(2020, 11, 15), closes_at=NOW, audience=["all:members"])
    moved_to(duty, date(2020, 11, 16))
    duty.refresh_from_db()
    assert (duty.closes_at, duty.audience, duty.due_on) == (NOW, ["all:members"], date(2020, 11, 16))
    moved_to(duty, date(2020, 11, 16), audience=["all:heads"], basis="Công văn 1")
    entry = Entry.objects.filter(action="obligations.duty.change").latest("pk")
    assert (entry.before, entry.after) == (
        {"audience": ["all:members"]},
        {"audience": ["all:heads"], "basis": "Công văn 1"},
    )


def test_units_that_join_after_the_date_have_time_until_a_day():
    first = ObligationFactory()
    unit = RoleAssignmentFactory().unit
    duty = first.duty
    about = {"year_id": duty.year_id, "code": duty.code, "label": duty.label, "due_on": duty.due_on}
    ask(**about, unit_ids=[unit.pk], until=date(2020, 11, 27), actor=CLERK, now=NOW)
    assert Obligation.objects.get(unit=unit).extended_to == last_moment(date(2020, 11, 27))
    first.refresh_from_db()
    assert first.extended_to is None


def reminded(obligation, *, late_only):
    return remind(
        duty_ids=[obligation.duty_id], unit_ids=[obligation.unit_id], late_only=late_only, actor=CLERK, now=NOW
    )


def test_who_sent_in_time_and_got_it_back_is_not_reminded_as_late():
    from apps.notifications.models import Notice

    obligation = ObligationFactory()
    RoleAssignmentFactory(unit=obligation.unit, role="officer")
    fulfil(**key(obligation), at=at(2020, 11, 14, 9, 0))
    unfulfil(**key(obligation))
    with pytest.raises(NobodyToRemind):
        reminded(obligation, late_only=True)
    assert reminded(obligation, late_only=False).people == 1
    body = Notice.objects.get().body
    assert "đã gửi, nay chưa gửi lại" in body
    assert "quá hạn" not in body


def test_who_stands_in_for_somebody_gives_no_exceptions():
    from apps.core.actor import Grant

    obligation = ObligationFactory()
    organiser = obligation.duty.year.organiser_id
    grants = (Grant("standing_office", organiser, ""), Grant("officer", obligation.unit_id, ""))
    actor = Actor(user_id=1, label="", grants=grants, impersonated_by=2)
    assert not can_extend(actor, obligation)
    assert not can_waive(actor, obligation)
    assert not can_call(actor, obligation.unit_id)
