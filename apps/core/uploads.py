"""Checks of a file that somebody uploads, before anything is stored.

The content decides what a file is; name and content must agree. Nothing is run, converted or trusted:
the caller stores the bytes under a name of its own and serves them as a download.
"""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from apps.core.archives import CheckedArchive, UnsafeArchive
from apps.core.errors import DomainError
from apps.core.numbers import format_decimal
from apps.core.spreadsheets.workbook_check import has_macros
from apps.core.text import clean

MAX_NAME = 150
MAX_PIXELS = 100_000_000
_HEAD = 1024
_PDF_HEAD_WITHIN = 1024
_PIECE = 1 << 20


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be uploaded: its name for people, its endings and what it is served as."""

    code: str
    label: str
    extensions: tuple[str, ...]
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("pdf", "PDF", ("pdf",), "application/pdf")
PNG = FileKind("png", "PNG", ("png",), "image/png")
JPEG = FileKind("jpeg", "JPEG", ("jpg", "jpeg"), "image/jpeg")
DOCX = FileKind("docx", "Word (.docx)", ("docx",), f"{_OFFICE}.wordprocessingml.document")
XLSX = FileKind("xlsx", "Excel (.xlsx)", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet")
CSV = FileKind("", "CSV", ("csv", "txt"), "text/csv")  # no first bytes of its own: reading it tells what it is
SHEET_KINDS = (XLSX, CSV)
EVIDENCE_KINDS = (PDF, PNG, JPEG, DOCX, XLSX)
SIGNED_COPY_KINDS = (PDF, PNG, JPEG)
_OFFICE_MAIN_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}


class UploadRefused(DomainError):
    """The file is not taken. Codes: size, empty, kind, content, damaged, encrypted, bomb, macros."""


@dataclass(frozen=True)
class CheckedFile:
    """What is known of an accepted file. ``name`` is cleaned; ``sha256`` is lower-case hexadecimal."""

    name: str
    content_type: str
    size: int
    sha256: str


def check_upload(file, *, allowed: Iterable[FileKind] = EVIDENCE_KINDS) -> CheckedFile:
    """Check size, kind and content of an uploaded file (Django's UploadedFile or any named open file).

    The file is left at its beginning. Raises UploadRefused with a Vietnamese message that names the
    file and, where it is too large, the limit (setting UPLOAD_MAX_BYTES).
    """
    allowed = tuple(allowed)
    name = clean_file_name(getattr(file, "name", "") or "")
    size = max(_size(file), getattr(file, "size", None) or 0)  # of a far too large one only the size was kept
    if size > settings.UPLOAD_MAX_BYTES:
        message = _("Tệp “%(name)s” lớn %(size)s MB, vượt giới hạn %(limit)s MB.")
        sizes = {"size": _megabytes(size), "limit": _megabytes(settings.UPLOAD_MAX_BYTES)}
        raise UploadRefused(message % {"name": name, **sizes}, code="size")
    if size == 0:
        raise UploadRefused(_("Tệp “%(name)s” trống.") % {"name": name}, code="empty")
    kind = _kind_by_name(name, allowed)
    _check_content(file, name, kind)
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    file.seek(0)
    return CheckedFile(name, kind.content_type, size, digest.hexdigest())


def clean_file_name(name: str) -> str:
    """A file's name as people see it: composed, without folders or unusual marks, ending kept when shortened."""
    last = clean(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    stem, dot, ending = last.rpartition(".")
    safe = "".join(mark if mark.isalnum() or mark in " .,-_()–&+'" else "_" for mark in (stem if dot else last))
    ending = get_valid_filename(ending)[:10] if dot and ending.isalnum() else ""
    stem = safe[: MAX_NAME - len(ending) - 1].strip() or "tep"
    return f"{stem}.{ending}" if ending else stem


def sniff(head: bytes) -> str:
    """The kind that the first bytes show: pdf, png, jpeg, zip, program, or "" when unknown."""
    starts = {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpeg",
        b"PK\x03\x04": "zip",
        b"MZ": "program",
        b"\x7fELF": "program",
        b"#!": "program",
    }
    for start, kind in starts.items():
        if head.startswith(start):
            return kind
    return "pdf" if b"%PDF-" in head[:_PDF_HEAD_WITHIN] else ""


def _kind_by_name(name: str, allowed: tuple[FileKind, ...]) -> FileKind:
    ending = name.rpartition(".")[2].lower()
    for kind in allowed:
        if ending in kind.extensions:
            return kind
    labels = ", ".join(kind.label for kind in allowed)
    message = _("Tệp “%(name)s” không thuộc loại được nhận: %(kinds)s.")
    raise UploadRefused(message % {"name": name, "kinds": labels}, code="kind")


def _check_content(file, name: str, kind: FileKind) -> None:
    file.seek(0)
    found = sniff(file.read(_HEAD))
    if found != ("zip" if kind in _OFFICE_MAIN_PARTS else kind.code):
        raise _not_really(name, kind)
    if kind in _OFFICE_MAIN_PARTS:
        _check_office(file, name, kind)
    elif kind is CSV:
        return
    elif kind is PDF:
        _check_pdf(file, name)
    else:
        _check_image(file, name, kind)


def _check_office(file, name: str, kind: FileKind) -> None:
    file.seek(0)
    try:
        archive = CheckedArchive(file.read())
    except UnsafeArchive as error:
        raise UploadRefused(_with_name(name, error.message), code=error.code) from error
    if _OFFICE_MAIN_PARTS[kind] not in archive.names:
        raise _not_really(name, kind)
    if has_macros(archive):
        raise UploadRefused(_with_name(name, _("Tệp có macro, không nhận.")), code="macros")


def _check_pdf(file, name: str) -> None:
    """A PDF begins with its mark and ends with its trailer; a copy cut off on the way does not."""
    size = _size(file)
    file.seek(max(size - 2048, 0))
    if b"%%EOF" not in file.read():
        raise UploadRefused(_with_name(name, _("Tệp PDF bị thiếu phần cuối, hãy tải lại.")), code="damaged")


def _check_image(file, name: str, kind: FileKind) -> None:
    from PIL import Image, UnidentifiedImageError

    file.seek(0)
    try:
        with Image.open(file, formats=[kind.code.upper()]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UploadRefused(_with_name(name, _("Ảnh quá lớn, hãy giảm độ phân giải.")), code="bomb")
            image.load()
    except Image.DecompressionBombError as error:
        raise UploadRefused(_with_name(name, _("Ảnh quá lớn, hãy giảm độ phân giải.")), code="bomb") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
        raise UploadRefused(_with_name(name, _("Ảnh bị hỏng, không mở được.")), code="damaged") from error


def _not_really(name: str, kind: FileKind) -> UploadRefused:
    message = _("Tệp “%(name)s” không phải %(kind)s thật.")
    return UploadRefused(message % {"name": name, "kind": kind.label}, code="content")


def _with_name(name: str, message) -> str:
    return _("“%(name)s”: %(message)s") % {"name": name, "message": message}


def _size(file) -> int:
    file.seek(0, 2)
    return file.tell()


def _megabytes(size: int) -> str:
    return format_decimal(round(size / 1_000_000, 1))
