"""Door of the worker to the reports."""

from celery import shared_task
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.jobs.running import running
from apps.reports.domain import rendering


@shared_task(acks_late=True)
def render_report(*, job_id: int) -> None:
    """Make the file that the job asks for, with the rights of whoever asked. Safe to run again."""
    with running(job_id) as run:
        if run is None:
            return
        now, job = timezone.now(), run.job
        actor = actor_for(job.requested_by, timezone.localdate(now)) if job.requested_by else system_actor()
        rendering.render(run, actor, now)
