"""What the tests with junk ask, and where: every page that somebody may read, at each stage of a sheet."""

from collections.abc import Iterable
from itertools import islice

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

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
