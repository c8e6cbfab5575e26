"""Every address of the project as everybody: who is sent to sign in, who finds nothing, who is refused, who may.

A new route without a row here fails ``test_every_route_has_a_row``. The columns are the statuses for PEOPLE; 401
stands for being sent to the sign-in page, 422 for a form that came back because the test types nothing into it.
Whoever may not read a page may not post to it either.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from apps.accounts.tests.factories import UserFactory
from emulation_portal.tests.matrix_world import NOW, Subject, subject_at

# Nobody, an officer of another organiser's cluster, an officer of another unit of the same cluster, the unit's own
# officer and leader, the head of its cluster, the standing office, the auditor, technical staff without a role.
PEOPLE = ("anonymous", "stranger", "neighbour", "officer", "leader", "head", "office", "auditor", "staff")
REFUSED = {403, 404}


@dataclass(frozen=True)
class Row:
    """One route: how far the sheet is when it is asked for, the arguments, the statuses in the order of PEOPLE."""

    route: str
    statuses: str
    stage: str = "draft"
    arguments: Callable[[Subject], list] = lambda subject: []
    method: str = "get"


def sheet(subject: Subject) -> list:
    return [subject.sheet.pk]


def line(subject: Subject) -> list:
    return [subject.line.pk]


def cluster(subject: Subject) -> list:
    return [subject.cluster_year.pk]


def run(subject: Subject) -> list:
    return [subject.run.pk]


def job(subject: Subject) -> list:
    return [subject.job.pk]


def part(subject: Subject) -> list:
    return [subject.sheet.pk, 1]


def reviewed(subject: Subject) -> list:
    return [subject.sheet.pk, subject.line.pk]


def extension(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.unit_id]


def evidence(subject: Subject) -> list:
    return [subject.evidence.pk]


def entry(subject: Subject) -> list:
    return [subject.run.pk, subject.run.entries.get(unit=subject.sheet.unit).pk]


def issued(subject: Subject) -> list:
    return [subject.issued.pk]


def code(subject: Subject) -> list:
    return [subject.issued.verification_code]


def report(subject: Subject) -> list:
    return ["score_sheet"]


ROWS = [
    Row("dashboard:home", "401 200 200 200 200 200 200 200 200"),
    Row("dashboard:unit-situation", "401 200 200 200 200 403 403 403 403"),
    Row("dashboard:working-year-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:working-role-choose", "401 404 404 404 404 404 404 404 404", method="post"),
    Row("dashboard:board-list", "401 403 403 403 403 200 200 200 403"),
    Row("dashboard:board-detail", "401 404 403 403 403 200 200 200 404", arguments=cluster),
    Row("dashboard:board-reminder", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("dashboard:board-extend", "401 404 403 403 403 200 200 403 404", arguments=extension),
    Row("dashboard:trail-list", "401 403 403 403 403 403 403 200 403"),
    Row("dashboard:styleguide", "401 403 403 403 403 403 403 403 200"),
    Row("accounts:sign-in", "200 302 302 302 302 302 302 302 302"),
    Row("accounts:sign-out", "401 401 401 401 401 401 401 401 401", method="post"),
    Row("accounts:language", "302 302 302 302 302 302 302 302 302", method="post"),
    Row("verify", "200 200 200 200 200 200 200 200 200", "final", arguments=code),
    Row("healthz", "200 200 200 200 200 200 200 200 200"),
    Row("readyz", "200|503 200|503 200|503 200|503 200|503 200|503 200|503 200|503 200|503"),
    Row("jobs:job-list", "401 200 200 200 200 200 200 200 200"),
    Row("jobs:job-detail", "401 404 404 200 404 404 404 404 404", arguments=job),
    Row("jobs:job-progress", "401 404 404 200 404 404 404 404 404", arguments=job),
    Row("jobs:job-cancel", "401 404 404 302 404 404 404 404 404", arguments=job, method="post"),
    Row("scoring:sheet-list", "401 200 200 200 200 200 200 200 200"),
    Row("scoring:sheet-detail", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-part", "401 404 404 200 200 200 200 200 404", arguments=part),
    Row("scoring:sheet-check", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-confirm", "401 404 404 403 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-to-leader", "401 404 404 302 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-to-officer", "401 404 404 403 422 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-printed", "401 404 404 302 302 403 403 403 404", arguments=sheet, method="post"),
    Row("scoring:sheet-print", "401 404 404 200 200 200 200 200 404", arguments=sheet),
    Row("scoring:sheet-sign", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:evidence-documents", "401 404 404 200 200 403 403 403 404", arguments=sheet),
    Row("scoring:line-detail", "401 404 404 200 200 403 403 403 404", arguments=line),
    Row("scoring:line-save", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:evidence-add", "401 404 404 422 422 403 403 403 404", arguments=line, method="post"),
    Row("scoring:evidence-file", "401 404 404 200 200 200 200 200 404", arguments=evidence),
    Row("scoring:evidence-remove", "401 404 404 200 200 403 403 403 404", arguments=evidence),
    Row("scoring:sheet-close-unsent", "401 404 404 403 403 403 200 403 404", arguments=sheet),
    Row("scoring:sheet-signed-copy", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:sheet-receipt", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("scoring:review", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-start", "401 404 404 403 403 302 302 403 404", "in_step", arguments=sheet, method="post"),
    Row("scoring:review-agree", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-return", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-finish", "401 404 404 403 403 200 200 403 404", "in_step", arguments=sheet),
    Row("scoring:review-line", "401 404 404 403 403 200 200 403 404", "in_step", arguments=reviewed),
    Row("scoring:review-row", "401 404 404 403 403 422 422 403 404", "in_step", arguments=reviewed, method="post"),
    Row("scoring:sheet-reopen", "401 404 404 403 403 403 200 403 404", "in_step", arguments=sheet),
    Row("scoring:sheet-comparison", "401 404 404 200 200 200 200 200 404", "in_step", arguments=sheet),
    Row("ranking:run-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("ranking:cluster-year", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:cluster-year-progress", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:run-compute", "401 404 403 403 403 200 200 403 404", "final", arguments=cluster),
    Row("ranking:run-detail", "401 404 404 404 404 200 200 200 404", "final", arguments=run),
    Row("ranking:run-publish", "401 404 404 404 404 403 200 403 404", "final", arguments=run),
    Row("ranking:entry-explain", "401 404 404 404 404 200 200 200 404", "final", arguments=entry),
    Row("reports:report-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:catalogue", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("reports:file-detail", "401 404 404 200 404 404 404 404 404", "final", arguments=issued),
    Row("reports:file", "401 404 404 200 404 404 404 404 404", "final", arguments=issued),
    Row("reports:request", "401 200 200 200 200 200 200 200 200", "final", arguments=report),
]


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
    assert route_names() == {row.route for row in ROWS}


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
        for row in (row for row in ROWS if row.stage == stage):
            url = reverse(row.route, args=row.arguments(subject))
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
