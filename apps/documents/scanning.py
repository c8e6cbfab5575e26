"""Asking a virus scanner (clamd) about an uploaded file, where the operator has named one.

Settings CLAMD_SOCKET (path of a Unix socket) or CLAMD_HOST with CLAMD_PORT. With a scanner named but out of reach no
file is taken: a scan that did not happen must not look like a clean one.
"""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError

logger = logging.getLogger(__name__)

SECONDS = 30
_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


class VirusFound(DomainError):
    """The scanner knows the file as harmful."""


class ScannerUnreachable(DomainError):
    """No answer from the scanner, or one that says neither clean nor found."""

    default_message = _(
        "Chưa kiểm tra được mã độc vì máy quét không trả lời, nên chưa nhận tệp. "
        "Hãy thử lại sau ít phút; nếu vẫn lỗi, báo người quản trị hệ thống."
    )


def is_configured() -> bool:
    return bool(settings.CLAMD_SOCKET or settings.CLAMD_HOST)


def scan(file, *, name: str) -> None:
    """Let the scanner read the file (left at its beginning); nothing happens when none is configured.

    Raises VirusFound, ScannerUnreachable.
    """
    if not is_configured():
        return
    file.seek(0)
    try:
        with _connection() as connection:
            answer = _instream(connection, file)
    except OSError as error:
        logger.exception("Virus scanner out of reach")
        raise ScannerUnreachable(field="file") from error
    finally:
        file.seek(0)
    if answer.endswith("FOUND"):
        logger.warning("Virus found in an upload: %s", answer)
        message = _("Tệp “%(name)s” có mã độc (%(virus)s), không nhận. Hãy quét mã độc trên máy của bạn.")
        virus = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise VirusFound(message % {"name": name, "virus": virus}, field="file")
    if not answer.endswith(" OK"):
        logger.error("Virus scanner answered: %s", answer)
        raise ScannerUnreachable(field="file")


def _connection() -> socket.socket:
    if settings.CLAMD_SOCKET:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(settings.CLAMD_SOCKET)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((settings.CLAMD_HOST, settings.CLAMD_PORT), timeout=SECONDS)


def _instream(connection: socket.socket, file) -> str:
    """INSTREAM of clamd's protocol: pieces led by their length (4 bytes, big endian), ended by a length of 0."""
    try:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        logger.warning("The virus scanner stopped reading; its answer tells why")
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        if not (more := connection.recv(_LONGEST_ANSWER)):
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
