"""What the tests with junk ask, and where: every page that somebody may read, at each stage of a sheet."""

from collections.abc import Iterable
from functools import partial
from itertools import islice
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse
from django_filters.views import FilterView

from apps.core.filters import ListFilter
from apps.core.lists import DefaultLookMixin
from apps.core.presentation import ORDER_PARAMETER
from apps.dashboard.filters import RowsFilter
from emulation_portal.tests.matrix import PEOPLE
from emulation_portal.tests.matrix_asking import all_rows
from emulation_portal.tests.matrix_world import NOW, subject_at

NUMBERS = ("-1", "0", "99999999999999999999", "1e400", "1e999999", "NaN", "Infinity", "2020.5", "٣", "1_0")
TEXTS = ("", "%", "' OR 1=1 --", "<script>", "../../x", "\ufffe\U0010ffff", "ư" * 3000, "\u200b", "\u0301", "[]")
DATES = ("31/02/2020", "01/01/0000", "9999-12-31", "00/00/99999")
JUNK = NUMBERS + TEXTS + DATES


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


def junk(names: Iterable[str], turn: int) -> dict[str, str]:
    """Each name with another junk, and with another one at each turn."""
    return {name: JUNK[(turn + place) % len(JUNK)] for place, name in enumerate(names)}


def lists(pages) -> Iterable[ListFilter]:
    """The filters of every list among these pages, each kind once. A list that shows none is a fault of this test."""
    views = {getattr(resolve(url).func, "view_class", object): (client, url) for client, _row, url in pages}
    asked = {view: client.get(url) for view, (client, url) in views.items() if issubclass(view, DefaultLookMixin)}
    found = {view: getattr(response, "context_data", {}).get("filter") for view, response in asked.items()}
    without = [view for view, each in found.items() if not isinstance(each, ListFilter)]
    # Tables of one page have none, and a form that is about the list of another page shows none.
    assert {view.__name__ for view in without if issubclass(view, FilterView)} <= {"PersonalExportView"}
    # Rows put together in Python are sorted by the very table that the choices are taken from.
    return {
        type(each): each for each in found.values() if isinstance(each, ListFilter) and not isinstance(each, RowsFilter)
    }.values()


def faults_of(filters: ListFilter) -> list[str]:
    """What the database cannot be asked although the list offers it, or although an address may say it."""
    asked = [partial(filters.filters[name].filter, filters.queryset, value) for name, value in offered(filters)]
    junk_words = [QueryDict(urlencode(junk(filters.filters, turn))) for turn in range(0, len(JUNK), 4)]
    asked += [partial(answered, filters, words) for words in junk_words]
    return [f"{type(filters).__name__}: {fault}" for found in asked if (fault := fault_of(found))]


def offered(filters: ListFilter) -> Iterable[tuple[str, object]]:
    """Name and value of every order, and of every choice that is written down; of choices that are only compared with
    a field the first, which stands for all.
    """
    for name, field in filters.form.fields.items():
        choices = getattr(field, "choices", ())
        values = [value for value, _label in choices if value] if isinstance(choices, list | tuple) else []
        if name == ORDER_PARAMETER:
            yield from ((name, [value]) for value, _label in choices if value)
        elif filters.filters[name].method is None:
            yield from ((name, field.clean(value)) for value in values[:1])
        else:
            yield from ((name, field.clean(value)) for value in values)


def answered(filters: ListFilter, words: QueryDict) -> QuerySet:
    return type(filters)(words, filters.queryset, request=filters.request).qs


def fault_of(found: partial) -> str:
    try:
        with transaction.atomic():
            found().first()
    except Exception as error:  # noqa: BLE001 - whatever it is, the page would be a 500
        return f"{found.args[1]} {error}"
    return ""
