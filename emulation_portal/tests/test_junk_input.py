"""Junk in every address and query: a page, a message or a refusal, never a 500. Forms: ``test_junk_forms``."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import resolve

from apps.core.lists import ExportMixin
from emulation_portal.tests.junk import JUNK, faults_of, junk, lists, status
from emulation_portal.tests.matrix_asking import all_rows

# What lists, tabs and forms of the project read from an address, and what others might try.
NAMES = (
    *("page", "o", "ordering", "year", "unit", "state", "group", "who", "what", "since", "until", "q", "next", "all"),
    *("line", "show", "order", "part", "print", "report", "cluster", "cluster_year", "sheet", "run", "format"),
)
LISTS = {
    *("dashboard:board-list", "dashboard:board-detail", "dashboard:trail-list", "jobs:job-list", "ranking:run-list"),
    *("reports:file-list", "scoring:sheet-list", "scoring:review"),
}
# Kinds of lists that are asked at a stage of a sheet, fewer than there are: none at all would pass, too. While it is
# in a step no page of the matrix is a list.
LEAST_LISTS = {"draft": 50, "final": 1}
HUGE = 10**30
SEGMENT = re.compile(r"(?<=/)(?:\d+|[A-Z0-9]+(?:-[A-Z0-9]+)+|score_sheet)(?=/|$)")


def failures(asked) -> list[str]:
    """Requests (client, method, url, data) that ended in a bug."""
    return [
        f"{method} {url[:200]} {str(data)[:200]}"
        for client, method, url, data in asked
        if status(client, method, url, data) == 500
    ]


def queries(row) -> list[str]:
    """Junk under every name, each name meeting another junk each time; lists meet more of it."""
    turns = range(0, len(JUNK), 3) if row.route in LISTS else range(2)
    return [urlencode(junk(NAMES, turn)) for turn in turns]


def files(pages):
    """The tables of these pages as files, but for those that the matrix asks for anyway."""
    known = {row.route for row in all_rows() if "format=" in row.query}
    for client, row, url in pages:
        if row.route not in known and issubclass(getattr(resolve(url).func, "view_class", object), ExportMixin):
            known.add(row.route)
            yield client, "get", f"{url}?format=csv", None


def test_any_query_is_no_bug(pages, request):
    asked = [(client, "get", f"{url}?{query}", None) for client, row, url in pages for query in queries(row)]
    assert len(asked) > 20
    asked += files(pages)
    assert failures(asked) == []
    found, stage = list(lists(pages)), request.node.callspec.params["pages"]
    assert stage not in LEAST_LISTS or len(found) > LEAST_LISTS[stage]
    assert [fault for filters in found for fault in faults_of(filters)] == []


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
