"""Doors of the scheduler."""

from celery import shared_task
from django.utils import timezone

from apps.accounts.domain import housekeeping


@shared_task(acks_late=True)
def sweep_sign_ins() -> int:
    """Remove ended sessions and old lines of the sign-in log."""
    return housekeeping.sweep(timezone.now())
