"""The door to the access log: called by whoever shows or exports personal data without its mask."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from apps.audit.enums import AccessKind
from apps.audit.models import AccessEntry
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.core.text import fold

CHUNK = 2_000


def seen(kind: str, *, actor: Actor, target, at: datetime, fields: Sequence[str] = (), reason: str = "") -> AccessEntry:
    """Personal data of ``target`` (a model row) were opened unmasked: ``kind`` is a value of AccessKind.

    ``fields``: names of the model fields shown. Call it once the page is sure to show them. It needs no operation: a
    GET changes nothing else.
    """
    return seen_together(kind, actor=actor, targets=[target], at=at, fields=fields, reason=reason)[0]


def seen_together(
    kind: str, *, actor: Actor, targets: Iterable, at: datetime, fields: Sequence[str] = (), reason: str = ""
) -> list[AccessEntry]:
    """One export or page with the data of many people: one line for each, all of one occasion."""
    occasion = uuid.uuid4()
    people = list(targets)
    with kept_language():
        entries = [
            AccessEntry(
                at=at,
                kind=AccessKind(kind),
                actor_id="" if actor.user_id is None else str(actor.user_id),
                actor_label=actor.label[:300],
                target_key=f"{person._meta.label_lower}:{person.pk}",
                target_label=str(person)[:500],
                target_path=person.get_absolute_url()[:500] if hasattr(person, "get_absolute_url") else "",
                fields=list(fields),
                reason=reason,
                occasion_id=occasion,
                part=part,
                parts=len(people),
                search_text=fold(f"{actor.label} {person} {reason}"),
            )
            for part, person in enumerate(people, start=1)
        ]
    return AccessEntry.objects.bulk_create(entries, batch_size=CHUNK)
