"""What holds for every address: no POST without its token, no foreign host, the same headers on every answer."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.accounts.tests.factories import UserFactory
from emulation_portal.tests.test_permission_matrix import route_names

pytestmark = pytest.mark.django_db
# Shapes that the addresses of this portal have: numbers, names, names before a number.
ARGUMENTS = (
    [],
    [1],
    [1, 1],
    [1, 1, 1],
    ["score_sheet"],
    ["figure"],
    ["12345678-1234-5678-1234-567812345678"],
    ["scoring", "scoresheet", 1],
)
PUBLIC_READING = {
    "/healthz",
    "/readyz",
    "/registry/public/",
    "/proposals/public/",
    "/help/",
    "/public/movements/",
    "/public/rankings/",
    "/public/",
    "/robots.txt",
    "/verify/",
    "/ballots/by-code/",
    "/conferences/arrive/",
    "/api/v1/openapi.json",
}
API = "/api/v1/"  # reads only, and only with a token: it has no form and knows no session


def addresses() -> list[str]:
    """Every route with arguments that need not exist."""
    found = []
    for name in sorted(route_names()):
        for arguments in ARGUMENTS:
            try:
                found.append(reverse(name, args=arguments))
                break
            except NoReverseMatch:
                continue
    return found


def test_every_route_is_asked():
    assert len(set(addresses())) >= len(route_names()) - 1  # one page has two names


@pytest.mark.usefixtures("plain_answers")  # the first refusal is the whole page, the others are their status
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_without_the_token_of_a_form(method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_staff=True))
    answers = {url: getattr(client, method)(url).status_code for url in addresses()}
    expected = {url: 405 if url.startswith(API) and url != API else 403 for url in answers}
    assert answers == expected


@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_no_verb_shows_anything_to_strangers(method):
    client = Client()
    for url in set(addresses()) - PUBLIC_READING:
        response = getattr(client, method)(url)
        refused = {401, 405} if url.startswith(API) and url != API else {302, 404, 405}
        assert response.status_code in refused or url.startswith("/accounts/"), (url, response.status_code)


@pytest.mark.parametrize("url", ["/", "/accounts/sign-in/", "/no-such-page", "/verify/AAAA", "/?x=%00", "/admin/"])
def test_every_answer_carries_the_headers(client, url):
    headers = client.get(url).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "private" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/html")


def test_foreign_host_is_refused_in_vietnamese(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert (response.status_code, "evil.example" in response.content.decode()) == (400, False)
    assert "Yêu cầu không đọc được" in response.content.decode()
