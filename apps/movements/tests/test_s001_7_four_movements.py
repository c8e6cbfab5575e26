"""S001-7: the unit page lists its live movements; ninety days without activity are marked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.movements.activity_clock import pulse, quiet_after
from apps.movements.domain.evenness import tell_quiet
from apps.movements.tests.model_factories import (
    NOW,
    SYSTEM,
    TODAY,
    ActivityFactory,
    MovementFactory,
    ParticipationFactory,
)
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
MARK = "chưa duy trì thường xuyên"


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Tư pháp tỉnh Lào Cai")


def taking_part(unit, name, level="ministry", first=2026, last=2026, *, last_on=None, **movement):
    made = MovementFactory(
        short_name=name, level=level, starts_on=date(first, 1, 1), ends_on=date(last, 12, 31), **movement
    )
    place = ParticipationFactory(movement=made, unit=unit)
    if last_on:
        ActivityFactory(participation=place, on=last_on)
    return place


def four(unit):
    return [
        taking_part(unit, "Vì người nghèo", "government", last_on=date(2026, 6, 10)),
        taking_part(unit, "Xây dựng nông thôn mới", "ministry", 2023, 2026, last_on=date(2026, 3, 17)),
        taking_part(unit, "Văn hóa công sở", "local", last_on=date(2026, 3, 18)),
        taking_part(unit, "Học tập Hồ Chí Minh", "unit", 2025, 2026),
    ]


def test_s001_7_four_live_movements_with_level_stage_and_newest_activity(client, unit):
    four(unit)
    taking_part(unit, "Đã kết thúc", first=2025, last=2025)
    client.force_login(RoleAssignmentFactory(unit=unit).user)
    page = client.get(reverse("movements:unit-movements", args=[unit.pk]))
    shown = {
        row.movement.short_name: (row.movement.level, row.movement.stage, found.last_on, found.quiet)
        for row, found, _commitments in page.context["rows"]
    }
    assert shown == {
        "Vì người nghèo": ("government", "2026", date(2026, 6, 10), False),
        "Xây dựng nông thôn mới": ("ministry", "2023–2026", date(2026, 3, 17), True),  # 90 days
        "Văn hóa công sở": ("local", "2026", date(2026, 3, 18), False),  # 89 days
        "Học tập Hồ Chí Minh": ("unit", "2025–2026", None, True),  # since 2025 without any
    }
    text = page.content.decode()
    assert text.count(f">{MARK}<") == 2
    assert "10/06/2026" in text
    assert "2023–2026" in text


@pytest.mark.parametrize(("days", "quiet"), [(89, False), (90, True), (91, True)])
def test_s001_7_the_ninetieth_day_is_the_first_that_is_marked(days, quiet):
    assert quiet_after(TODAY) == 90
    found = pulse(last_on=TODAY - timedelta(days=days), since=date(2026, 1, 1), on=TODAY)
    assert (found.days, found.quiet) == (days, quiet)


def test_s001_7_without_any_activity_it_counts_from_the_day_of_joining():
    assert not pulse(last_on=None, since=TODAY - timedelta(days=89), on=TODAY).quiet
    assert pulse(last_on=None, since=TODAY - timedelta(days=90), on=TODAY).quiet
    assert not pulse(last_on=None, since=date(2020, 1, 1), on=TODAY, live=False).quiet


def test_the_page_costs_the_same_for_one_and_four(client, unit, django_assert_max_num_queries):
    client.force_login(RoleAssignmentFactory(unit=unit).user)
    address = reverse("movements:unit-movements", args=[unit.pk])
    taking_part(unit, "Một")
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    four(unit)
    with django_assert_max_num_queries(20) as five:
        client.get(address)
    assert len(one) == len(five)


def test_officers_hear_once_of_each_silence(unit):
    officer = RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user
    places = four(unit)
    assert (tell_quiet(actor=SYSTEM, now=NOW), tell_quiet(actor=SYSTEM, now=NOW)) == (2, 0)
    assert set(Notice.objects.values_list("recipient", "kind_id")) == {(officer.pk, "movements.quiet")}
    # Something is done, then silence again: that is another one.
    ActivityFactory(participation=places[1], on=TODAY)
    later = NOW + timedelta(days=90)
    with time_machine.travel(later, tick=False):
        assert tell_quiet(actor=SYSTEM, now=later) == 3
