import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from apps.notifications.domain import delivery
from apps.notifications.domain.delivery import MOST_FAILURES, claim, deliver, send_due, wait_after
from apps.notifications.enums import MailState
from apps.notifications.models import OutboxMail
from apps.notifications.tests.factories import NOW, MailFactory, ReaderFactory
from apps.notifications.tests.servers import free_port, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server(settings) as box:
        yield box


def at(moment):
    return lambda: moment


def test_due_mail_is_sent_once_with_the_id_of_its_row(server):
    mail = MailFactory()
    assert (send_due(at(NOW)), send_due(at(NOW + timedelta(days=1)))) == (1, 0)
    (arrived,) = server.mails
    assert (arrived["To"], arrived["Message-ID"]) == (mail.to, mail.message_id)
    assert server.subjects == [mail.subject]
    assert arrived["From"].addresses[0].display_name == "Cổng thi đua, khen thưởng ngành Tư pháp"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_content().splitlines() == mail.text.splitlines()
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempt, mail.failures) == ("sent", NOW, 1, 0)


def test_mails_go_in_the_order_of_their_turn_and_not_before_it(server):
    MailFactory(subject="sau", next_try_at=NOW)
    MailFactory(subject="trước", next_try_at=NOW - timedelta(minutes=1))
    MailFactory(subject="chưa đến lượt", next_try_at=NOW + timedelta(seconds=1))
    assert send_due(at(NOW)) == 2
    assert server.subjects == ["trước", "sau"]


@pytest.mark.parametrize("where", ["to_receiver", "to_text"])
def test_a_refusal_for_now_is_tried_again_ever_more_rarely(server, where):
    mail = MailFactory()
    setattr(server, where, "451 Try again later")
    send_due(at(NOW))
    mail.refresh_from_db()
    assert (mail.state, mail.failures, mail.next_try_at) == ("failed", 1, NOW + timedelta(minutes=1))
    assert mail.last_error == "451 Try again later"
    assert send_due(at(NOW + timedelta(seconds=59))) == 0
    send_due(at(mail.next_try_at))
    mail.refresh_from_db()
    assert (mail.failures, mail.next_try_at) == (2, NOW + timedelta(minutes=3))
    setattr(server, where, "250 OK")
    assert send_due(at(mail.next_try_at)) == 1
    assert len(server.mails) == 1


@pytest.mark.parametrize("where", ["to_receiver", "to_text"])
def test_a_refusal_for_good_is_a_dead_letter_and_stops_nobody_else(server, where):
    first = MailFactory(next_try_at=NOW - timedelta(minutes=1))
    setattr(server, where, "550 No such mailbox")
    send_due(at(NOW))
    first.refresh_from_db()
    assert (first.state, first.last_error) == ("dead", "550 No such mailbox")
    setattr(server, where, "250 OK")
    MailFactory()
    assert send_due(at(NOW + timedelta(days=3))) == 1


def test_the_last_try_ends_it(server):
    mail = MailFactory(state=MailState.FAILED, failures=MOST_FAILURES - 1)
    server.to_text = "451 Try again later"
    send_due(at(NOW))
    mail.refresh_from_db()
    assert (mail.state, mail.failures) == ("dead", MOST_FAILURES)


def test_waits_grow_to_six_hours_and_make_about_a_day():
    waits = [wait_after(n) for n in range(1, MOST_FAILURES)]
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert waits[-1] == timedelta(hours=6)
    assert timedelta(hours=18) < sum(waits, timedelta()) < timedelta(hours=30)


def test_while_the_server_is_away_mails_wait_and_none_fails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    mail = MailFactory()
    assert send_due(at(NOW)) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.failures, mail.attempt) == ("queued", 0, 0)
    assert mail.next_try_at == NOW + timedelta(minutes=1)
    assert "ConnectionRefusedError" in mail.last_error


def test_without_a_server_in_the_settings_mails_wait(settings):
    settings.MAIL_CONFIGURED = False
    mail = MailFactory()
    assert send_due(at(NOW)) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.next_try_at) == ("queued", NOW)


def test_mail_to_a_locked_account_is_not_sent(server):
    mail = MailFactory(recipient=ReaderFactory(is_active=False))
    assert send_due(at(NOW)) == 0
    mail.refresh_from_db()
    assert (mail.state, server.mails) == ("dead", [])


def test_a_subject_of_two_lines_in_the_table_reaches_no_server(server):
    mail = MailFactory()
    OutboxMail.objects.filter(pk=mail.pk).update(subject="a\nBcc: kẻ.lạ@minhhoa.example")
    assert send_due(at(NOW)) == 0
    mail.refresh_from_db()
    assert (mail.state, server.mails) == ("dead", [])


def test_a_claim_that_nobody_finished_is_taken_again_when_it_is_old(server, settings):
    mail = MailFactory()
    assert claim(NOW).pk == mail.pk  # the worker dies here
    just_before = NOW + timedelta(seconds=settings.MAIL_STALE_SECONDS)
    assert claim(just_before) is None
    assert send_due(at(just_before + timedelta(seconds=1))) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempt, mail.failures, len(server.mails)) == ("sent", 2, 1, 1)


def test_a_mail_that_kills_its_workers_comes_to_an_end(settings):
    mail = MailFactory(failures=MOST_FAILURES - 1, state=MailState.SENDING, claimed_at=NOW)
    assert delivery.bury(NOW + timedelta(seconds=settings.MAIL_STALE_SECONDS + 1)) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.failures) == ("dead", MOST_FAILURES)


class Mails:
    """Stands for a connection to a server: counts what it is given."""

    def __init__(self):
        self.sent = []

    def send_messages(self, messages):
        self.sent += messages
        return len(messages)


def test_a_worker_that_was_overtaken_sends_nothing(settings):
    mail = MailFactory()
    slow = claim(NOW)
    fast = claim(NOW + timedelta(seconds=settings.MAIL_STALE_SECONDS + 1))
    assert (fast.pk, fast.attempt) == (mail.pk, 2)
    line = Mails()
    assert deliver(slow, line, at(NOW)) is False
    assert deliver(fast, line, at(NOW)) is True
    assert len(line.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_racing_send_each_mail_once(server):
    MailFactory.create_batch(6)
    barrier, sent = threading.Barrier(2), []

    def work():
        try:
            barrier.wait(timeout=10)
            sent.append(send_due(at(NOW)))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(sent) == 6
    assert sorted(m["Message-ID"] for m in server.mails) == sorted(
        OutboxMail.objects.values_list("message_id", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_is_not_overtaken_while_it_sends(server, settings):
    """Its claim is old, but it holds the lock of the row: the other worker passes by."""
    mail = MailFactory()
    server.gate = threading.Event()

    def work():
        try:
            send_due(at(NOW))
        finally:
            connection.close()

    slow = threading.Thread(target=work)
    slow.start()
    assert server.arrived.wait(10)
    late = NOW + timedelta(seconds=settings.MAIL_STALE_SECONDS * 10)
    assert claim(late) is None
    server.gate.set()
    slow.join(timeout=30)
    mail.refresh_from_db()
    assert (mail.state, mail.attempt, len(server.mails)) == ("sent", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_window_a_worker_that_dies_after_the_server_took_the_mail_sends_it_again_with_the_same_id(server, settings):
    """What SMTP leaves open, shown: nothing is lost, and the receiver can tell the two copies."""
    MailFactory()
    mail = claim(NOW)
    line = delivery.get_connection()

    class PowerCut(Exception):
        pass

    def dying_worker():
        with transaction.atomic():
            deliver(mail, line, at(NOW))
            raise PowerCut

    with pytest.raises(PowerCut):
        dying_worker()
    assert send_due(at(NOW + timedelta(seconds=settings.MAIL_STALE_SECONDS + 1))) == 1
    assert [m["Message-ID"] for m in server.mails] == [mail.message_id, mail.message_id]
