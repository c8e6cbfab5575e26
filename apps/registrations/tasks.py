"""Door of the worker to consolidating."""

from datetime import datetime

from celery import shared_task
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.jobs.running import running
from apps.registrations.domain import consolidating


@shared_task(acks_late=True)
def consolidate(*, job_id: int) -> None:
    """Gather the registrations named by the job, as of the time of asking. Version and end of the job come together."""
    with running(job_id) as run:
        if run is None:
            return
        job, params = run.job, run.params
        label = _("Tổng hợp đăng ký của các đơn vị")
        run.progress(0, consolidating.STEPS, label)
        actor = actor_for(job.requested_by, job.requested_on) if job.requested_by else system_actor()
        with transaction.atomic():
            sheet = consolidating.send_to_ministry(
                cluster_year_id=params["cluster_year_id"],
                line=params["line"],
                reason=params["reason"],
                actor=actor,
                now=datetime.fromisoformat(params["asked_at"]),
                step=lambda done: run.tell(done, consolidating.STEPS, label),
            )
            run.finish(result={"number": sheet.number}, url=sheet.get_absolute_url())
