"""Scheduled work of awards."""

from celery import shared_task
from django.utils import timezone

from apps.awards.domain.council_warning import warn_bodies_without
from apps.core.actor import system_actor


@shared_task
def warn_without_council() -> int:
    """Every morning, so from the first of January on: each body is warned once a year. Safe to run again."""
    return warn_bodies_without(actor=system_actor(), now=timezone.now())
