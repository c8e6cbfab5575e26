"""Marking one's own notices as read or unread. Nobody decides anything by it, so the trail says nothing."""

from collections.abc import Iterable
from datetime import datetime

from apps.core.actor import Actor
from apps.notifications.models import Notice


def mark_read(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    """Notices of others are left alone, those already read keep their time. Answers how many changed."""
    return Notice.objects.visible_to(actor).filter(pk__in=ids).unread().update(read_at=now)


def mark_unread(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    return Notice.objects.visible_to(actor).filter(pk__in=ids, read_at__isnull=False).update(read_at=None)
