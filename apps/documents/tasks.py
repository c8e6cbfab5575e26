"""Doors of the scheduler."""

from celery import shared_task
from django.utils import timezone

from apps.documents.domain import attachments, purging


@shared_task(acks_late=True)
def sweep_uploads() -> int:
    """Remove uploads that nothing uses."""
    return attachments.sweep(timezone.now())


@shared_task(acks_late=True)
def sweep_files() -> int:
    """Remove files that no row names, and purged contents that the storage still has."""
    return attachments.sweep_files_without_row(timezone.now()) + purging.sweep_purged()
