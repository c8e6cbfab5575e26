"""A worker killed at any moment leaves all or nothing: whoever ends the job comes to the same result."""

import os
import random
import signal
import sys
import time

import pytest
from django.db import connections
from django.utils import timezone

from apps.core.actor import system_actor
from apps.jobs.models import Job
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tasks import compute_ranking
from apps.ranking.tests.factories import crooked_set, final_cluster, random_lines

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = 13
KILLS = 10
INHERITED: list = []
DICE = random.Random(20261126)  # noqa: S311 -- reproducible moments, no secrets


def work_in_another_process(job_id: int) -> int:
    """Start a process that runs the job as a worker does; answers its id."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    forget_inherited()
    try:
        compute_ranking.run(job_id=job_id)
    finally:
        sys.stdout.flush()
        os._exit(0)


def forget_inherited() -> None:
    """Leave the parent's connections alone: its server process would live on with the locks of a killed child.

    After a browser test the parent keeps two: Playwright's running loop hides the one that was there before from
    ``close_all``, and the child, in which no loop runs, finds it again.
    """
    for each in connections.all(initialized_only=True):
        INHERITED.append(each.connection)  # kept: closing it here would end it for the parent
        each.connection = None


def kill_after(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def fresh_job(cluster_year) -> Job:
    RankingEntry.objects.all().delete()
    RankingRun.objects.all().delete()
    Job.objects.all().delete()
    return request_ranking(cluster_year_id=cluster_year.pk, actor=system_actor(), now=timezone.now()).job


def outcome() -> tuple:
    """Run hash and rows of the result; the state of a run that is not there yet."""
    run = RankingRun.objects.get()
    rows = run.entries.order_by("order").values_list("unit_id", "rank", "base", "bonus", "penalty", "total", "parts")
    return run.state, run.run_hash, [tuple(map(str, row)) for row in rows]


def test_worker_killed_ten_times_at_random_moments_the_hash_is_the_same(settings):
    settings.JOB_STALE_SECONDS = 0.01
    found = crooked_set()
    cluster_year = final_cluster(found, [random_lines(found, seed) for seed in range(UNITS)])
    job = fresh_job(cluster_year)
    started = time.monotonic()
    os.waitpid(work_in_another_process(job.pk), 0)
    calm, whole = outcome(), time.monotonic() - started
    assert calm[0] == "computed"

    job = fresh_job(cluster_year)
    for _kill in range(KILLS):
        kill_after(work_in_another_process(job.pk), DICE.uniform(0, whole))
        state, run_hash, rows = outcome()
        assert (state, rows) == ("queued", []) or (state, run_hash, rows) == calm
    time.sleep(settings.JOB_STALE_SECONDS)
    compute_ranking.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, outcome()) == ("done", calm)
