"""Sending the outbox: claim with fencing, one mail at a time, tries that grow apart, an end for the hopeless.

A worker that dies leaves its claim; the next one takes the mail again after MAIL_STALE_SECONDS. While it sends it holds
the row's lock, so a slow worker is never overtaken. The one gap that SMTP leaves open: a worker killed after the server
accepted the mail and before the commit. That mail goes out again, with the same Message-ID.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.core.kept import kept_language
from apps.notifications.enums import MailState
from apps.notifications.models import OutboxMail

logger = logging.getLogger(__name__)

MOST_FAILURES = 12  # with the waits below: tried for about a day
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
AT_ONCE = 500
SERVER_AWAY = timedelta(minutes=1)
PERMANENT = range(500, 600)
ERROR_LENGTH = 1000


def send_due(clock: Callable[[], datetime], *, most: int = AT_ONCE) -> int:
    """Send what is due, one after the other over one connection; answers how many left.

    While the server cannot be reached mails only wait: that is no failure of theirs, and none dies of it. Any number of
    workers may do it at the same time.
    """
    if not settings.MAIL_CONFIGURED:
        return 0
    bury(clock())
    if not OutboxMail.objects.claimable(clock()).exists():
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _wait_for_server(error, clock())
        return 0
    sent = 0
    try:
        for _number in range(most):
            mail = claim(clock())
            if mail is None:
                break
            outcome = deliver(mail, connection, clock)
            sent += outcome is True
            if outcome is None:  # the line is broken; the next run opens a new one
                break
    finally:
        _hang_up(connection)
    return sent


@transaction.atomic
def claim(now: datetime) -> OutboxMail | None:
    """Take the next due mail that nobody holds; its ``attempt`` is the fence. None when there is none."""
    due = OutboxMail.objects.claimable(now).order_by("next_try_at", "pk")
    mail = due.select_for_update(skip_locked=True, no_key=True).first()
    if mail is None:
        return None
    if mail.state == MailState.SENDING:  # its worker died; a mail that kills every worker must come to an end too
        mail.failures += 1
        with kept_language():
            mail.last_error = _("Tiến trình gửi thư dừng giữa chừng.")
    mail.state, mail.attempt, mail.claimed_at = MailState.SENDING, mail.attempt + 1, now
    mail.save(update_fields=["state", "attempt", "claimed_at", "failures", "last_error"])
    return mail


@transaction.atomic
def deliver(mail: OutboxMail, connection, clock: Callable[[], datetime]) -> bool | None:
    """Send one claimed mail and write what became of it, under the lock of its row.

    True: sent. False: not sent, to be tried again or given up, or taken over by a newer attempt. None: the connection
    is of no use any more.
    """
    mine = OutboxMail.objects.select_for_update(of=("self",), no_key=True).select_related("recipient")
    mail = mine.filter(pk=mail.pk, attempt=mail.attempt, state=MailState.SENDING).first()
    if mail is None:
        return False
    if not mail.recipient.is_active:
        with kept_language():
            _give_up(mail, _("Tài khoản của người nhận đã khóa."))
        return False
    try:
        _message(mail, connection).send()
    except (OSError, smtplib.SMTPException) as error:
        _failed(mail, error, clock())
        return None if _line_is_broken(error) else False
    except (BadHeaderError, ValueError) as error:  # no server would take it
        _give_up(mail, _text(error))
        return False
    _write(mail, state=MailState.SENT, sent_at=clock(), last_error="")
    return True


def _message(mail: OutboxMail, connection) -> EmailMessage:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.text, None, [mail.to], connection=connection, headers=headers)


def _failed(mail: OutboxMail, error: Exception, now: datetime) -> None:
    failures = mail.failures + 1
    if is_permanent(error) or failures >= MOST_FAILURES:
        _give_up(mail, _text(error), failures)
        return
    _write(
        mail,
        state=MailState.FAILED,
        failures=failures,
        next_try_at=now + wait_after(failures),
        last_error=_text(error),
    )


def _give_up(mail: OutboxMail, why: str, failures: int | None = None) -> None:
    logger.warning("Mail %s is given up: %s", mail.pk, why)
    _write(mail, state=MailState.DEAD, failures=mail.failures if failures is None else failures, last_error=why)


def _write(mail: OutboxMail, **values) -> None:
    OutboxMail.objects.filter(pk=mail.pk, attempt=mail.attempt).update(claimed_at=None, **values)


def wait_after(failures: int) -> timedelta:
    """1, 2, 4, 8 … minutes after the first, second … failure; at most LONGEST_WAIT."""
    return min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT)


def is_permanent(error: Exception) -> bool:
    """Whether the server refused this very mail for good (5xx to its receiver or its text).

    A refused sender or sign-in is a matter of settings: mails wait for it to be put right.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT


def _line_is_broken(error: Exception) -> bool:
    return not isinstance(error, smtplib.SMTPException) or isinstance(error, smtplib.SMTPServerDisconnected)


def _text(error: Exception) -> str:
    """What the server said, for whoever looks into the outbox."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _said(code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:ERROR_LENGTH]


def _said(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {said}"[:ERROR_LENGTH]


@transaction.atomic
def bury(now: datetime) -> int:
    """Give up mails whose workers died again and again; answers how many."""
    hopeless = OutboxMail.objects.abandoned(now).filter(failures__gte=MOST_FAILURES - 1)
    ending = [mail.pk for mail in hopeless.order_by("pk").select_for_update(skip_locked=True, no_key=True)[:AT_ONCE]]
    with kept_language():
        why = _("Tiến trình gửi thư dừng giữa chừng %(count)s lần.") % {"count": MOST_FAILURES}
    values = {"state": MailState.DEAD, "claimed_at": None, "last_error": why}
    return OutboxMail.objects.filter(pk__in=ending).update(failures=F("failures") + 1, **values)


@transaction.atomic
def _wait_for_server(error: Exception, now: datetime) -> None:
    logger.warning("The mail server does not answer: %s", error)
    due = OutboxMail.objects.claimable(now).exclude(state=MailState.SENDING).order_by("pk")
    waiting = [mail.pk for mail in due.select_for_update(skip_locked=True, no_key=True)[:AT_ONCE]]
    OutboxMail.objects.filter(pk__in=waiting).update(next_try_at=now + SERVER_AWAY, last_error=_text(error))


def _hang_up(connection) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server had hung up already.")
