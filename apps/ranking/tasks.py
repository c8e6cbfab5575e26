"""Door of the worker to the ranking."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.jobs.running import running
from apps.ranking.domain import computing


@shared_task(acks_late=True)
def compute_ranking(*, job_id: int) -> None:
    """Compute the runs named by the job. Safe to run again: what is computed stays."""
    with running(job_id) as run:
        if run is None:
            return
        run.progress(0, computing.STEPS, _("Kiểm tra các bảng điểm đã chốt"))
        job = run.job
        actor = actor_for(job.requested_by, job.requested_on) if job.requested_by else system_actor()
        computing.compute(run_ids=run.params["run_ids"], actor=actor, now=timezone.now(), job=run)
