"""Door of the worker to reminders of many units."""

from itertools import count

from celery import shared_task
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.jobs.running import running
from apps.obligations.domain.reminding import NobodyToRemind, remind_all
from apps.obligations.models import Duty
from apps.obligations.policies import can_remind
from apps.obligations.queries import owing


@shared_task(acks_late=True)
def remind_task(*, job_id: int) -> None:
    """Remind the units that owe the job's duty now. Safe to run again: nobody is told twice a day."""
    with running(job_id) as run:
        if run is None:
            return
        now, asker = timezone.now(), run.job.requested_by
        duty = Duty.objects.select_related("year").get(pk=run.params["duty_id"])
        actor = actor_for(asker, timezone.localdate())
        run.result_url = duty.get_absolute_url()
        if not can_remind(actor, duty):  # the right may be gone by now
            run.result = {"units": 0, "people": 0}
            return
        total, done = owing(duty, now, late_only=run.params["late_only"]).count(), count(1)
        run.progress(0, total)
        try:
            told = remind_all(**run.params, actor=actor, now=now, told_one=lambda: run.tell(next(done), total))
        except NobodyToRemind:
            run.result = {"units": 0, "people": 0}
        else:
            run.result = {"units": told.units, "people": told.people}
