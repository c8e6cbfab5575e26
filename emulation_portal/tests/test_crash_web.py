"""kill -9 of the web server in the middle of a submission: nothing lost, nothing doubled."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager, suppress
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.models import FormToken
from apps.core.service_addresses import database_url
from apps.jobs.tests.workers import wait_until
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation
from apps.scoring.domain.submissions import DUTY, fingerprint
from apps.scoring.models import ScoreLine, SheetVersion
from apps.scoring.tests.factories import criteria_set_of_leaves, leader_of, open_sheet

CSRF = "a" * 32
pytestmark = pytest.mark.django_db(transaction=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def web_server(*options: str):
    """Gunicorn as a process of its own against the test's database; answers its process and port.

    ``options``: of gunicorn, else one worker with two threads.
    """
    port, options = free_port(), options or ("--threads", "2")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "emulation_portal.wsgi", "-b", f"127.0.0.1:{port}", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL, "EMULATION_LOCAL": "1"},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(port), 60)
        yield process, port
    finally:
        kill(process)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def kill(process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def post(port: int, url: str, session: str, fields: dict) -> tuple[int, str]:
    """Status and Location of a posted form; (0, "") when the server died meanwhile."""
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
    }
    try:
        call.request("POST", url, urlencode(fields | {"csrfmiddlewaretoken": CSRF}), headers)
        answer = call.getresponse()
        return answer.status, answer.getheader("Location", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        call.close()


def waiting_for_a_lock() -> bool:
    """Whether another connection of this database stands before a lock that we hold."""
    with connection.cursor() as cursor:
        # pg_locks is read anew each time; pg_stat_activity would be frozen for the length of our transaction.
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")
        return cursor.fetchone()[0] > 0


def test_web_server_killed_while_it_submits_a_sheet(client):
    sheet = open_sheet(criteria_set_of_leaves(3))
    ask(
        year_id=sheet.cluster_year.year_id,
        code=DUTY,
        label="Tự chấm điểm",
        due_on=timezone.localdate(),
        unit_ids=[sheet.unit_id],
        actor=system_actor(),
        now=timezone.now(),
    )
    client.force_login(leader_of(sheet), backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    url = reverse("scoring:sheet-confirm", args=[sheet.pk])
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheet)
    form = {"form_token": uuid.uuid4().hex, "seen": fingerprint(lines)}

    # The submission stops before the last rows that it changes, because this test holds them.
    with web_server() as (process, port):
        sender = threading.Thread(target=post, args=(port, url, session, form))
        with transaction.atomic():
            Obligation.objects.select_for_update().get(unit=sheet.unit)
            sender.start()
            wait_until(waiting_for_a_lock)
            kill(process)
        sender.join()

    sheet.refresh_from_db()
    assert (sheet.state, sheet.submitted_at) == ("self_scoring", None)
    assert not SheetVersion.objects.filter(locked_at__isnull=False).exists()
    assert not FormToken.objects.exists(), "the form may be sent again"
    assert Obligation.objects.get().fulfilled_at is None

    with web_server() as (_process, port):
        first, second = post(port, url, session, form), post(port, url, session, form)
    assert first == second == (302, reverse("scoring:sheet-receipt", args=[sheet.pk]))
    sheet.refresh_from_db()
    assert sheet.state == "self_submitted"
    assert SheetVersion.objects.filter(receipt_number__isnull=False).count() == 1
    assert Entry.objects.filter(action="scoring.score_sheet.submit").count() == 1
    assert Obligation.objects.get().fulfilled_at is not None
