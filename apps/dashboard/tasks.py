"""Doors of the worker: all checks that an auditor asks for; papers whose hour of reopening has passed; dates that are
near.
"""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.audit.domain.checking import check_everything
from apps.core.actor import system_actor
from apps.dashboard.papers.closing import close_expired_papers
from apps.dashboard.queries.sector import duties_left_out
from apps.jobs.running import running
from apps.obligations.domain.date_reminders import remind_by_dates


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


@shared_task(acks_late=True)
def remind_of_dates() -> int:
    """Every morning: officers hear of dates that are near, today, or just passed. Safe to repeat."""
    return remind_by_dates(now=timezone.now(), except_duties=duties_left_out())
