from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.obligations.domain.duties import DutyClosed, ask, fulfil, unfulfil
from apps.obligations.domain.withdrawing import ask_again, ask_no_more
from apps.obligations.models import Duty, Obligation
from apps.obligations.queries import by_unit, of_unit
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2020, 11, 10, 8, 0))  # noqa: DTZ001 -- made aware here
CLERK = Actor(user_id=7, label="Bà Trần Thị Thử")


def asked(year, units, due_on=date(2020, 11, 15)) -> Duty:
    return ask(
        year_id=year.pk, code="score_sheet", label="Tự chấm điểm", due_on=due_on, unit_ids=units, actor=CLERK, now=NOW
    )


def test_ask_twice_changes_nothing():
    year, unit = EmulationYearFactory(), UnitFactory()
    asked(year, [unit.pk])
    asked(year, [unit.pk])
    assert (Duty.objects.count(), Obligation.objects.count()) == (1, 1)
    assert list(Entry.objects.values_list("action", flat=True)) == ["obligations.duty.ask"]


def test_ask_with_another_date_is_recorded_and_adds_units():
    year, units = EmulationYearFactory(), [UnitFactory().pk, UnitFactory().pk]
    asked(year, units[:1])
    asked(year, units, due_on=date(2020, 11, 20))
    entry = Entry.objects.get(action="obligations.duty.change")
    assert (entry.before, entry.after) == ({"due_on": "2020-11-15"}, {"due_on": "2020-11-20"})
    assert Obligation.objects.count() == 2


def fulfilled(obligation, at):
    return fulfil(year_id=obligation.duty.year_id, code=obligation.duty.code, unit_id=obligation.unit_id, at=at)


def test_fulfil_again_after_reopening_keeps_the_first_time():
    obligation = ObligationFactory()
    fulfilled(obligation, NOW)
    unfulfil(year_id=obligation.duty.year_id, code="score_sheet", unit_id=obligation.unit_id)
    obligation.refresh_from_db()
    assert (obligation.first_fulfilled_at, obligation.fulfilled_at) == (NOW, None)
    later = NOW + timedelta(days=20)
    fulfilled(obligation, later)
    obligation.refresh_from_db()
    assert (obligation.first_fulfilled_at, obligation.fulfilled_at) == (NOW, later)
    assert obligation.days_late(later) == 0


def test_fulfil_when_nothing_is_owed_answers_none():
    assert fulfil(year_id=EmulationYearFactory().pk, code="score_sheet", unit_id=UnitFactory().pk, at=NOW) is None


def test_late_paper_without_closing_time_is_received():
    obligation = ObligationFactory()
    at = NOW + timedelta(days=30)
    assert fulfilled(obligation, at).days_late(at) == 25


@pytest.mark.parametrize(("seconds", "received"), [(-1, True), (0, True), (1, False)])
def test_closing_time_refuses_to_the_second(seconds, received):
    obligation = ObligationFactory(duty__closes_at=NOW)
    at = NOW + timedelta(seconds=seconds)
    if received:
        assert fulfilled(obligation, at).fulfilled_at == at
    else:
        with pytest.raises(DutyClosed, match="Đã khóa sổ lúc 10/11/2020 08:00"):
            fulfilled(obligation, at)
        assert Obligation.objects.get().fulfilled_at is None


@pytest.mark.parametrize(("seconds", "received"), [(0, True), (1, False)])
def test_extension_opens_a_closed_duty_until_its_hour(seconds, received):
    until = NOW + timedelta(hours=3)
    obligation = ObligationFactory(duty__closes_at=NOW, extended_to=until)
    at = until + timedelta(seconds=seconds)
    if received:
        assert fulfilled(obligation, at).fulfilled_at == at
    else:
        with pytest.raises(DutyClosed):
            fulfilled(obligation, at)


@pytest.mark.parametrize("count", [1, 3])
def test_bulk_questions_take_one_query(count, django_assert_num_queries):
    duty = DutyFactory()
    obligations = ObligationFactory.create_batch(count, duty=duty)
    with django_assert_num_queries(1):
        found = by_unit(duty.year_id, "score_sheet", [o.unit_id for o in obligations])
        assert {unit_id: o.duty.label for unit_id, o in found.items()} == dict.fromkeys(
            [o.unit_id for o in obligations], "Gửi bảng tự chấm điểm"
        )


def test_of_unit_leaves_out_other_years_units_and_waived_duties():
    mine = ObligationFactory()
    ObligationFactory(duty__year=EmulationYearFactory(year=2021), unit=mine.unit)
    ObligationFactory(duty=DutyFactory(year=mine.duty.year, code="report"), unit=mine.unit, waived_at=NOW)
    ObligationFactory(duty=mine.duty)
    assert list(of_unit(mine.unit_id, 2020)) == [mine]


def test_asked_no_more_and_again_is_written_for_each_unit():
    obligation = ObligationFactory(unit=UnitFactory(short_name="Vụ Thử"))
    sent = ObligationFactory(duty=obligation.duty, fulfilled_at=NOW, first_fulfilled_at=NOW)
    asked = {"year_id": obligation.duty.year_id, "codes": [obligation.duty.code], "actor": CLERK, "now": NOW}
    assert ask_no_more(**asked) == 1
    assert ask_no_more(**asked) == 0, "repeating changes nothing"
    obligation.refresh_from_db()
    sent.refresh_from_db()
    assert (obligation.waived_at, sent.waived_at) == (NOW, None)
    ask_again(**asked, unit_ids=[obligation.unit_id, sent.unit_id])
    entries = Entry.objects.order_by("pk").values_list("action", "actor_label", "target_key")
    key = f"obligations.obligation:{obligation.pk}"
    assert list(entries) == [
        ("obligations.obligation.withdraw", CLERK.label, key),
        ("obligations.obligation.unwaive", CLERK.label, key),
    ]
