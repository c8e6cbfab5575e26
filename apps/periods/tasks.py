"""Door of the worker to the opening of a year."""

from datetime import datetime

from celery import shared_task

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.jobs.running import running
from apps.periods import opening
from apps.periods.domain.new_year import from_json, open_year


@shared_task(acks_late=True)
def open_year_task(*, job_id: int) -> None:
    """Open the year of the job's plan. Safe to run again: what is there stays."""
    with running(job_id) as run:
        if run is None:
            return
        plan = from_json(run.params["plan"])
        names = [part.name for part in opening.parts()]
        run.progress(0, len(names) + 1)
        job = run.job
        actor = actor_for(job.requested_by, job.requested_on) if job.requested_by else system_actor()
        year = open_year(
            plan=plan,
            actor=actor,
            now=datetime.fromisoformat(run.params["asked_at"]),
            told=lambda part: run.tell(names.index(part.name), len(names) + 1, part.label),
        )
        run.result = {"year": year.year}
        run.result_url = year.get_absolute_url()
