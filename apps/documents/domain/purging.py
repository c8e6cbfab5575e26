"""Gỡ bỏ nội dung tệp: the bytes go, the row, its hash and the trail stay.

Glossary §9.7: a secret file uploaded by mistake is removed with its content by the technical administrator; the trail
keeps who and when, not what. So the file's name goes as well, what imports of the file have read from it, and the whole
content of every package that the system made with a copy of it.
"""

import hashlib
import zipfile
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.documents.domain.issuing import empty
from apps.documents.models import Attachment, IssuedFile, SheetImport

_packing: set[str] = set()  # names of reports
ONE_DAY = timedelta(days=1)  # a job may have begun before the upload


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
    _forget_what_was_read(attachment)
    for pk in _packages_with(attachment):
        empty(issued_id=pk, reason=reason, actor=actor, now=now)
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


def _forget_what_was_read(attachment: Attachment) -> None:
    """Reports and answers of the imports that have, or once had, this file. Answers stay when a file is replaced.

    Earlier files of an import are known to its history alone.
    """
    events = SheetImport.pgh_event_model.objects.filter(attachment_id=attachment.pk)
    of_file = Q(attachment=attachment) | Q(pk__in=events.values("pgh_obj_id"))
    for found in SheetImport.objects.filter(of_file).order_by("pk").select_for_update(no_key=True):
        found.report, found.answers = {}, {}
        found.save(update_fields=["report", "answers", "updated_at"])


def packs_uploads(report: str) -> None:
    """Said by the owner of a report whose zip files hold uploads as they are."""
    _packing.add(report)


def _packages_with(attachment: Attachment) -> list[int]:
    """Packages made since the upload that hold these bytes, under whatever name; by size first, then by hash."""
    made = IssuedFile.objects.filter(
        report__in=_packing, emptied_at=None, issued_at__gte=attachment.created_at - ONE_DAY
    )
    return [issued.pk for issued in made.order_by("pk") if _holds(issued, attachment)]


def _holds(issued: IssuedFile, attachment: Attachment) -> bool:
    try:
        with issued.file.storage.open(issued.file.name, "rb") as content, zipfile.ZipFile(content) as package:
            alike = [each for each in package.infolist() if each.file_size == attachment.size]
            return any(hashlib.sha256(package.read(each)).hexdigest() == attachment.sha256 for each in alike)
    except FileNotFoundError:  # lost already: the check of integrity tells of it
        return False


def sweep_purged() -> int:
    """Delete purged contents that are still there because the storage had failed; answers how many."""
    left = 0
    for attachment in Attachment.objects.filter(purged_at__isnull=False).order_by("pk").iterator():
        if attachment.file.storage.exists(attachment.file.name):
            attachment.file.storage.delete(attachment.file.name)
            left += 1
    return left
