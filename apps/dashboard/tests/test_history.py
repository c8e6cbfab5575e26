"""The page "Lịch sử" of a record, and the way to it."""

import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit.trail import operation, record
from apps.awards.tests.world import build as build_awards
from apps.core.actor import Actor
from apps.dashboard.history_policies import own_score_only, proposal_of_unit, users
from apps.dashboard.policies import can_read_history, can_read_trail
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.scoring.enums import Stage
from apps.scoring.models import SheetVersion
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def url(obj) -> str:
    return reverse("dashboard:history", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


def test_sheet_page_links_to_its_history_which_tells_what_was_done(client):
    world = build()
    world.send(0)
    sheet = world.sheet(0)
    client.force_login(world.officers[0])
    assert url(sheet) in client.get(sheet.get_absolute_url()).content.decode()
    page = client.get(url(sheet)).content.decode()
    assert "Gửi" in page
    assert "Hệ thống" in page
    assert "Đã gửi bảng tự chấm" in page


def test_reason_and_difference_stand_on_the_page(client):
    world = build()
    unit = world.units[0]
    with operation():
        type(unit).objects.filter(pk=unit.pk).update(short_name="Sở Thử")
        record("units.unit.found", actor=Actor(1, "Ông Thử"), target=unit, at=NOW, reason="Theo Quyết định")
    client.force_login(world.auditor)
    page = client.get(url(unit)).content.decode()
    for text in ("Ông Thử", "Theo Quyết định", "Tên ngắn", "Sở Thử"):
        assert text in page


def test_change_without_a_line_is_shown_as_such(client):
    world = build(sheets=False)
    client.force_login(world.auditor)
    assert "Thay đổi không có dòng nhật ký" in client.get(url(world.units[0])).content.decode()


def test_history_link_is_absent_for_those_who_may_not_read_it(client):
    world = build()
    run_page = reverse("scoring:sheet-detail", args=[world.sheet(1).pk])
    client.force_login(UserFactory())
    assert client.get(run_page).status_code == 404


def test_unit_reads_its_own_score_only_while_the_sheet_is_checked():
    world = build()
    sheet = world.sheet(1)
    version = SheetVersion.objects.create(
        sheet=sheet, stage=Stage.STEP, step_order=1, locked_at=NOW, total=1, sha256="x"
    )
    own = own_score_only(Actor(1, "", grants=()), sheet)
    assert version.pk not in own["scoring.SheetVersion"].children[0][1]
    sheet.state = "final"
    assert own_score_only(Actor(1, "", grants=()), sheet) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client, count, django_assert_num_queries):
    world = build(units=3)
    unit = world.units[0]
    for number in range(count):
        with operation():
            type(unit).objects.filter(pk=unit.pk).update(short_name=f"Sở {number}")
            record("units.unit.found", actor=SYSTEM, target=unit, at=NOW)
    client.force_login(world.auditor)
    client.get(url(unit))
    with django_assert_num_queries(16):
        assert len(client.get(url(unit)).context["moments"]) == count + 1


def test_offices_and_auditors_of_other_organisers_read_no_working_score():
    world, other = build(), build(units=1)
    sheet = world.sheet(1)
    for user in (other.standing_office, other.auditor):
        assert own_score_only(actor_for(user, NOW.date()), sheet), user
    for user in (world.standing_office, world.auditor, world.head):
        assert own_score_only(actor_for(user, NOW.date()), sheet) == {}


@pytest.mark.parametrize("attribute", ["cluster_year", "unit"])
def test_an_office_of_another_organiser_reads_no_history_of_clusters_and_units(attribute):
    world = build(sheets=False)
    found = world.cluster_year if attribute == "cluster_year" else world.units[0]
    foreign = actor_for(RoleAssignmentFactory(role=Role.STANDING_OFFICE).user, NOW.date())
    assert not can_read_history(foreign, found)
    assert can_read_history(actor_for(world.standing_office, NOW.date()), found)


def test_accounts_are_looked_up_where_their_roles_are_seen():
    near, far = RoleAssignmentFactory(), RoleAssignmentFactory()
    office = actor_for(RoleAssignmentFactory(unit=near.unit, role=Role.STANDING_OFFICE).user, NOW.date())
    assert set(users(office)) == {near.user, User.objects.get(pk=office.user_id)}
    assert far.user not in users(office)


def test_the_trail_is_for_the_auditor_of_the_ministry():
    world = build(sheets=False)
    assert can_read_trail(actor_for(world.auditor, NOW.date()))
    assert not can_read_trail(actor_for(RoleAssignmentFactory(role=Role.AUDITOR).user, NOW.date())), (
        "a root, no ministry"
    )


def test_how_a_proposal_came_about_is_for_its_unit_and_auditors_not_for_who_receives_it():
    world = build_awards()
    proposal = world.opened()
    auditor = RoleAssignmentFactory(unit=world.year.organiser, role=Role.AUDITOR).user
    may = [bool(proposal_of_unit(actor_for(user, NOW.date()), proposal)) for user in (world.leader, auditor)]
    assert may == [True, True]
    assert not proposal_of_unit(actor_for(world.office, NOW.date()), proposal)
