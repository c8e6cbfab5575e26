"""Asking for work: one row per key, sent to the broker after the commit."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.jobs.enums import LIVE_STATES, JobState
from apps.jobs.models import Job

RESTARTABLE = frozenset({JobState.FAILED, JobState.CANCELLED})


class JobEnded(DomainError):
    """The job is over; it can no longer be cancelled."""


def enqueue(task, *, key: str, label: str, params: dict, actor: Actor, now: datetime, again: bool = False) -> Job:
    """Ask for ``task(job_id=…)`` once per ``key``: a double click, or the same request again, answers the same Job.

    A failed or cancelled job with the same key starts again, and a done one where it is to be done ``again``; any other
    is answered as it is. Leaves no line in the trail: the row says who asked, and the domain function that asks, or the
    work done, is recorded.
    ``task``: a task, or its name where a domain function asks (tasks are doors and lie below it).
    """
    task_name = task if isinstance(task, str) else task.name
    with transaction.atomic():
        job, created = Job.objects.get_or_create(
            key=key,
            defaults={
                "task": task_name,
                "label": str(label)[:300],
                "params": params,
                "requested_by_id": actor.user_id,
                "requested_on": actor.on,
            },
        )
        if not created:
            job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
            if job.state not in RESTARTABLE and not (again and job.state == JobState.DONE):
                return job
            _restart(job, actor, params, now)
        Job.objects.filter(pk=job.pk).update(sent_at=now)
        transaction.on_commit(lambda: send(task_name, job.pk), robust=True)
    return job


def _restart(job: Job, actor: Actor, params: dict, now: datetime) -> None:
    job.state = JobState.QUEUED
    job.asked_at_attempt = job.attempt
    job.created_at = now  # from here on counts how long it took, and where it stands among the others
    job.params = params
    job.requested_by_id = actor.user_id
    job.requested_on = actor.on
    job.done_items = job.total_items = 0
    job.cancel_requested_at = job.finished_at = job.started_at = job.heartbeat_at = None
    job.error = job.step = job.result_url = ""
    job.result = None
    job.save()


def send(task_name: str, job_id: int) -> None:
    """Put the message on the broker. Losing it costs only time: the sweep sends again."""
    from celery import current_app

    current_app.send_task(task_name, kwargs={"job_id": job_id}, retry=False)


@operation()
def cancel(*, job_id: int, actor: Actor, now: datetime) -> Job:
    """Ask a live job to stop. A queued one ends at once, a running one at its next item, a dead one at the next sweep.

    Asking twice changes nothing. Raises JobEnded when the job is already over.
    """
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.cancel_requested_at is not None and job.state != JobState.DONE:
        return job
    if job.state not in LIVE_STATES:
        raise JobEnded(_("Việc này đã kết thúc, không hủy được nữa."))
    before = {"state": job.state}
    job.cancel_requested_at = now
    if job.state == JobState.QUEUED:
        job.state = JobState.CANCELLED
        job.finished_at = now
        job.attempt = F("attempt") + 1  # whoever claimed it in the same moment is overtaken
    job.save(update_fields=["cancel_requested_at", "state", "finished_at", "attempt", "updated_at"])
    job.refresh_from_db()
    record("jobs.job.cancel", actor=actor, target=job, at=now, before=before, after={"state": job.state})
    return job
