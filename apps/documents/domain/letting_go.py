"""Contents that nothing refers to any more go to the sweep."""

from collections.abc import Iterable

from django.db.models import CASCADE

from apps.documents.models import Attachment


def let_go(attachments: Iterable[Attachment]) -> None:
    """Hand attachments that nothing refers to any more to the sweep."""
    for attachment in attachments:
        if not _is_referred_to(attachment):
            Attachment.objects.filter(pk=attachment.pk).update(used_at=None)


def _is_referred_to(attachment: Attachment) -> bool:
    """Whether any row of any app still points to it; what was found in it goes with it."""
    links = (
        relation
        for relation in Attachment._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.one_to_many
    )
    return any(
        link.related_model.objects.filter(**{link.field.name: attachment.pk}).exists()
        for link in links
        if link.on_delete is not CASCADE and not hasattr(link.related_model, "pgh_tracked_model")
    )
