"""Doors of the scheduler."""

from celery import shared_task
from django.utils import timezone

from apps.core import tokens


@shared_task(acks_late=True)
def sweep_tokens() -> int:
    """Forget spent form tokens that no open tab can send again."""
    return tokens.sweep(timezone.now())
