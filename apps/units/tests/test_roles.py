"""Roles over time and standing in for an absent holder."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.clusters.tests.factories import HeadTermFactory
from apps.core.actor import system_actor
from apps.core.errors import NotAllowed, StaleVersion
from apps.units.domain.delegations import DelegationWrong, delegate, end_delegation
from apps.units.domain.roles import (
    AccountLocked,
    NotForYourself,
    RoleDatesWrong,
    RoleOverlaps,
    change_role,
    end_role,
    end_roles,
    give_role,
)
from apps.units.enums import Role, UnitKind
from apps.units.models import Delegation, RoleAssignment
from apps.units.role_policies import can_delegate, can_give, roles_to_give
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def acting(user, on=TODAY):
    return actor_for(user, on)


def give(user, unit, starts_on=TODAY, ends_on=None, role=Role.OFFICER, actor=SYSTEM):
    return give_role(
        user_id=user.pk, unit_id=unit.pk, role=role, starts_on=starts_on, ends_on=ends_on, actor=actor, now=NOW
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (date(2025, 1, 1), None, True),
    ],
)
def test_overlap_of_the_same_role_is_refused_to_the_day(starts_on, ends_on, refused):
    user, unit = UserFactory(), UnitFactory()
    give(user, unit, date(2026, 1, 1), date(2026, 6, 30))
    if refused:
        with pytest.raises(RoleOverlaps):
            give(user, unit, starts_on, ends_on)
        assert RoleAssignment.objects.count() == 1
    else:
        give(user, unit, starts_on, ends_on)
        assert RoleAssignment.objects.count() == 2


def test_other_role_person_or_unit_is_no_overlap_and_repeating_changes_nothing():
    user, unit = UserFactory(), UnitFactory()
    for _ in range(2):
        give(user, unit)
    give(user, unit, role=Role.LEADER)
    give(UserFactory(), unit)
    give(user, UnitFactory())
    assert RoleAssignment.objects.count() == 4
    assert Entry.objects.filter(action="units.role.give").count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_give_overlapping_days_at_once_make_one_role():
    user, unit, barrier, refused = UserFactory(), UnitFactory(), Barrier(2), []

    def act(starts_on):
        barrier.wait()
        try:
            give(user, unit, starts_on)
        except RoleOverlaps as error:
            refused.append(error.field)
        finally:
            connection.close()

    threads = [Thread(target=act, args=[TODAY + timedelta(days=n)]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (RoleAssignment.objects.count(), refused) == (1, ["starts_on"])


def test_what_makes_no_sense_is_refused():
    user, unit = UserFactory(), UnitFactory(valid_to=date(2025, 6, 30))
    with pytest.raises(RoleDatesWrong) as error:
        give(user, unit)
    assert "30/06/2025" in str(error.value)
    with pytest.raises(RoleDatesWrong):
        give(user, UnitFactory(), TODAY, TODAY - timedelta(days=1))
    with pytest.raises(AccountLocked):
        give(UserFactory(is_active=False), UnitFactory())


def test_who_may_give_what():
    ministry = UnitFactory()
    unit = UnitFactory(parent=ministry)
    below = UnitFactory(parent=unit)
    outside = UnitFactory()
    office = acting(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user)
    leader = acting(RoleAssignmentFactory(unit=unit, role=Role.LEADER).user)
    officer = acting(RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user)
    assert roles_to_give(office, below) == list(Role)
    assert roles_to_give(office, outside) == []
    assert roles_to_give(leader, unit) == [Role.OFFICER]
    assert roles_to_give(leader, below) == roles_to_give(officer, unit) == []
    with pytest.raises(NotForYourself):
        give_role(user_id=office.user_id, unit_id=unit.pk, role=Role.LEADER, starts_on=TODAY, actor=office, now=NOW)


def test_technical_staff_gives_the_first_standing_office_only():
    unit, staff = UnitFactory(), acting(UserFactory(is_staff=True))
    assert roles_to_give(staff, unit) == [Role.STANDING_OFFICE, Role.AUDITOR]
    give(UserFactory(), unit, role=Role.STANDING_OFFICE, actor=staff)
    assert not can_give(staff, unit, Role.STANDING_OFFICE)
    assert can_give(staff, unit, Role.AUDITOR)


def test_change_and_end_keep_history_and_the_second_writer_is_told():
    row = give(UserFactory(), UnitFactory())
    change_role(
        assignment_id=row.pk,
        starts_on=date(2026, 1, 1),
        ends_on=None,
        basis="Công văn 1/STP",
        reason="Ghi nhầm ngày",
        version=1,
        actor=SYSTEM,
        now=NOW,
    )
    with pytest.raises(StaleVersion):
        change_role(
            assignment_id=row.pk,
            starts_on=TODAY,
            ends_on=None,
            basis="",
            reason="Sửa lại",
            version=1,
            actor=SYSTEM,
            now=NOW,
        )
    end_role(assignment_id=row.pk, ends_on=TODAY, reason="Chuyển công tác", actor=SYSTEM, now=NOW)
    assert acting(row.user).holds(Role.OFFICER)
    assert not acting(row.user, TODAY + timedelta(days=1)).holds(Role.OFFICER)
    actions = Entry.objects.filter(target_key=f"units.roleassignment:{row.pk}").order_by("pk")
    assert [entry.action for entry in actions] == ["units.role.give", "units.role.change", "units.role.end"]
    assert actions.last().reason == "Chuyển công tác"


def test_bulk_end_is_all_or_nothing():
    unit = UnitFactory()
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER)
    officers = RoleAssignmentFactory.create_batch(2, unit=unit)
    foreign = RoleAssignmentFactory()
    actor = acting(leader.user)
    with pytest.raises(NotAllowed):
        end_roles(ids=[*(row.pk for row in officers), foreign.pk], ends_on=TODAY, reason="Hết", actor=actor, now=NOW)
    assert not RoleAssignment.objects.filter(ends_on=TODAY).exists()
    assert end_roles(ids=[row.pk for row in officers], ends_on=TODAY, reason="Hết", actor=actor, now=NOW) == 2


def absent(**days):
    """An officer and a colleague who stands in from 2 to 4 March."""
    row, colleague = RoleAssignmentFactory(user__honorific="Bà", **days), UserFactory()
    delegate(
        assignment_id=row.pk,
        user_id=colleague.pk,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=2),
        reason="Nghỉ phép",
        actor=SYSTEM,
        now=NOW,
    )
    return row, colleague


@pytest.mark.parametrize(("day", "acts"), [(-1, False), (0, True), (2, True), (3, False)])
def test_delegate_acts_in_these_days_only(day, acts):
    row, colleague = absent()
    assert acting(colleague, TODAY + timedelta(days=day)).holds(Role.OFFICER, unit_id=row.unit_id) is acts


def test_delegation_ends_with_the_assignment():
    row, colleague = absent()
    end_role(assignment_id=row.pk, ends_on=TODAY, reason="Chuyển công tác", actor=SYSTEM, now=NOW)
    assert acting(colleague).holds(Role.OFFICER)
    assert not acting(colleague, TODAY + timedelta(days=1)).holds(Role.OFFICER)


def test_delegate_of_the_heads_officer_acts_as_head():
    row, colleague = absent()
    term = HeadTermFactory(unit=row.unit)
    actor = acting(colleague)
    assert actor.holds("cluster_head", cluster_year_id=term.cluster_year_id)
    assert {grant.acting_for for grant in actor.grants} == {row.user.label}


def test_what_was_received_cannot_be_handed_on():
    row, colleague = absent()
    assert can_delegate(acting(row.user), row)
    assert not can_delegate(acting(colleague), row)
    leader, stand_in = RoleAssignmentFactory(unit=row.unit, role=Role.LEADER), UserFactory()
    delegate(
        assignment_id=leader.pk,
        user_id=stand_in.pk,
        starts_on=TODAY,
        ends_on=TODAY,
        reason="Đi công tác",
        actor=SYSTEM,
        now=NOW,
    )
    assert can_delegate(acting(leader.user), row)
    assert not can_delegate(acting(stand_in), row)


def test_trail_names_both_where_only_the_delegation_gives_the_right():
    row, colleague = absent()
    other = RoleAssignmentFactory(user=colleague)
    actor = acting(colleague)
    assert actor.label_for(row) == f"{colleague.label}, thay mặt {row.user.label}"
    assert actor.label_for(other) == colleague.label


def test_delegation_outside_of_the_assignment_or_to_the_holder_is_refused():
    row = RoleAssignmentFactory(starts_on=TODAY, ends_on=TODAY + timedelta(days=5))
    for user, first, last, field in (
        (row.user, 0, 1, "person"),
        (UserFactory(is_active=False), 0, 1, "person"),
        (UserFactory(), -1, 1, "starts_on"),
        (UserFactory(), 0, 6, "ends_on"),
        (UserFactory(), 2, 1, "ends_on"),
    ):
        with pytest.raises(DelegationWrong) as error:
            delegate(
                assignment_id=row.pk,
                user_id=user.pk,
                starts_on=TODAY + timedelta(days=first),
                ends_on=TODAY + timedelta(days=last),
                reason="Nghỉ phép",
                actor=SYSTEM,
                now=NOW,
            )
        assert error.value.field == field
    assert not Delegation.objects.exists()


def test_delegation_ends_earlier_never_later():
    absent()
    row = Delegation.objects.get()
    with pytest.raises(DelegationWrong):
        end_delegation(delegation_id=row.pk, ends_on=row.ends_on + timedelta(days=1), reason="x", actor=SYSTEM, now=NOW)
    end_delegation(delegation_id=row.pk, ends_on=TODAY, reason="Về sớm", actor=SYSTEM, now=NOW)
    assert not acting(row.user, TODAY + timedelta(days=1)).grants


def test_pages_give_delegate_and_show_history(client):
    unit = UnitFactory()
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER).user
    officer = UserFactory(username="cb.moi", full_name="Trần Thị Thử")
    client.force_login(leader)
    url = reverse("units:role-give", args=[unit.pk])
    unknown = client.post(url, {"person": "ai đó", "role": "officer", "starts_on": "1/1/2026"})
    assert unknown.status_code == 422
    assert "Không có tài khoản nào" in unknown.content.decode()
    assert client.post(url, {"person": "tran thi thu", "role": "leader", "starts_on": "1/1/2026"}).status_code == 422
    assert client.post(url, {"person": "tran thi thu", "role": "officer", "starts_on": "1/1/2026"}).status_code == 302
    row = RoleAssignment.objects.get(user=officer)
    page = client.get(reverse("units:unit-roles", args=[unit.pk])).content.decode()
    assert "Trần Thị Thử" in page
    detail = client.get(row.get_absolute_url()).content.decode()
    assert "Phân công" in detail
    assert "Chưa ủy quyền cho ai." in detail
    answer = client.post(
        reverse("units:role-delegate", args=[row.pk]),
        {"person": leader.username, "starts_on": "02/01/2026", "ends_on": "03/01/2026", "reason": "Nghỉ phép"},
    )
    assert answer.status_code == 302
    assert "làm thay từ 02/01/2026 đến 03/01/2026" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_does_not_grow(client, count, django_assert_num_queries):
    unit = UnitFactory()
    leader = RoleAssignmentFactory(unit=unit, role=Role.LEADER).user
    RoleAssignmentFactory.create_batch(count, unit=unit)
    client.force_login(leader)
    with django_assert_num_queries(8):
        assert len(client.get(reverse("units:role-list")).context["rows"]) == count + 1


def test_list_finds_and_orders_people_by_given_name(client):
    unit = UnitFactory()
    for name in ("Trần Văn Bảo", "Lê Thị Ánh", "Phạm Văn Đức"):
        RoleAssignmentFactory(unit=unit, user__full_name=name)
    client.force_login(RoleAssignmentFactory(unit=unit, role=Role.LEADER, user__full_name="Ngô Văn Yên").user)
    url = reverse("units:role-list")
    names = [row.user.full_name for row, *_rest in client.get(url).context["rows"]]
    assert names == ["Lê Thị Ánh", "Trần Văn Bảo", "Phạm Văn Đức", "Ngô Văn Yên"]
    found = client.get(url, {"person": "duc pham"}).context["rows"]
    assert [row.user.full_name for row, *_rest in found] == ["Phạm Văn Đức"]


def standing_in(row, days=0):
    """Somebody without any role of the own who acts for the holder of ``row``."""
    colleague = UserFactory()
    delegate(
        assignment_id=row.pk,
        user_id=colleague.pk,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=days),
        reason="Nghỉ phép",
        actor=SYSTEM,
        now=NOW,
    )
    return colleague


def test_a_stand_in_gives_no_roles_and_sees_the_assignment():
    office = RoleAssignmentFactory(role=Role.STANDING_OFFICE)
    colleague = standing_in(office)
    assert roles_to_give(acting(office.user), office.unit) == list(Role)
    assert roles_to_give(acting(colleague), office.unit) == []
    assert office in RoleAssignment.objects.visible_to(acting(colleague, TODAY - timedelta(days=1)))


def test_a_delegation_lasts_ninety_days_at_most():
    row = RoleAssignmentFactory()
    standing_in(row, days=89)
    with pytest.raises(DelegationWrong, match="không quá 90 ngày"):
        standing_in(row, days=90)


def test_the_same_delegation_twice_in_the_data_is_no_error():
    row, colleague = absent()
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=2)}
    Delegation.objects.create(assignment=row, user=colleague, reason="Trùng", **days)
    again = delegate(assignment_id=row.pk, user_id=colleague.pk, reason="Nghỉ phép", actor=SYSTEM, now=NOW, **days)
    assert again == Delegation.objects.earliest("pk")


def test_the_office_of_the_ministry_serves_units_outside_of_its_tree():
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    office = acting(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user)
    outside = RoleAssignmentFactory()
    assert can_give(office, outside.unit, Role.LEADER)
    assert outside in RoleAssignment.objects.visible_to(office)
