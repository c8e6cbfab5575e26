"""Phân quyền của tôi; ai xem được, vì sao; the auditor's list."""

from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.audience import known_models, seers
from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory
from apps.dashboard.tests.world import NOW, build
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment, Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

TODAY = NOW.date()
pytestmark = pytest.mark.django_db
# Seen by all who sign in, or by the person concerned as well: told in words, not by circles.
SEEN_BY_ALL = {"units.unit", "units.roleassignment"}


def crowd(seed: int = 7):
    """Two ministries with clusters, and people with random roles, terms over and running, some standing in."""
    random = Random(seed)  # noqa: S311 -- repeatable, guards nothing
    worlds = [build(3), build(2)]
    for world in worlds:
        child = UnitFactory(parent=world.ministry)
        RoleAssignmentFactory(unit=child, role=Role.AUDITOR)
        HeadTermFactory(
            cluster_year=world.cluster_year, unit=world.units[1], role="cluster_deputy", ends_on=date(2020, 5, 1)
        )
        ClusterYearFactory(year__organiser=child)
    units = list(Unit.objects.all())
    for _ in range(25):
        starts_on = TODAY - timedelta(days=random.randrange(400))
        ends_on = random.choice([None, TODAY, TODAY - timedelta(days=1)])
        RoleAssignmentFactory(
            unit=random.choice(units),
            role=random.choice(list(Role)),
            starts_on=min(starts_on, ends_on or starts_on),
            ends_on=ends_on,
        )
    for row in RoleAssignment.objects.valid_on(TODAY).order_by("pk")[::4]:
        Delegation.objects.create(assignment=row, user=UserFactory(), starts_on=TODAY, ends_on=TODAY, reason="Nghỉ")


def test_audience_is_the_other_side_of_visible_to():
    crowd()
    actors = [actor_for(user, TODAY) for user in User.objects.filter(is_active=True).order_by("pk")]
    compared = 0
    for label, model in known_models().items():
        if label in SEEN_BY_ALL:
            continue
        for row in model.objects.all():
            by_rule = {actor.user_id for actor in actors if model.objects.visible_to(actor).filter(pk=row.pk).exists()}
            by_circles = {seer.user.pk for seer in seers(row, TODAY)}
            assert by_circles == by_rule, (label, row)
            compared += len(by_rule)
    assert compared > 50


@pytest.mark.parametrize("people", [1, 30])
def test_audience_costs_the_same_whatever_the_number_of_people(people, django_assert_num_queries):
    world = build(1)
    RoleAssignmentFactory.create_batch(people, unit=world.units[0])
    sheet = world.sheet(0)
    sheet = type(sheet).objects.select_related("cluster_year__cluster__organiser").get(pk=sheet.pk)
    with django_assert_num_queries(2):
        assert len(seers(sheet, TODAY)) >= people


def test_my_rights_say_where_each_comes_from(client):
    with time_machine.travel(NOW, tick=False):
        world = build()
        RoleAssignment.objects.filter(user=world.head).update(basis="Công văn 12/BTP-VP")
        away = RoleAssignmentFactory(user__full_name="Lê Văn Vắng", user__honorific="Ông")
        Delegation.objects.create(
            assignment=away, user=world.head, starts_on=TODAY, ends_on=TODAY, reason="Đi công tác"
        )
        client.force_login(world.head)
        page = client.get(reverse("dashboard:my-rights")).content.decode()
    for text in ("Công văn 12/BTP-VP", "Ông Lê Văn Vắng ủy quyền", "Đi công tác", "Trưởng Cụm", "giữ nhiệm vụ từ"):
        assert text in page


def test_person_without_a_role_is_told_whom_to_ask(client):
    with time_machine.travel(NOW, tick=False):
        office = build().standing_office
        User.objects.filter(pk=office.pk).update(phone="024 1234")
        client.force_login(UserFactory())
        page = client.get(reverse("dashboard:my-rights")).content.decode()
    assert "chưa có vai trò nào" in page
    assert "024 1234" in page


def test_grants_of_a_day_and_of_a_period(client):
    with time_machine.travel(NOW, tick=False):
        world = build(1, sheets=False)
        old = RoleAssignmentFactory(unit__parent=world.ministry, ends_on=date(2020, 6, 30))
        RoleAssignmentFactory(unit__parent=world.ministry, starts_on=date(2020, 11, 1))
        client.force_login(world.auditor)
        url = reverse("dashboard:grant-list")
        newly = client.get(url, {"since": "01/11/2020", "until": "30/11/2020"}).context["rows"]
        assert len(newly) == 1
        names = [cells[0] for _url, cells in client.get(url, {"on": "30/6/2020"}).context["rows"]]
        assert old.user.label in names
        names = [cells[0] for _url, cells in client.get(url, {"on": "1/7/2020"}).context["rows"]]
        assert old.user.label not in names
        heads = client.get(reverse("dashboard:grant-head-list")).context["rows"]
        assert [cells[1] for _url, cells in heads] == ["Trưởng Cụm"]


@pytest.mark.parametrize("name", ["grant-list", "grant-head-list", "grant-delegation-list"])
@pytest.mark.parametrize("count", [1, 3])
def test_grant_lists_ask_the_same_whatever_their_length(client, name, count, django_assert_max_num_queries):
    with time_machine.travel(NOW, tick=False):
        world = build(1, sheets=False)
        for _ in range(count):
            row = RoleAssignmentFactory(unit__parent=world.ministry)
            Delegation.objects.create(
                assignment=row, user=UserFactory(), starts_on=TODAY, ends_on=TODAY, reason="Nghỉ phép"
            )
        client.force_login(world.auditor)
        with django_assert_max_num_queries(10):
            client.get(reverse(f"dashboard:{name}"))


def test_audience_page_names_people_and_reasons(client):
    with time_machine.travel(NOW, tick=False):
        world = build()
        client.force_login(world.auditor)
        url = reverse("dashboard:audience", args=["scoring.scoresheet", world.sheet(1).pk])
        page = client.get(url).content.decode()
        assert "Cán bộ, lãnh đạo của chính đơn vị" in page
        assert world.officers[1].label in page
        assert client.get(reverse("dashboard:audience", args=["no.model", 1])).status_code == 404
