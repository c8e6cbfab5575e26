"""Saved looks at lists: kept by name, for oneself, the default opens by itself; nothing of them costs a query."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
LIST = "/registry/"


@pytest.fixture
def signed_in(client):
    user = RoleAssignmentFactory(role=Role.OFFICER).user
    client.force_login(user)
    return client


def save(client, name="Của Bộ ta", query="level=ministry&page=3&format=xlsx", **fields):
    return client.post(reverse("accounts:saved-view-create"), {"path": LIST, "query": query, "name": name, **fields})


def saved() -> list[dict]:
    return User.objects.exclude(saved_views=[]).get().saved_views


def test_a_look_is_saved_opened_replaced_and_forgotten(signed_in):
    page = signed_in.get(LIST, {"level": "ministry", "page": "1"}).content.decode()
    assert "/accounts/me/views/new/?path=%2Fregistry%2F&amp;query=level%3Dministry" in page
    assert save(signed_in).url == f"{LIST}?level=ministry"
    assert '<a href="/registry/?level=ministry"' in signed_in.get(LIST).content.decode()
    save(signed_in, query="level=state")
    assert [(each["name"], each["query"]) for each in saved()] == [("Của Bộ ta", "level=state")]
    key = saved()[0]["key"]
    signed_in.post(reverse("accounts:saved-view-remove", args=[key]))
    assert not User.objects.exclude(saved_views=[]).exists()


def test_the_default_opens_by_itself_and_can_be_left(signed_in):
    save(signed_in, default="on")
    answer = signed_in.get(LIST)
    assert (answer.status_code, urlsplit(answer.url).path) == (302, LIST)
    assert parse_qs(urlsplit(answer.url).query) == {"level": ["ministry"]}
    page = signed_in.get(answer.url).content.decode()
    assert 'href="/registry/?view=none">Bỏ bộ lọc' in page
    assert signed_in.get(LIST, {"view": "none"}).status_code == 200
    save(signed_in, name="Khác", query="level=state", default="on")
    assert [(each["name"], each["default"]) for each in saved()] == [("Của Bộ ta", False), ("Khác", True)]


def test_a_look_gets_another_name_and_is_the_default_or_no_longer(signed_in):
    save(signed_in, default="on")
    save(signed_in, name="Khác", query="level=state")
    pages = [reverse("accounts:saved-view-edit", args=[each["key"]]) for each in saved()]
    assert "Sổ khen thưởng" in signed_in.get(pages[1]).content.decode()
    assert signed_in.post(pages[1], {"name": "Của Bộ ta"}).status_code == 422
    signed_in.post(pages[1], {"name": "Cấp Nhà nước", "default": "on"})
    assert [(e["name"], e["default"]) for e in saved()] == [("Của Bộ ta", False), ("Cấp Nhà nước", True)]
    signed_in.post(pages[1], {"name": "Cấp Nhà nước"})
    assert not any(each["default"] for each in saved())
    signed_in.force_login(RoleAssignmentFactory(role=Role.OFFICER).user)
    assert signed_in.get(pages[1]).status_code == signed_in.post(pages[1], {"name": "Lạ"}).status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/no-such-page/", ""])
def test_an_address_elsewhere_is_refused(signed_in, path):
    answer = signed_in.post(reverse("accounts:saved-view-create"), {"path": path, "query": "", "name": "Lạ"})
    assert answer.status_code == 422
    assert not User.objects.exclude(saved_views=[]).exists()


def test_saved_looks_cost_no_query_and_are_nobody_elses(signed_in):
    signed_in.get(LIST, {"level": "state"})
    before = count_of(signed_in)
    save(signed_in)
    signed_in.get(LIST)  # shows the message that it was saved
    assert count_of(signed_in) == before
    signed_in.force_login(RoleAssignmentFactory(role=Role.OFFICER).user)
    assert "Của Bộ ta" not in signed_in.get(LIST, {"level": "state"}).content.decode()


def count_of(client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(LIST, {"level": "state"})
    return len(found)
