"""The sweep: sends again what the broker lost, and ends what can never run."""

from datetime import timedelta

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.queue import send
from apps.jobs.telling import tell

MAX_ATTEMPTS = 5
AT_ONCE = 500


@shared_task(acks_late=True)
def sweep() -> int:
    """Send every claimable job again whose message is old; answers how many. Safe to repeat and to run side by side."""
    _end_cancelled()
    _end_hopeless()
    lost = _take_lost()
    for job in lost:
        send(job.task, job.pk)
    return len(lost)


def _free(jobs):
    """Rows that nobody holds, locked: a worker about to commit its end, or another sweep, is not waited for."""
    return jobs.order_by("pk").select_for_update(no_key=True, skip_locked=True)[:AT_ONCE]


def _end(jobs, **changes) -> None:
    now = timezone.now()
    ending = [job.pk for job in _free(jobs)]
    Job.objects.filter(pk__in=ending).update(finished_at=now, updated_at=now, **changes)
    for job_id in ending if changes["state"] == JobState.FAILED else ():
        tell(job_id)


@transaction.atomic
def _end_cancelled() -> None:
    _end(Job.objects.claimable().filter(cancel_requested_at__isnull=False), state=JobState.CANCELLED)


@transaction.atomic
def _end_hopeless() -> None:
    """A job whose worker died MAX_ATTEMPTS times since it was asked for would kill the next one too."""
    dead = Job.objects.stale().filter(attempt__gte=F("asked_at_attempt") + MAX_ATTEMPTS)
    _end(dead, state=JobState.FAILED, error=_("Đã thử %(count)s lần không xong.") % {"count": MAX_ATTEMPTS})


@transaction.atomic
def _take_lost() -> list[Job]:
    """Claimable jobs of known tasks whose last message is older than JOB_RESEND_SECONDS, marked as sent now."""
    now = timezone.now()
    limit = now - timedelta(seconds=settings.JOB_RESEND_SECONDS)
    waiting = Job.objects.claimable().filter(Q(sent_at=None) | Q(sent_at__lte=limit), task__in=list(current_app.tasks))
    lost = list(_free(waiting))
    Job.objects.filter(pk__in=[job.pk for job in lost]).update(sent_at=now)
    return lost
