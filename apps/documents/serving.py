"""Sending a stored file. The owning app's view has checked the right before it calls."""

import logging
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.documents.contents import open_content
from apps.documents.models import Attachment, IssuedFile

logger = logging.getLogger(__name__)

PDF = "application/pdf"
INLINE_TYPES = frozenset({PDF, "image/png", "image/jpeg"})
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_MOST_DIGITS = 18
WHOLE, PART, GONE, UNSATISFIABLE = 200, 206, 410, 416


class FileLost(DomainError):
    """The row is there, its file is not: a fault of the storage, which ``verify_integrity`` lists."""

    default_message = _("Tệp này không còn trong kho lưu trữ. Hãy báo người quản trị hệ thống.")


@dataclass(frozen=True)
class Span:
    """Part of a file: first byte and how many."""

    start: int
    length: int


def serve_attachment(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """An upload; where its content was removed, a page that says so. Raises FileLost."""
    if attachment.purged_at is not None:
        return render(request, "documents/content_purged.html", {"attachment": attachment}, status=GONE)
    return serve(
        attachment.file,
        name=attachment.name,
        content_type=attachment.content_type,
        request=request,
        size=attachment.size,
        sha256=attachment.sha256,
    )


def serve_issued(request: HttpRequest, issued: IssuedFile) -> HttpResponse:
    """A file that the system made. Raises FileLost."""
    return serve(
        issued.file,
        name=issued.file_name,
        content_type=issued.content_type,
        request=request,
        size=issued.size,
        sha256=issued.sha256,
    )


def serve(
    stored_file,
    *,
    name: str,
    content_type: str,
    request: HttpRequest | None = None,
    size: int | None = None,
    sha256: str = "",
) -> HttpResponse:
    """PDF and pictures open in the browser, everything else is saved; never run as a page of ours.

    A request for one range gets that part (206) or 416 (RFC 9110, §14); several ranges at once get the whole file.
    Raises FileLost.
    """
    try:
        size = stored_file.size if size is None else size
        etag = f'"{sha256}"' if sha256 else ""
        span = _asked_span(request, size, etag) if request is not None else None
        if span == UNSATISFIABLE:
            response = HttpResponse(status=UNSATISFIABLE, content_type="text/plain; charset=utf-8")
            response["Content-Range"] = f"bytes */{size}"
        else:
            response = _streamed(stored_file, span, size, content_type)
    except FileNotFoundError as error:
        logger.exception("File lost: %s", stored_file.name)
        raise FileLost from error
    response["Accept-Ranges"] = "bytes"
    if etag:
        response["ETag"] = etag
    inline = content_type in INLINE_TYPES
    response["Content-Disposition"] = content_disposition_header(as_attachment=not inline, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    # Safari shows some PDF files empty in a sandbox; viewers of PDF keep them apart from our pages anyway.
    response["Content-Security-Policy"] = POLICY if content_type == PDF else f"{POLICY}; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _streamed(stored_file, span: Span | None, size: int, content_type: str) -> StreamingHttpResponse:
    part = span or Span(0, size)
    length = part.length if span else None
    content = open_content(stored_file.storage, stored_file.name, start=part.start, length=length)
    response = StreamingHttpResponse(content, status=PART if span else WHOLE, content_type=content_type)
    response["Content-Length"] = str(part.length)
    if span:
        response["Content-Range"] = f"bytes {span.start}-{span.start + span.length - 1}/{size}"
    return response


def _asked_span(request: HttpRequest, size: int, etag: str) -> Span | int | None:
    """The part asked for; None for the whole file; UNSATISFIABLE when it begins behind the end."""
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not found or request.method != "GET" or not any(found.groups()):
        return None  # no range, several, or none that RFC 9110 knows: it is ignored
    condition = request.headers.get("If-Range")
    if condition is not None and (not etag or condition != etag):
        return None  # the browser holds a part of something else
    first, last = found.groups()
    if max(len(first), len(last)) > _MOST_DIGITS:
        return UNSATISFIABLE if first else None
    if not first:  # the last so many bytes
        length = min(int(last), size)
        return Span(size - length, length) if length else UNSATISFIABLE
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return Span(start, end - start + 1) if start < size else UNSATISFIABLE
