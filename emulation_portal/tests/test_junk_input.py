"""Junk in every address, query and form: a page, a message or a refusal, never a 500."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from apps.core.lists import ExportMixin
from emulation_portal.tests.matrix import PEOPLE
from emulation_portal.tests.matrix_asking import all_rows
from emulation_portal.tests.matrix_world import NOW, subject_at

NUMBERS = ("-1", "0", "99999999999999999999", "1e400", "1e999999", "NaN", "Infinity", "2020.5", "٣", "1_0")
TEXTS = ("", "%", "' OR 1=1 --", "<script>", "../../x", "\ufffe\U0010ffff", "ư" * 3000, "\u200b", "\u0301", "[]")
DATES = ("31/02/2020", "01/01/0000", "9999-12-31", "00/00/99999")
JUNK = NUMBERS + TEXTS + DATES
# What lists, tabs and forms of the project read from an address, and what others might try.
NAMES = (
    *("page", "o", "ordering", "year", "unit", "state", "group", "who", "what", "since", "until", "q", "next", "all"),
    *("line", "show", "order", "part", "print", "report", "cluster", "cluster_year", "sheet", "run", "format"),
)
LISTS = {
    *("dashboard:board-list", "dashboard:board-detail", "dashboard:trail-list", "jobs:job-list", "ranking:run-list"),
    *("reports:file-list", "scoring:sheet-list", "scoring:review"),
}
FILES = {"scoring:evidence-file", "scoring:sheet-signed-copy", "reports:file", "registry:letter-pdf"}
HUGE = 10**30
SEGMENT = re.compile(r"(?<=/)(?:\d+|[A-Z0-9]+(?:-[A-Z0-9]+)+|score_sheet)(?=/|$)")
CONTROL = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
FORM = re.compile(r"<form[\s>].*?</form>", re.DOTALL)
OUTSIDE = re.compile(r'<[a-z]+[^>]* form="[^>]*>')
TARGET = re.compile(r'(?:action|hx-post)="(/[^"]*)"')
LEFT_ALONE = ("/accounts/", "/working-")


@pytest.fixture(params=["draft", "in_step", "final"])
def pages(request, db, settings, tmp_path, plain_answers):
    """Client and row and address of every page that somebody may read at this stage of a sheet."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        subject = subject_at(request.param)
        clients = {name: Client(raise_request_exception=False) for name in subject.people}
        for name, client in clients.items():
            client.force_login(subject.people[name])
        found = [
            (clients[reader], row, reverse(row.route, args=row.arguments(subject)))
            for row in all_rows()
            if row.stage == request.param and row.method == "get"
            for reader in islice(readers(row), 1)
        ]
        # Rows that differ in their query only are one page here: each test asks with its own.
        yield list({(client, url): (client, row, url) for client, row, url in found}.values())


def readers(row):
    answers = dict(zip(PEOPLE, row.statuses.split(), strict=True))
    return (name for name in ("office", "head", "leader", "officer", "auditor") if answers[name] == "200")


def status(client: Client, method: str, url: str, data=None) -> int:
    """The status; whatever the request wrote is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    if response.streaming:
        list(response.streaming_content)  # closes the file
    return response.status_code


def failures(asked) -> list[str]:
    """Requests (client, method, url, data) that ended in a bug."""
    return [
        f"{method} {url[:200]} {str(data)[:200]}"
        for client, method, url, data in asked
        if status(client, method, url, data) == 500
    ]


def queries(row) -> list[str]:
    """Junk under every name, each name meeting another junk each time; lists meet all of it."""
    count = len(JUNK) if row.route in LISTS else 3
    return [urlencode(junk(NAMES, turn)) for turn in range(count)]


def junk(names: Iterable[str], turn: int) -> dict[str, str]:
    """Each name with another junk, and with another one at each turn."""
    return {name: JUNK[(turn + place) % len(JUNK)] for place, name in enumerate(names)}


def controls(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(CONTROL.findall(text)) - {"csrfmiddlewaretoken"}))


def forms(page: str) -> dict[str, tuple[str, ...]]:
    """Where the page sends forms, each with its controls; what is sent from no form is known by those of the page."""
    found = defaultdict(set)
    outside = controls(" ".join(OUTSIDE.findall(page)))  # controls that name their form stand outside of it
    for form in FORM.findall(page):
        for target in TARGET.findall(form):
            found[target].update(controls(form), outside)
    for target in TARGET.findall(FORM.sub("", page)):
        found[target].update(controls(page))
    return {target: tuple(sorted(names)) for target, names in found.items() if not target.startswith(LEFT_ALONE)}


def files(pages):
    """The tables of these pages as files, but for those that the matrix asks for anyway."""
    known = {row.route for row in all_rows() if "format=" in row.query}
    for client, row, url in pages:
        if row.route not in known and issubclass(getattr(resolve(url).func, "view_class", object), ExportMixin):
            known.add(row.route)
            yield client, "get", f"{url}?format=csv", None


def test_any_query_is_no_bug(pages):
    asked = [(client, "get", f"{url}?{query}", None) for client, row, url in pages for query in queries(row)]
    assert len(asked) > 20
    asked += files(pages)
    assert failures(asked) == []


def test_any_form_is_no_bug(pages):
    """Every form with junk in each control of the page. A form that several pages of a person show (signing out, taking
    a role, a saved look) is sent from the first of them: its own controls are the same everywhere. An address that
    takes no form (405) says so before it reads what was sent, and is not asked with another one.
    """
    asked, sent = [], set()
    for client, row, url in pages:
        if row.route in FILES:
            continue
        answer = client.get(url)
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, the file is closed
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue  # a file has no form
        text = answer.content.decode()
        names = controls(text)
        wrong = [junk(names, turn) for turn in range(0, len(JUNK), 5)] if names else []
        asked.append((client, url, [dict.fromkeys(names, "a\0b"), *wrong]))
        for target, known_by in sorted(forms(text).items()):
            if wrong and target != url and (client, target, known_by) not in sent:
                sent.add((client, target, known_by))
                asked.append((client, target, wrong))
    assert [fault for client, url, posts in asked for fault in failures_of_posts(client, url, posts)] == []


def failures_of_posts(client: Client, url: str, posts: list[dict]) -> list[str]:
    """Those of the posts that ended in a bug."""
    faults = []
    for data in posts:
        found = status(client, "post", url, data)
        if found == 405:
            break
        if found == 500:
            faults.append(f"post {url[:200]} {str(data)[:200]}")
    return faults


def test_any_id_is_no_bug(pages):
    junk = (str(HUGE), "9" * 5000, "-1", "a%00b", "%ED%A0%80", "%2e%2e%2f", quote("ư" * 500))
    asked = [
        (client, "get", f"{url[: place.start()]}{value}{url[place.end() :]}", None)
        for client, _row, url in pages
        for place in SEGMENT.finditer(url)
        for value in junk
    ]
    assert failures(asked) == []


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "messages", "x"])
@pytest.mark.parametrize(
    "value", ['"abcdefghij\\000k"', '"\\377\\376"', "a" * 8000, "", "%00", "ư".encode().decode("latin-1")]
)
def test_any_cookie_is_no_bug(cookie, value):
    client = Client(raise_request_exception=False)
    assert client.get("/", headers={"cookie": f"{cookie}={value}"}).status_code in {302, 400}
