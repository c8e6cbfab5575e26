"""Danh mục, quản trị: shelves for those who may open them; what every role finds."""

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.dashboard.tests.world import build

pytestmark = pytest.mark.django_db


def test_catalogue_shows_the_shelves_that_the_person_may_open(client):
    world = build(sheets=False)
    client.force_login(world.standing_office)
    office = client.get(reverse("dashboard:catalogue")).content.decode()
    client.force_login(UserFactory(is_staff=True))
    staff = client.get(reverse("dashboard:catalogue")).content.decode()
    for name in ("units:slip-list", "units:unit-list"):
        assert reverse(name) in office
        assert reverse(name) in staff
    for name in ("units:person-list", "registry:hold-list", "units:directory"):
        assert reverse(name) in office
        assert f'href="{reverse(name)}"' not in staff


def test_everybody_with_a_role_finds_the_directory_and_the_roles_of_a_unit(client):
    world = build(sheets=False)
    client.force_login(world.officers[1])
    page = client.get(world.units[1].get_absolute_url()).content.decode()
    assert reverse("units:directory") in page
    assert reverse("units:unit-roles", args=[world.units[1].pk]) in page
    crumbs = client.get(reverse("units:unit-list")).content.decode()
    assert reverse("dashboard:catalogue") not in crumbs


def test_clusters_of_a_unit_are_those_that_the_person_sees(client):
    world, other = build(sheets=False), build(sheets=False)
    address = reverse("dashboard:unit-clusters", args=[world.units[1].pk])
    client.force_login(world.officers[2])
    assert len(client.get(address).context["rows"]) == 1
    client.force_login(other.officers[1])
    assert client.get(address).context["rows"] == []
