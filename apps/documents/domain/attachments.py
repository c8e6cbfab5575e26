"""Keeping uploads: checked, hashed, and swept when nothing uses them."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.core.actor import Actor
from apps.core.uploads import check_upload
from apps.documents.models import Attachment

UNUSED_LIFE = timedelta(hours=24)


def store(upload, *, actor: Actor, now: datetime) -> Attachment:
    """Check an uploaded file and keep it. Raises the DomainErrors of core.uploads with the fault in Vietnamese.

    When the surrounding transaction fails, the row is gone and the file is removed at once or by the sweep.
    """
    checked = check_upload(upload)
    attachment = Attachment(
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_by_id=actor.user_id,
    )
    upload.seek(0)
    attachment.file.save(checked.name, upload, save=False)
    attachment.save()
    return attachment


def mark_used(attachment: Attachment, now: datetime) -> None:
    """From now on something refers to it; it is never swept."""
    if attachment.used_at is None:
        Attachment.objects.filter(pk=attachment.pk).update(used_at=now)


def sweep(now: datetime) -> int:
    """Remove uploads that nothing has used for UNUSED_LIFE, files without a row included; answers how many rows."""
    removed = 0
    for attachment in Attachment.objects.filter(used_at=None, created_at__lt=now - UNUSED_LIFE).order_by("pk")[:500]:
        with transaction.atomic():
            name, storage = attachment.file.name, attachment.file.storage
            attachment.delete()
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))
        removed += 1
    return removed
