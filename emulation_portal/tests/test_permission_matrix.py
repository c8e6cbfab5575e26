"""Every address of the project as everybody: who is sent to sign in, who finds nothing, who is refused, who may.

A new route without a row in its app's ``tests/access.py`` fails ``test_every_route_has_a_row``. Whoever may not read a
page may not post to it either, and a refusal says why.
"""

from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from apps.accounts.tests.factories import UserFactory
from emulation_portal.tests.matrix import PEOPLE, Row
from emulation_portal.tests.matrix_world import NOW, subject_at

REFUSED = {403, 404}


def all_rows() -> list[Row]:
    """The rows of the project and of every app."""
    root = Path(project.BASE_DIR)
    modules = [path.relative_to(root) for path in sorted(root.glob("apps/*/tests/access.py"))]
    names = ["emulation_portal.tests.access", *(".".join(path.with_suffix("").parts) for path in modules)]
    return [row for name in names for row in import_module(name).ROWS]


def route_names(resolver=None, prefix: str = "") -> set[str]:
    """Names of all routes but those of Django's own administration, which asks for ``is_staff`` itself."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace != "admin":
                found |= route_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            found.add(prefix + (entry.name or str(entry.pattern)))
    return found


def test_every_route_has_a_row():
    assert route_names() == {row.route for row in all_rows()}


def ask(person, method: str, url: str) -> int:
    """The status for a person; whatever the request wrote is taken back."""
    client = Client()
    if person is not None:
        client.force_login(person)
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    if response.streaming:
        list(response.streaming_content)  # read to its end, the file is closed
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("accounts:sign-in")):
        return 401  # told apart from the way onwards after a post, and the same as for a post of nobody
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["draft", "in_step", "final"])
def test_matrix(stage, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        subject = subject_at(stage)
        people = {**subject.people, "anonymous": None, "staff": UserFactory(is_staff=True)}
        faults = []
        for row in (row for row in all_rows() if row.stage == stage):
            url = reverse(row.route, args=row.arguments(subject)) + row.query
            found = [ask(people[name], row.method, url) for name in PEOPLE]
            expected = [cell.split("|") for cell in row.statuses.split()]
            if not all(str(status) in cell for status, cell in zip(found, expected, strict=True)):
                faults.append(f"{row.route}: {' '.join(map(str, found))}, expected {row.statuses}")
            for name, status in zip(PEOPLE, found, strict=True):
                if row.method == "get" and status in REFUSED | {401}:
                    posted = ask(people[name], "post", url)
                    if posted not in {status, 405}:
                        faults.append(f"{row.route}: {name} may not read but post: {posted}")
    assert faults == []
