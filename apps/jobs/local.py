"""Running a job without a worker: commands claim their own job when nobody else will."""

import time
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.utils import timezone

from apps.jobs.heartbeat import worker_is_alive
from apps.jobs.models import Job


def wait_or_run(job: Job, *, poll_seconds: float = 0.2) -> Job:
    """Wait for a live worker to end the job; without one, or when its message was lost, run it here by the same task.

    Running it here is safe at any moment: the task claims the job first.
    """
    current_app.loader.import_default_modules()
    while True:
        job.refresh_from_db()
        if not job.is_live:
            return job
        if _is_left_alone(job):
            current_app.tasks[job.task].run(job_id=job.pk)
            job.refresh_from_db()
        if job.is_live:
            time.sleep(poll_seconds)


def _is_left_alone(job: Job) -> bool:
    """Whether it waits for somebody, and no worker lives or none has taken it for a while."""
    if not Job.objects.claimable().filter(pk=job.pk, cancel_requested_at__isnull=True).exists():
        return False
    lost = timezone.now() - timedelta(seconds=settings.JOB_RESEND_SECONDS)
    return not worker_is_alive() or job.sent_at is None or job.sent_at < lost
