"""Sending a stored file. The owning app's view has checked the right before it calls."""

import logging

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError

logger = logging.getLogger(__name__)

PDF = "application/pdf"
INLINE_TYPES = frozenset({PDF, "image/png", "image/jpeg"})
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class FileLost(DomainError):
    """The row is there, its file is not: a fault of the storage, which ``verify_integrity`` lists."""

    default_message = _("Tệp này không còn trong kho lưu trữ. Hãy báo người quản trị hệ thống.")


def serve(stored_file, *, name: str, content_type: str) -> FileResponse:
    """PDF and pictures open in the browser, everything else is saved; never run as a page of ours.

    Raises FileLost.
    """
    try:
        content = stored_file.open("rb")
    except FileNotFoundError as error:
        logger.exception("File lost: %s", stored_file.name)
        raise FileLost from error
    response = FileResponse(
        content, as_attachment=content_type not in INLINE_TYPES, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    # Safari shows some PDF files empty in a sandbox; viewers of PDF keep them apart from our pages anyway.
    response["Content-Security-Policy"] = POLICY if content_type == PDF else f"{POLICY}; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
