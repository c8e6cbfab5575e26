"""A real worker killed with -9 while the mail server has its mail in hand: the mail goes out, nothing is lost."""

import os
import threading

import pytest
from django.conf import settings as project
from django.db import transaction
from django.utils import timezone

from apps.jobs.tests.workers import empty_redis, kill, wait_until, worker
from apps.notifications.domain.outbox import wake_sender
from apps.notifications.domain.sending import notify
from apps.notifications.models import OutboxMail
from apps.notifications.tasks import send_mail
from apps.notifications.tests.factories import ReaderFactory
from apps.notifications.tests.servers import mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings, monkeypatch):
    """The worker is another process: it knows the environment only."""
    empty_redis()
    with mail_server(settings) as box:
        monkeypatch.setitem(os.environ, "EMAIL_URL", f"smtp://127.0.0.1:{settings.EMAIL_PORT}")
        monkeypatch.setitem(os.environ, "MAIL_STALE_SECONDS", "1")
        settings.MAIL_STALE_SECONDS = 1
        yield box


def state() -> tuple:
    return OutboxMail.objects.values_list("state", "attempt").get()


def test_worker_killed_while_it_sends_another_one_sends_the_mail(server):
    server.gate = threading.Event()
    with worker(from_nothing=True) as first:
        notify("scoring.sheet_returned", to=[ReaderFactory().pk], title="Một việc", now=timezone.now())
        assert server.arrived.wait(30)
        kill(first)
    assert state() == ("sending", 1)
    server.gate, gate = None, server.gate
    with worker(from_nothing=True):
        wait_until(lambda: OutboxMail.objects.abandoned(timezone.now()).exists())
        with transaction.atomic():
            wake_sender()  # as the scheduler does every few seconds
        wait_until(lambda: state()[0] == "sent")
    gate.set()
    assert state() == ("sent", 2)
    assert project.MAIL_STALE_SECONDS == 1
    # The first worker's copy was not acknowledged; if the server keeps it all the same, it has the same Message-ID.
    assert {str(mail["Message-ID"]) for mail in server.mails} == {OutboxMail.objects.get().message_id}


def test_redis_emptied_with_a_mail_queued_the_scheduler_sends_it(server):
    notify("scoring.sheet_returned", to=[ReaderFactory().pk], title="Một việc", now=timezone.now())
    empty_redis()
    assert send_mail.run() == 1
    assert (state(), len(server.mails)) == (("sent", 1), 1)
