"""Door of the worker to the reports."""

from celery import shared_task
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.core.actor import Actor, system_actor
from apps.jobs.models import Job
from apps.jobs.running import running
from apps.reports.domain import batches, keeping, rendering, schedule_runs, volumes


@shared_task(acks_late=True)
def render_report(*, job_id: int) -> None:
    """Make the file that the job asks for, with the rights of whoever asked. Safe to run again."""
    with running(job_id) as run:
        if run is not None:
            rendering.render(run, _asker(run.job), timezone.now())


@shared_task(acks_late=True)
def render_batch(*, job_id: int) -> None:
    """Make the zip file that the job asks for, with the rights of whoever asked. Safe to run again."""
    with running(job_id) as run:
        if run is not None:
            batches.render_batch(run, _asker(run.job), timezone.now())


@shared_task(acks_late=True)
def render_volume(*, job_id: int) -> None:
    """Make one volume of a long list, with the rights of whoever asked. Safe to run again."""
    with running(job_id) as run:
        if run is not None:
            volumes.render_volume(run, _asker(run.job))


@shared_task(acks_late=True)
def run_schedules() -> int:
    """Every morning: ask for the files of the month whose day has come. Safe to run again."""
    return schedule_runs.run_due(timezone.now())


@shared_task(acks_late=True)
def clear_expired_files() -> int:
    """Every night: remove the content of issued files whose last day is over. Safe to run again."""
    return keeping.clear_expired(actor=system_actor(), now=timezone.now())


def _asker(job: Job) -> Actor:
    return actor_for(job.requested_by, timezone.localdate()) if job.requested_by else system_actor()
