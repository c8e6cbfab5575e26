"""A real worker that dies, and a broker that forgets."""

import pytest

from apps.jobs import tasks
from apps.jobs.tests import probe
from apps.jobs.tests.test_queue import ask
from apps.jobs.tests.workers import empty_redis, kill, wait_until, worker

PROBE = "apps.jobs.tests.probe"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings):
    empty_redis()
    settings.JOB_STALE_SECONDS, settings.JOB_RESEND_SECONDS = 1.5, 1


def ended(job):
    """As the scheduler does every few seconds: sweep, then look."""
    tasks.sweep.run()
    job.refresh_from_db()
    return not job.is_live


def test_worker_killed_in_the_middle_another_ends_the_job_and_nothing_is_doubled(tmp_path):
    with worker(include=PROBE) as first:
        job = ask(items=5, stop_at=2, reached=str(tmp_path / "reached"), gate=str(tmp_path / "gate"))
        wait_until((tmp_path / "reached").exists)
        kill(first)
    assert probe.written(job.pk) == [0, 1]
    (tmp_path / "gate").touch()
    with worker(include=PROBE):
        wait_until(lambda: ended(job))
    assert (job.state, job.attempt, job.done_items) == ("done", 2, 5)
    assert probe.written(job.pk) == [
        0,
        0,
        1,
        1,
        2,
        3,
        4,
    ]  # items before the kill are asked for again: they repeat safely


def test_redis_emptied_with_a_job_queued_the_sweep_sends_it_again():
    job = ask()
    empty_redis()
    with worker(include=PROBE):
        wait_until(lambda: ended(job))
    assert (job.state, job.attempt, probe.written(job.pk)) == ("done", 1, [0, 1, 2])
