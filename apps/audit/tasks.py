"""Doors of the scheduler."""

from celery import shared_task
from django.utils import timezone

from apps.audit.domain import sealing


@shared_task(acks_late=True)
def seal_trail() -> int:
    """Seal what has settled; answers how many seals were made. Safe to repeat and to run side by side."""
    return len(sealing.seal_trail(now=timezone.now()))
