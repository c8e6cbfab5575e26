"""Doors of the worker: all checks that an auditor asks for; papers whose hour of reopening has passed."""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.audit.domain.checking import check_everything
from apps.core.actor import system_actor
from apps.dashboard.papers.closing import close_expired_papers
from apps.jobs.running import running


@shared_task(acks_late=True)
def verify_integrity(*, job_id: int) -> None:
    """Run every check with progress and keep the result. Run again, it checks again."""
    with running(job_id) as run:
        if run is None:
            return
        now, job = timezone.now(), run.job
        actor = actor_for(job.requested_by, timezone.localdate(now)) if job.requested_by else system_actor()
        check = check_everything(actor=actor, now=now, step=run.progress)
        run.result = {"check": check.pk, "faults": check.fault_count}
        run.result_url = reverse("dashboard:integrity")


@shared_task(acks_late=True)
def close_reopenings() -> int:
    """Every few minutes: papers opened until an hour that has passed are closed again. Safe to repeat."""
    return close_expired_papers(now=timezone.now())
