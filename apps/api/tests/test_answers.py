"""What holds for every answer: pages, ETag, rate, refusals, the number of queries."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import AccessToken, User
from apps.api.tests.world import NOW, Program, add_awards, program
from apps.movements.tests.factories import MovementFactory
from apps.units.tests.factories import UnitFactory

SINCE = f"changes?since={quote(NOW.isoformat())}"
LISTS = ("units", "clusters", "movements", "rankings", "awards", "decisions", "metadata/decisions", SINCE)


@pytest.fixture
def office(world) -> Program:
    return program(world.people["office"])


def refusal(response) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"]) == ("about:blank", response.status_code)
    return response.status_code, body["detail"]


def test_pages_continue_behind_the_last_row_whatever_came_before_it(office):
    first = office.get("units?limit=2").json()
    later = UnitFactory()
    rest = office.get(f"units?limit=200&cursor={first['next']}").json()
    ids = [row["id"] for row in first["items"] + rest["items"]]
    assert ids == sorted(set(ids))
    assert (ids[-1], rest["next"]) == (later.pk, None)


def test_a_cursor_belongs_to_one_list_one_choice_and_one_person(world, office):
    cursor = office.get("awards?limit=1&year=2019").json()["next"]
    assert office.get(f"awards?limit=2&year=2019&cursor={cursor}").status_code == 200
    auditor = program(world.people["auditor"])
    for asks, path in (
        (office, f"awards?year=2018&cursor={cursor}"),
        (office, f"units?cursor={cursor}"),
        (office, f"awards?year=2019&cursor={cursor[:-3]}abc"),
        (office, "awards?cursor=1"),
        (auditor, f"awards?year=2019&cursor={cursor}"),
    ):
        response = asks.get(path)
        assert refusal(response)[0] == 422
        assert response.json()["errors"][0]["name"] == "cursor"


WRONG = (
    ("year=2020.0", "year"),
    ("year=hai", "year"),
    ("year=3000", "year"),
    ("limit=0", "limit"),
    ("limit=201", "limit"),
    ("unit=-1", "unit"),
    ("unit=99999999999999999999", "unit"),
    ("state=x", "state"),
    ("changed_since=2020-11-12", "changed_since"),
    ("changed_since=2020-13-40T00:00:00Z", "changed_since"),
    ("yaer=2020", "yaer"),
)


def test_a_wrong_parameter_is_named(office):
    for query, name in WRONG:
        response = office.get(f"awards?{query}")
        assert refusal(response)[0] == 422, query
        (error,) = response.json()["errors"]
        assert (error["in"], error["name"], error["detail"][-1]) == ("query", name, "."), query


def test_every_refusal_is_a_problem_in_vietnamese(world, office):
    client = Client(headers={"authorization": f"Bearer {office.secret}", "accept-language": "en"})
    client.cookies["django_language"] = "en"
    assert refusal(Client().get("/api/v1/units"))[1].startswith("Gửi mã truy cập API")
    assert Client().get("/api/v1/units").headers["WWW-Authenticate"] == 'Bearer realm="api"'
    wrong = Client().get("/api/v1/units", headers={"authorization": "Bearer tdkt_khong"})
    assert wrong.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert refusal(client.get("/api/v1/units/999999999"))[0] == 404
    assert refusal(client.get("/api/v1/khong-co"))[1].startswith("Không có nội dung này")
    assert refusal(client.get("/api/v1/units?code=%00"))[0] == 400
    assert refusal(client.post("/api/v1/units"))[1].startswith("API chỉ đọc")
    assert client.delete("/api/v1/units").headers["Allow"] == "GET, HEAD"


def test_a_fault_of_ours_is_a_problem_too(office, monkeypatch):
    monkeypatch.setattr("apps.api.endpoints.units.show", lambda unit: 1 / 0)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {office.secret}"})
    assert refusal(client.get("/api/v1/units")) == (
        500,
        "Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại sau; nếu vẫn lỗi, báo cho quản trị.",
    )


def test_nothing_new_is_answered_without_a_body(office):
    for path in LISTS:
        first = office.get(path)
        again = office.get(path, If_None_Match=first.headers["ETag"])
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]
        assert int(again.headers["RateLimit-Remaining"]) == int(first.headers["RateLimit-Remaining"]) - 1
    read, asked = (
        office.get("units"),
        Client().head("/api/v1/units", headers={"authorization": f"Bearer {office.secret}"}),
    )
    assert (asked.status_code, asked.content, asked.headers["ETag"]) == (200, b"", read.headers["ETag"])
    assert asked.headers["Content-Length"] == str(len(read.content))


def test_another_row_is_another_etag(office):
    tag = office.get("movements").headers["ETag"]
    MovementFactory()
    assert office.get("movements", If_None_Match=tag).status_code == 200


def test_a_token_asks_so_often_a_minute(office, settings, clock):
    settings.API_REQUESTS_PER_MINUTE = 2
    clock.move_to(NOW.replace(second=50))
    found = [office.get("units?limit=1") for _time in range(3)]
    assert [each.status_code for each in found] == [200, 200, 429]
    assert [each.headers["RateLimit-Remaining"] for each in found] == ["1", "0", "0"]
    assert refusal(found[2])[1].startswith("Mã này đã dùng hết")
    assert (found[2].headers["Retry-After"], found[2].headers["RateLimit-Limit"]) == ("10", "2")
    clock.shift(timedelta(seconds=10))
    assert office.get("units?limit=1").status_code == 200


def test_a_token_ends_with_its_last_day_its_account_and_its_revocation(world, office, clock):
    token = AccessToken.objects.get()
    assert office.get("units").status_code == 200
    clock.move_to(token.expires_at - timedelta(seconds=1))
    assert office.get("units").status_code == 200
    clock.move_to(token.expires_at)
    assert office.get("units").status_code == 401
    clock.move_to(NOW)
    user = world.people["office"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert office.get("units").status_code == 401
    User.objects.filter(pk=user.pk).update(is_active=True)
    AccessToken.objects.update(revoked_at=NOW)
    assert office.get("units").status_code == 401


def test_use_is_noted_at_most_once_a_minute(office, clock):
    office.get("units")
    clock.shift(timedelta(seconds=30))
    office.get("units")
    token = AccessToken.objects.get()
    assert (token.last_used_at, token.last_used_from) == (NOW, "127.0.0.1")


# Two to know who asks; the scope of some asks for the ministry first; then the page and what hangs on its rows.
QUERIES = {
    "units": 4,
    "clusters": 5,
    "movements": 4,
    "rankings": 4,
    "awards": 4,
    "decisions": 4,
    "metadata/decisions": 4,
    "metadata/decisions.xml": 4,
}


def test_the_number_of_queries_does_not_grow_with_the_rows(world, office):
    office.get("units")  # notes the use of the token for this minute

    def asked() -> dict[str, int]:
        counts = {}
        for path in QUERIES:
            with CaptureQueriesContext(connection) as captured:
                assert office.get(path).status_code == 200
            counts[path] = len(captured)
        return counts

    assert asked() == QUERIES
    for index in range(3):
        add_awards(UnitFactory(), index)
        MovementFactory()
    assert asked() == QUERIES
