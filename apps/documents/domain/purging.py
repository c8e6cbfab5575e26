"""Gỡ bỏ nội dung tệp: the bytes go, the row, its hash and the trail stay.

Glossary §9.7: a secret file uploaded by mistake is removed with its content by the technical administrator; the trail
keeps who and when, not what. So the file's name goes as well.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.documents.models import Attachment


@operation()
def purge_content(*, attachment_id: int, reason: str, actor: Actor, now: datetime) -> Attachment:
    """Take the content out of the storage for good. Repeating changes nothing.

    The caller has asked ``policies.can_purge``. The bytes are deleted when the transaction has committed; should the
    storage fail then, the nightly ``sweep_purged`` deletes them.
    """
    attachment = Attachment.objects.select_for_update().get(pk=attachment_id)
    if attachment.purged_at is not None:
        return attachment
    with kept_language():
        attachment.name = _("Tệp đã gỡ bỏ nội dung")
    attachment.purged_at, attachment.purged_by_label, attachment.purge_reason = now, actor.label, reason
    attachment.save()
    transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name), robust=True)
    record(
        "documents.attachment.purge",
        actor=actor,
        target=attachment,
        at=now,
        before={"sha256": attachment.sha256},
        reason=reason,
    )
    return attachment


def sweep_purged() -> int:
    """Delete purged contents that are still there because the storage had failed; answers how many."""
    left = 0
    for attachment in Attachment.objects.filter(purged_at__isnull=False).order_by("pk").iterator():
        if attachment.file.storage.exists(attachment.file.name):
            attachment.file.storage.delete(attachment.file.name)
            left += 1
    return left
