"""Putting mails into the outbox. The row is the promise; sending is somebody else's work (domain.delivery)."""

import logging
from datetime import datetime

from celery import current_app
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import fold
from apps.notifications.enums import MailState
from apps.notifications.models import OutboxMail

logger = logging.getLogger(__name__)
TASK = "apps.notifications.tasks.send_mail"
SUBJECT_LENGTH = 300


class SubjectHasLines(DomainError):
    """A line break in a subject would end it and begin another header of the mail."""

    default_message = gettext_lazy("Tiêu đề thư phải nằm trên một dòng.")


def new_mail(*, key: str, kind_code: str, recipient, subject: str, text: str, now: datetime) -> OutboxMail:
    """A mail not saved yet. An address that cannot be one is kept as dead, so that somebody sees it.

    Raises SubjectHasLines.
    """
    if len(subject.splitlines()) > 1:
        raise SubjectHasLines(field="subject")
    mail = OutboxMail(
        key=key,
        kind_id=kind_code,
        recipient=recipient,
        to=recipient.email,
        subject=subject.strip()[:SUBJECT_LENGTH],
        text=text,
        created_at=now,
        next_try_at=now,
    )
    try:
        validate_email(recipient.email)
    except ValidationError:
        with kept_language():
            mail.state, mail.last_error = MailState.DEAD, _("Địa chỉ thư của người nhận không hợp lệ.")
    mail.search_text = fold(f"{mail.to} {mail.subject} {recipient.full_name}")
    return mail


def queue(mails: list[OutboxMail]) -> None:
    """Store mails, each key once, and wake the sender after the commit."""
    if mails:
        OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)
        wake_sender()


def wake_sender() -> None:
    """After the commit. Losing the message costs only time: the scheduler calls the sender too."""
    transaction.on_commit(lambda: current_app.send_task(TASK, retry=False), robust=True)
