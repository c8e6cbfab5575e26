"""Checking letters again in the background."""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.jobs.running import running
from apps.registry.domain.letters import recheck
from apps.registry.models import EligibilityLetter

CHUNK = 500


@shared_task
def recheck_letters(*, job_id: int) -> None:
    """Check every letter of the job's year that its asker sees, a chunk a transaction. Safe to run again."""
    with running(job_id) as run:
        if run is None:
            return
        actor = actor_for(run.job.requested_by, run.job.requested_on)
        found = EligibilityLetter.objects.visible_to(actor).filter(year=run.params["year"])
        ids = list(found.order_by("pk").values_list("pk", flat=True))
        changed = 0
        for start in range(0, len(ids), CHUNK):
            run.progress(start, len(ids))
            changed += recheck(letter_ids=ids[start : start + CHUNK], actor=actor, now=timezone.now())
        run.progress(len(ids), len(ids))
        run.result = {"checked": len(ids), "changed": changed}
        run.result_url = f"{reverse('registry:letter-list')}?year={run.params['year']}"
