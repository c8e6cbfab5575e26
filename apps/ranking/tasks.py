"""Door of the worker to the ranking."""

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.jobs.models import Job
from apps.jobs.running import running
from apps.ranking.domain import computing, dry_runs

PAST = timedelta(days=1)


@shared_task(acks_late=True)
def compute_ranking(*, job_id: int) -> None:
    """Compute the runs named by the job. Safe to run again: what is computed stays."""
    with running(job_id) as run:
        if run is None:
            return
        run.progress(0, computing.STEPS, _("Kiểm tra các bảng điểm đã chốt"))
        job = run.job
        actor = actor_for(job.requested_by, job.requested_on) if job.requested_by else system_actor()
        computing.compute(run_ids=run.params["run_ids"], actor=actor, now=_moment(job), job=run)


@shared_task(acks_late=True)
def compute_dry_run(*, job_id: int) -> None:
    """Compute the dry run named by the job. Safe to run again: what is computed stays."""
    with running(job_id) as run:
        if run is not None:
            dry_runs.compute_dry_run(dry_run_id=run.params["dry_run_id"], now=timezone.now(), job=run)


def _moment(job: Job) -> datetime:
    """Now; but a case loaded from past years is dated as it was asked for, not by the day of its loading."""
    asked_at = datetime.fromisoformat(job.params["asked_at"])
    return asked_at if job.created_at - asked_at > PAST else timezone.now()
