"""Doors of the scheduler and of ``outbox.wake_sender``."""

from celery import shared_task
from django.utils import timezone

from apps.notifications.domain import delivery, digests, housekeeping


@shared_task(acks_late=True)
def send_mail() -> int:
    """Send what is due in the outbox. Safe to repeat and to run side by side."""
    return delivery.send_due(timezone.now)


@shared_task(acks_late=True)
def send_digests() -> int:
    """Make today's daily mails, from the set hour on; after a stop they are made at the next run."""
    return digests.make_digests(now=timezone.now())


@shared_task(acks_late=True)
def sweep_mail() -> int:
    """Forget old mails and notices."""
    return housekeeping.sweep(timezone.now())
