"""Stored files against the hashes of their rows, for ``verify_integrity``."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.documents.contents import open_content
from apps.documents.models import Attachment, IssuedFile


def file_faults() -> Iterator[str]:
    """One sentence for each upload or issued file that is missing or no longer what was stored.

    A purged or expired content must be gone: one that is still there is a fault too.
    """
    for model in (Attachment, IssuedFile):
        for row in model.objects.order_by("pk").iterator():
            where = {"name": row, "path": row.file.name}
            if getattr(row, "purged_at", None) or getattr(row, "emptied_at", None):
                if row.file.storage.exists(row.file.name):
                    yield _("Nội dung tệp %(name)s (%(path)s) đã gỡ bỏ nhưng vẫn còn trong kho.") % where
                continue
            found = _sha256(row.file)
            if found is None:
                yield _("Không còn tệp %(name)s (%(path)s).") % where
            elif found != row.sha256:
                yield _("Tệp %(name)s (%(path)s) đã bị thay đổi.") % where


def _sha256(stored_file) -> str | None:
    digest = hashlib.sha256()
    try:
        with open_content(stored_file.storage, stored_file.name) as content:
            for piece in content:
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
