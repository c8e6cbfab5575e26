"""Marking one's own notices as read or unread. Nobody decides anything by it, so the trail says nothing.

An administrator who stands in for somebody marks nothing: the person has not read it.
"""

from collections.abc import Iterable
from datetime import datetime

from apps.core.actor import Actor
from apps.notifications.models import Notice


def mark_read(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    """Notices of others are left alone, those already read keep their time. Answers how many changed."""
    if actor.impersonated_by:
        return 0
    return Notice.objects.visible_to(actor).filter(pk__in=ids).unread().update(read_at=now)


def mark_unread(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    if actor.impersonated_by:
        return 0
    return Notice.objects.visible_to(actor).filter(pk__in=ids, read_at__isnull=False).update(read_at=None)
