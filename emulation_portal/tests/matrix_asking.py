"""Asks the addresses of the permission matrix as everybody, and tells what differs from the rows."""

import re
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from pathlib import Path

import time_machine
from django.conf import settings as project
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from apps.accounts.tests.factories import UserFactory
from emulation_portal.tests.matrix import PEOPLE, Row
from emulation_portal.tests.matrix_world import NOW, Subject, subject_at
from emulation_portal.tests.plain_answers import forget_people

REFUSED = {403, 404}
DEAD_LINK = re.compile(rb"""<a [^>]*href=(?:""|'')[^>]*>""")
FORM_TAG = re.compile(rb"<(/?)form[\s>]")


def all_rows() -> list[Row]:
    """The rows of the project and of every app."""
    root = Path(project.BASE_DIR)
    modules = [path.relative_to(root) for path in sorted(root.glob("apps/*/tests/access.py"))]
    names = ["emulation_portal.tests.access", *(".".join(path.with_suffix("").parts) for path in modules)]
    return [row for name in names for row in import_module(name).ROWS]


def differences(stage: str, rows: Iterable[Row]) -> list[str]:
    """What people find at a stage that the rows do not say; whoever may not read a page may not post to it either."""
    with time_machine.travel(NOW, tick=False):
        subject = subject_at(stage)
        people = {**subject.people, "anonymous": None, "staff": UserFactory(is_staff=True)}
        browsers = {name: signed_in(people[name]) for name in PEOPLE}
        return [fault for row in rows if row.stage == stage for fault in differences_of(row, subject, browsers)]


def differences_of(row: Row, subject: Subject, browsers: dict[str, Client]) -> list[str]:
    """The same of one row; what its arguments make is gone afterwards, so that the next page is no longer for it."""
    faults, written = [], []
    with transaction.atomic():
        with connection.execute_wrapper(partial(noting_writes, written)):
            address = reverse(row.route, args=row.arguments(subject))
        if written:
            forget_people()
        url = address + row.query
        found = [ask(browsers[name], row.method, url) for name in PEOPLE]
        expected = [cell.split("|") for cell in row.statuses.split()]
        if not all(str(status) in cell for status, cell in zip(found, expected, strict=True)):
            faults.append(f"{row.route}: {' '.join(map(str, found))}, expected {row.statuses}")
        for name, status in zip(PEOPLE, found, strict=True):
            if row.method == "get" and status in REFUSED | {401} and takes_posts(address):
                posted = ask(browsers[name], "post", url)
                if posted not in {status, 405}:
                    faults.append(f"{row.route}: {name} may not read but post: {posted}")
        transaction.set_rollback(True)
    if written:
        forget_people()
    return faults


def noting_writes(written: list[str], execute, sql, *arguments):
    """A wrapper of the database's: statements that are more than a question are added to the list."""
    if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE")):
        written.append(sql)
    return execute(sql, *arguments)


def takes_posts(address: str) -> bool:
    """Whether the view answers posts by itself: one without a method for them answers 405 to whoever gets that far."""
    view = getattr(resolve(address).func, "view_class", None)
    return view is None or hasattr(view, "post")


def signed_in(person) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def forms_within_forms(page: bytes) -> bool:
    """Whether a form of the page stands in another one: a browser ends the outer form where the inner one ends."""
    depth = 0
    for tag in FORM_TAG.finditer(page):
        depth += -1 if tag[1] else 1
        if depth not in {0, 1}:
            return True
    return False


def dead_links(page: bytes) -> list[bytes]:
    """Links without an address: a variable that another block of the template has set is none here."""
    return DEAD_LINK.findall(page)


def ask(client: Client, method: str, url: str) -> int:
    """The status for a person; whatever the request wrote is taken back, in the browser too."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    if response.streaming:
        list(response.streaming_content)  # read to its end, the file is closed
    else:
        assert not forms_within_forms(response.content), f"{url}: the buttons below the inner form do nothing"
        assert not dead_links(response.content), f"{url}: {dead_links(response.content)} lead nowhere"
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("accounts:sign-in")):
        return 401  # told apart from the way onwards after a post, and the same as for a post of nobody
    return response.status_code
