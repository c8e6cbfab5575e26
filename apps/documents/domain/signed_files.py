"""Keeping a signed paper that somebody uploads: a scan of the paper original, or a PDF with digital signatures."""

from collections.abc import Iterable
from datetime import datetime

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.uploads import PDF, SIGNED_COPY_KINDS, FileKind, check_upload
from apps.documents.domain.attachments import store
from apps.documents.models import Attachment, FileSignature
from apps.documents.signatures.checking import check, unsigned


def store_signed(
    upload, *, digital: bool, actor: Actor, now: datetime, allowed: Iterable[FileKind] = SIGNED_COPY_KINDS
) -> Attachment:
    """Check an uploaded file with its signatures, then keep both. Nothing is written when it is refused.

    ``digital``: a digitally signed PDF was asked for, a scan is refused; otherwise a scan will do, but signatures that
    a PDF carries must hold. Raises SignatureRefused and what ``store`` raises.
    """
    try:
        return _store(upload, tuple(allowed), digital=digital, actor=actor, now=now)
    except DomainError as error:
        error.field = error.field or "file"
        raise


def _store(upload, allowed: tuple[FileKind, ...], *, digital: bool, actor: Actor, now: datetime) -> Attachment:
    checked = check_upload(upload, allowed=(PDF,) if digital else allowed)
    found = []
    if checked.content_type == PDF.content_type:
        upload.seek(0)
        found = check(upload.read(), required=digital)
    attachment = store(upload, actor=actor, now=now, allowed=allowed)
    FileSignature.objects.bulk_create(
        FileSignature(
            attachment=attachment,
            position=position,
            sha256=attachment.sha256,
            checked_at=now,
            **vars(signature),
        )
        for position, signature in enumerate(found, start=1)
    )
    return attachment


def require_signed(attachment: Attachment | None, *, digital: bool) -> None:
    """A file that was kept while the form was wrong elsewhere, asked again. Raises SignatureRefused."""
    if digital and attachment is not None and not attachment.signatures.exists():
        raise unsigned()
