"""Scans and forms of a document: adding and taking off."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.attachments import mark_used
from apps.documents.domain.filing import SaysTooMuch
from apps.documents.domain.letting_go import let_go
from apps.documents.models import Attachment, Document, DocumentFile


class FileMissing(DomainError):
    """No file was chosen."""

    default_message = _("Chọn tệp cần tải lên.")


@operation()
def attach_file(
    *, document_id: int, attachment: Attachment | None, actor: Actor, now: datetime, note: str = ""
) -> DocumentFile:
    """Add a stored upload to a document. Repeating changes nothing.

    Raises FileMissing, and SaysTooMuch for a paper of the secret route.
    """
    if attachment is None:
        raise FileMissing(field="file")
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.secret_route:
        raise SaysTooMuch(field="file")
    file, created = DocumentFile.objects.get_or_create(
        document=document, attachment=attachment, defaults={"note": clean(note), "added_by_label": actor.label}
    )
    if created:
        mark_used(attachment, now)
        after = {"file": attachment.name, "sha256": attachment.sha256}
        record("documents.document.attach", actor=actor, target=document, at=now, after=after)
    return file


@operation()
def detach_file(*, file_id: int, actor: Actor, now: datetime) -> None:
    """Take a file off its document; what somebody took off meanwhile is no fault. Unused content is swept."""
    document_id = DocumentFile.objects.filter(pk=file_id).values_list("document_id", flat=True).first()
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    file = DocumentFile.objects.select_related("attachment").filter(pk=file_id).first()
    if document is None or file is None:
        return
    before = {"file": file.attachment.name, "sha256": file.attachment.sha256}
    file.delete()
    let_go([file.attachment])
    record("documents.document.detach", actor=actor, target=document, at=now, before=before)
