"""Stored files against the hashes of their rows, for ``verify_integrity``."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.documents.models import Attachment, IssuedFile

_PIECE = 1 << 20


def file_faults() -> Iterator[str]:
    """One sentence for each upload or issued file that is missing or no longer what was stored."""
    for model in (Attachment, IssuedFile):
        for row in model.objects.order_by("pk").iterator():
            found = _sha256(row.file)
            if found is None:
                yield _("Không còn tệp %(name)s (%(path)s).") % {"name": row, "path": row.file.name}
            elif found != row.sha256:
                yield _("Tệp %(name)s (%(path)s) đã bị thay đổi.") % {"name": row, "path": row.file.name}


def _sha256(stored_file) -> str | None:
    digest = hashlib.sha256()
    try:
        with stored_file.open("rb") as content:
            while piece := content.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
