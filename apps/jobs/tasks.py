"""The sweep: sends again what the broker lost, and ends what can never run."""

from datetime import timedelta

from celery import current_app, shared_task
from django.utils import timezone

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.queue import send

RESEND_AFTER = timedelta(seconds=20)
MAX_ATTEMPTS = 5


@shared_task(acks_late=True)
def sweep() -> int:
    """Send every claimable job again whose message is older than RESEND_AFTER; answers how many. Safe to repeat."""
    now = timezone.now()
    Job.objects.claimable(now).filter(cancel_requested_at__isnull=False).update(
        state=JobState.CANCELLED, finished_at=now, updated_at=now
    )
    Job.objects.claimable(now).filter(attempt__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, error=f"Đã thử {MAX_ATTEMPTS} lần không xong.", finished_at=now, updated_at=now
    )
    sent = 0
    for job in Job.objects.claimable(now).exclude(sent_at__gt=now - RESEND_AFTER).order_by("pk")[:500]:
        if job.task not in current_app.tasks:
            continue
        Job.objects.filter(pk=job.pk).update(sent_at=now)
        send(job.task, job.pk)
        sent += 1
    return sent
