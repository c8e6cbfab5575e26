"""Files of a form that came back with an error: stored at once, so that nobody has to choose them again."""

import uuid

from apps.core.actor import Actor
from apps.documents.models import Attachment


def kept_upload(key: uuid.UUID | None, *, actor: Actor) -> Attachment | None:
    """The actor's own upload that nothing uses yet; None when there is none (the sweep removes them after a day)."""
    if key is None or actor.user_id is None:
        return None
    return Attachment.objects.filter(key=key, uploaded_by_id=actor.user_id, used_at=None).first()
