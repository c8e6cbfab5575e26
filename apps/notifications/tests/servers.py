"""A real SMTP server in a thread, that answers as a test wants it to."""

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

OK = "250 OK"


@dataclass
class Box:
    """What arrived, and what the server says to each receiver and text. ``gate``: mails wait here before they count."""

    mails: list = field(default_factory=list)
    to_receiver: str = OK
    to_text: str = OK
    gate: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.to_receiver == OK:
            envelope.rcpt_tos.append(address)
        return self.to_receiver

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.arrived.set()
        if self.gate is not None:
            await asyncio.to_thread(self.gate.wait, 20)
        if self.to_text == OK:
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.to_text

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]).strip() for mail in self.mails]


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.minhhoa.example", enable_SMTPUTF8=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def mail_server(settings):
    """Runs while the body runs; Django's settings point to it."""
    box = Box()
    controller = _Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = controller.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 10
        settings.MAIL_CONFIGURED = True
        yield box
    finally:
        controller.stop()
