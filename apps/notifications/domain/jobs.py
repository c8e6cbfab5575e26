"""How a background job ended, for whoever asked for it and went on to other work."""

from datetime import timedelta

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.notifications.domain.sending import notify

LONG = timedelta(seconds=60)  # who waits less has seen the end on the page


def tell_end(job: Job) -> int:
    """A failure always, a success when it took long; once for each attempt. Nobody for jobs of the system itself."""
    if job.requested_by_id is None:
        return 0
    failed = job.state == JobState.FAILED
    if not failed and job.finished_at - job.created_at < LONG:
        return 0
    return notify(
        "jobs.failed" if failed else "jobs.done",
        to=[job.requested_by_id],
        about=job,
        body=job.error,
        key=f"jobs.job:{job.pk}:{job.attempt}",
        now=job.finished_at,
    )
