"""Doing work: claim with fencing, heartbeat on a connection of its own, progress, cancel, end.

A task is three lines::

    with running(job_id) as run:
        if run:
            do(run)

``run`` is None when another worker has the job. Domain work commits together with ``run.finish`` or, item by item,
before ``run.step``; a worker that lost its claim (killed, paused, overtaken) can no longer write anything.
"""

import logging
import threading
from contextlib import contextmanager

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from apps.core.errors import DomainError
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.telling import tell

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked this job to stop."""


class Overtaken(Exception):
    """A newer attempt has the job; this worker must not write."""


class Run:
    """One claimed attempt of a Job. ``result`` and ``result_url`` are stored when the body ends well."""

    def __init__(self, job: Job):
        self.job = job
        self.params = job.params
        self.result: dict | None = None
        self.result_url = ""
        self.finished = False
        self.told: dict | None = None
        self.stopped: type[Exception] | None = None

    def mine(self):
        """This attempt's row while it may still be written: none after a cancel, an end or a newer claim."""
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Show how far it is; raises Cancelled or Overtaken. Call outside of the transaction of the work."""
        changed = self.mine().update(
            done_items=done, total_items=total, step=str(step)[:300], heartbeat_at=Now(), updated_at=timezone.now()
        )
        if not changed:
            raise Overtaken
        self._stop_if_asked()

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Progress from inside of the transaction of the work: the heartbeat, with its own connection, shows it.

        Raises Cancelled or Overtaken once a beat found that out.
        """
        self.told = {"done_items": done, "total_items": total, "step": str(step)[:300]}
        if self.stopped:
            raise self.stopped

    def keep(self, **found) -> None:
        """Write down beside the job's params what the work found out first, for whoever takes it up again.

        Raises Overtaken.
        """
        params = {**self.params, **found}
        if not self.mine().update(params=params):
            raise Overtaken
        self.params = self.job.params = params

    def track(self, items, step: str = ""):
        """Yield the items one by one with progress before each."""
        total = len(items)
        for number, item in enumerate(items):
            self.progress(number, total, step)
            yield item
        self.progress(total, total, step)

    def hold(self) -> None:
        """Inside the transaction that writes the result: lock the claim, so that nobody overtakes before the commit.

        Call it late: the heartbeat waits for this lock too. Raises Cancelled or Overtaken.
        """
        if not self.mine().select_for_update(no_key=True).exists():
            raise Overtaken
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self.mine().filter(cancel_requested_at__isnull=False).exists():
            raise Cancelled

    def finish(self, *, result: dict | None = None, url: str = "") -> None:
        """End as done; within the transaction of the work when the two must not part. Raises Overtaken."""
        now = timezone.now()
        with transaction.atomic():
            changed = self.mine().update(
                state=JobState.DONE,
                done_items=F("total_items"),
                result=result,
                result_url=url,
                finished_at=now,
                updated_at=now,
            )
            if not changed:
                raise Overtaken
            tell(self.job.pk)
        self.finished = True

    def end(self, state: str, error: str = "") -> None:
        """End without a result; nothing happens when a newer attempt has the job."""
        now = timezone.now()
        with transaction.atomic():
            ended = self.mine().update(state=state, error=error, finished_at=now, updated_at=now)
            if ended and state == JobState.FAILED:
                tell(self.job.pk)


def claim(job_id: int) -> Job | None:
    """Take the job in one UPDATE: queued, or running without a heartbeat. None when somebody else has it."""
    now = timezone.now()
    changed = (
        Job.objects.claimable()
        .filter(pk=job_id, cancel_requested_at__isnull=True)
        .update(state=JobState.RUNNING, attempt=F("attempt") + 1, heartbeat_at=Now(), started_at=now, updated_at=now)
    )
    return Job.objects.get(pk=job_id) if changed else None


@contextmanager
def running(job_id: int):
    """Claim, beat while the body runs, and end the job as its body ended.

    A DomainError ends it as failed with its message; any other error too, and is raised again.
    """
    job = claim(job_id)
    if job is None:
        yield None
        return
    run = Run(job)
    with _heartbeat(run):
        try:
            yield run
            if not run.finished:
                run.finish(result=run.result, url=run.result_url)
        except Cancelled:
            run.end(JobState.CANCELLED)
        except Overtaken:
            logger.warning("Job %s: attempt %s was overtaken and wrote nothing.", job.pk, job.attempt)
        except DomainError as error:
            run.end(JobState.FAILED, str(error.message))
        except Exception as error:
            run.end(JobState.FAILED, f"{type(error).__name__}: {error}"[:2000])
            raise


@contextmanager
def _heartbeat(run: Run):
    """Keep the claim alive from a thread with a connection of its own while the body runs."""
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(run, stop), daemon=True, name=f"job-{run.job.pk}-heartbeat")
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join(timeout=settings.JOB_HEARTBEAT_SECONDS)


def beat_once(run: Run) -> None:
    """Show that the run lives and what it told; note when it was overtaken or is to stop."""
    if not run.mine().update(heartbeat_at=Now(), **(run.told or {})):
        run.stopped = Overtaken
    elif run.mine().filter(cancel_requested_at__isnull=False).exists():
        run.stopped = Cancelled


def _beat(run: Run, stop: threading.Event) -> None:
    """Beat until told to stop or overtaken. A long transaction of the work does not hide it; a lost connection is
    opened again at the next beat. What the work told is shown, and the work learns at its next word that it must stop.
    """
    try:
        while not stop.wait(settings.JOB_HEARTBEAT_SECONDS):
            try:
                beat_once(run)
                if run.stopped is Overtaken:
                    return
            except (OperationalError, InterfaceError):
                logger.warning("Job %s: a heartbeat was lost.", run.job.pk, exc_info=True)
                connections.close_all()
    finally:
        connections.close_all()
