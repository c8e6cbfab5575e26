"""Keeping uploads: checked, scanned, hashed, and swept when nothing uses them."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model

from apps.core.actor import Actor
from apps.core.uploads import EVIDENCE_KINDS, FileKind, check_upload
from apps.documents import scanning
from apps.documents.domain.secrecy import refuse_marks
from apps.documents.models import Attachment, IssuedFile

UNUSED_LIFE = timedelta(hours=24)
AT_ONCE = 500


def store(upload, *, actor: Actor, now: datetime, allowed: Iterable[FileKind] = EVIDENCE_KINDS) -> Attachment:
    """Check an uploaded file and keep it. Raises the DomainErrors of core.uploads with the fault in Vietnamese,
    SecretMark for a name that carries one, VirusFound and ScannerUnreachable where a scanner is configured.

    The name in the storage is random and known to the row alone: when the surrounding transaction fails, nobody can
    reach the file, and the sweep removes it.
    """
    checked = check_upload(upload, allowed=allowed)
    refuse_marks(checked.name, field="file")
    scanning.scan(upload, name=checked.name)
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


def kept_upload(key: uuid.UUID | None, *, actor: Actor) -> Attachment | None:
    """The actor's own upload that nothing uses yet; None when there is none (the sweep removes them after a day)."""
    if key is None or actor.user_id is None:
        return None
    return Attachment.objects.filter(key=key, uploaded_by_id=actor.user_id, used_at=None).first()


def mark_used(attachment: Attachment, now: datetime) -> None:
    """From now on something refers to it; it is never swept."""
    if attachment.used_at is None:
        Attachment.objects.filter(pk=attachment.pk).update(used_at=now)


@transaction.atomic
def sweep(now: datetime) -> int:
    """Remove uploads that nothing has used for UNUSED_LIFE, AT_ONCE of them; answers how many."""
    # A purged row is kept whatever refers to it: it tells who took the content away, and why.
    old = Attachment.objects.filter(used_at=None, purged_at=None, created_at__lt=now - UNUSED_LIFE)
    unused = list(old.order_by("pk").select_for_update(skip_locked=True)[:AT_ONCE])
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in unused]).delete()
    for attachment in unused:
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
    return len(unused)


def sweep_files_without_row(now: datetime) -> int:
    """Remove files older than UNUSED_LIFE that no row names (their transaction failed); answers how many."""
    return sum(
        _sweep_folder(f"{top}/{folder}", model, now - UNUSED_LIFE)
        for top, model in (("attachments", Attachment), ("issued", IssuedFile))
        for folder in _listed(top)[0]
    )


def _sweep_folder(folder: str, model: type[Model], before: datetime) -> int:
    # Listed before the rows are read: a file stored in between is not in the list.
    names = {f"{folder}/{name}" for name in _listed(folder)[1]}
    known = set(model.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    lost = [name for name in sorted(names - known) if default_storage.get_modified_time(name) < before]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was stored there yet
        return [], []
