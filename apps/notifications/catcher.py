"""The local catcher: without an SMTP server, every mail becomes a file under ``var/mail``, for technical staff to read.

A file is named by the Message-ID, so a mail that was sent twice is still one file, as it is for a good mail server.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

BACKEND = "apps.notifications.catcher.CatcherBackend"
_UNSAFE = re.compile(r"[^A-Za-z0-9.@_-]")


class CatcherBackend(BaseEmailBackend):
    """Keeps mails as files instead of sending them."""

    def send_messages(self, email_messages):
        folder = settings.MAIL_CATCHER_DIR
        folder.mkdir(parents=True, exist_ok=True)
        for each in email_messages:
            message = each.message()
            path = folder / f"{_UNSAFE.sub('', message['Message-ID'])}.eml"
            partial = path.with_suffix(".part")
            partial.write_bytes(message.as_bytes())
            partial.replace(path)
        return len(email_messages)


@dataclass(frozen=True)
class Caught:
    """One caught mail."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str = ""
    message_id: str = ""


def is_catching() -> bool:
    return settings.EMAIL_BACKEND == BACKEND


def newest(most: int) -> list[Caught]:
    """Heads of the newest caught mails."""
    folder = settings.MAIL_CATCHER_DIR
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in paths[:most]]


def read(name: str) -> Caught | None:
    """The mail of that name, or None. A name is looked up among the files there are, so it leads nowhere else."""
    found = {path.stem: path for path in settings.MAIL_CATCHER_DIR.glob("*.eml")}.get(name)
    return _read(found) if found else None


def _read(path: Path) -> Caught:
    message: EmailMessage = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Caught(
        name=path.stem,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=message.get_content(),
        message_id=str(message["Message-ID"] or ""),
    )
