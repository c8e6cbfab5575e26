"""Running a job without a worker: commands claim their own job when nobody else will."""

import time

from celery import current_app

from apps.jobs.heartbeat import worker_is_alive
from apps.jobs.models import Job


def wait_or_run(job: Job, *, poll_seconds: float = 0.2) -> Job:
    """Wait for a live worker to end the job; without one, run it here through the same task."""
    current_app.loader.import_default_modules()
    while True:
        job.refresh_from_db()
        if not job.is_live:
            return job
        if not worker_is_alive():
            current_app.tasks[job.task].run(job_id=job.pk)
            job.refresh_from_db()
            if not job.is_live:
                return job
        time.sleep(poll_seconds)
