"""Looking into zip-based files (XLSX, DOCX) before a library opens them.

Sizes written in an archive are claims. Every entry is unpacked in pieces and counted, so that a bomb
(megabytes that unpack to gigabytes) or a damaged file is refused while memory stays small.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError

MAX_UNPACKED_BYTES = 250_000_000
MAX_ENTRIES = 5_000
_PIECE = 1 << 18
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that Office writes
# What Python's zipfile raises on damaged bytes, found by feeding it thousands of broken files.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError),
    *(IndexError, NotImplementedError, RuntimeError, ValueError),
)


class UnsafeArchive(DomainError):
    """Damaged (``damaged``), protected by a password (``encrypted``) or unpacking to too much (``bomb``)."""


class CheckedArchive:
    """A zip file whose every entry was unpacked once within the limits. Raises UnsafeArchive."""

    def __init__(self, data: bytes, *, max_bytes: int = MAX_UNPACKED_BYTES):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGES as error:
            raise UnsafeArchive(_("Tệp bị hỏng, không mở được."), code="damaged") from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnsafeArchive(_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lại."), code="encrypted")
        # Two entries of one name let the check see one content and the library another.
        unequal = len({entry.filename for entry in entries}) != len(entries)
        if unequal or any(entry.compress_type not in _METHODS for entry in entries):
            raise UnsafeArchive(_("Tệp bị hỏng, không mở được."), code="damaged")
        if len(entries) > MAX_ENTRIES or self._unpacked_size(max_bytes) > max_bytes:
            raise UnsafeArchive(_("Tệp nén quá lớn khi mở ra, không nhận."), code="bomb")
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, name: str) -> bytes:
        """The whole content of one entry; empty when there is no such entry."""
        return self._zip.read(name) if name in self.names else b""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of one entry in pieces, so that a large sheet never stands in memory at once."""
        try:
            with self._zip.open(name) as entry:
                while piece := entry.read(_PIECE):
                    yield piece
        except _DAMAGES as error:
            raise UnsafeArchive(_("Tệp bị hỏng, không mở được."), code="damaged") from error

    def _unpacked_size(self, limit: int) -> int:
        total = 0
        for entry in self._zip.infolist():
            for piece in self.pieces(entry.filename):
                total += len(piece)
                if total > limit:
                    return total
        return total
