from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import HeadTermFactory, MemberFactory
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def roles_on(user, on):
    return sorted(grant.role for grant in actor_for(user, on).grants)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2022, 12, 31), []),
        (date(2023, 1, 1), ["officer"]),
        (date(2023, 12, 31), ["officer"]),
        (date(2024, 1, 1), []),
    ],
)
def test_role_is_valid_from_its_first_to_its_last_day(on, expected):
    role = RoleAssignmentFactory(starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    assert roles_on(role.user, on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2022, 12, 31), ["officer"]),
        (date(2023, 1, 1), ["cluster_head", "officer"]),
        (date(2023, 12, 31), ["cluster_head", "officer"]),
        (date(2024, 1, 1), ["closing_head", "officer"]),
    ],
)
def test_people_of_the_head_unit_act_as_head_by_the_dates_of_the_decision(on, expected):
    term = HeadTermFactory(starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    role = RoleAssignmentFactory(unit=term.unit, starts_on=date(2020, 1, 1))
    RoleAssignmentFactory(user=UserFactory(), unit=MemberFactory(cluster_year=term.cluster_year).unit)
    assert roles_on(role.user, on) == expected


def test_actor_is_built_in_one_query(django_assert_num_queries):
    role = RoleAssignmentFactory()
    HeadTermFactory(unit=role.unit)
    with django_assert_num_queries(1):
        actor = actor_for(role.user, date(2026, 1, 1))
    assert actor.holds("officer", unit_id=role.unit.pk)
    assert actor.holds("cluster_head")
    assert not actor.holds("leader")


def test_nobody_has_no_rights():
    assert actor_for(AnonymousUser(), date(2026, 1, 1)).grants == ()
    assert actor_for(RoleAssignmentFactory(user__is_active=False).user, date(2026, 1, 1)).grants == ()


def test_only_todays_officers_and_leaders_of_the_head_unit_act_as_head():
    """The dates and the role are those of the person's own assignment, not of a colleague's."""
    term = HeadTermFactory()
    officer = RoleAssignmentFactory(unit=term.unit).user
    left = RoleAssignmentFactory(unit=term.unit, ends_on=date(2020, 12, 31)).user
    coming = RoleAssignmentFactory(unit=term.unit, starts_on=date(2030, 1, 1)).user
    auditor = RoleAssignmentFactory(unit=term.unit, role="auditor").user
    on = date(2021, 1, 1)
    assert roles_on(officer, on) == ["cluster_head", "officer"]
    assert roles_on(left, on) == roles_on(coming, on) == []
    assert roles_on(auditor, on) == ["auditor"]
