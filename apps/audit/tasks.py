"""Doors of the scheduler."""

from celery import shared_task
from django.utils import timezone

from apps.audit.domain import checking, sealing
from apps.core.actor import system_actor


@shared_task(acks_late=True)
def seal_trail() -> int:
    """Seal what has settled; answers how many seals were made. Safe to repeat and to run side by side."""
    return len(sealing.seal_trail(now=timezone.now()))


@shared_task(acks_late=True)
def check_integrity() -> int:
    """The nightly run of all checks; answers the number of faults."""
    return checking.check_everything(actor=system_actor(), now=timezone.now()).fault_count
