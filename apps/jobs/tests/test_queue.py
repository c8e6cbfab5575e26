"""Asking, cancelling, sweeping: without a worker, on the rows alone."""

import threading
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.jobs import queue, running, tasks
from apps.jobs.enums import JobState
from apps.jobs.local import wait_or_run
from apps.jobs.models import Job
from apps.jobs.tests import probe
from apps.jobs.tests.factories import JobFactory
from apps.jobs.tests.workers import empty_redis

ACTOR = Actor(user_id=None, label="Người thử")


def ask(key="one", **params):
    return queue.enqueue(
        probe.probe, key=key, label="Việc thử", params={"items": 3} | params, actor=ACTOR, now=timezone.now()
    )


def messages_waiting() -> int:
    return redis.Redis.from_url(settings.REDIS_URL).llen("celery")


@pytest.fixture(autouse=True)
def _empty_queue():
    empty_redis()


def age(job, seconds, **fields):
    """Put the row's beat and message into the past."""
    past = timezone.now() - timedelta(seconds=seconds)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=past, sent_at=past, **fields)
    job.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_same_key_asked_twice_is_one_job_and_one_message():
    first, second = ask(), ask()
    assert first == second
    assert (Job.objects.count(), messages_waiting()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_job():
    barrier, found = threading.Barrier(2), []

    def click():
        barrier.wait()
        found.append(ask().pk)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for click_ in clicks:
        click_.start()
    for click_ in clicks:
        click_.join()
    assert len(set(found)) == 1
    assert (Job.objects.count(), messages_waiting()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_message_leaves_only_with_the_commit():
    with transaction.atomic():
        ask()
        assert messages_waiting() == 0
    assert messages_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_failed_job_asked_again_starts_anew_and_keeps_its_fence():
    job = JobFactory(key="one", state=JobState.FAILED, attempt=4, error="hỏng", finished_at=timezone.now())
    again = ask()
    assert (again.pk, again.state, again.attempt, again.asked_at_attempt, again.error) == (job.pk, "queued", 4, 4, "")


@pytest.mark.django_db(transaction=True)
def test_two_claims_of_a_stale_job_at_once_are_one():
    job = JobFactory(state=JobState.RUNNING, attempt=1)
    age(job, 60)
    barrier, won = threading.Barrier(2), []

    def claim():
        barrier.wait()
        won.append(running.claim(job.pk) is not None)
        connections.close_all()

    claims = [threading.Thread(target=claim) for _ in range(2)]
    for each in claims:
        each.start()
    for each in claims:
        each.join()
    assert sorted(won) == [False, True]
    job.refresh_from_db()
    assert job.attempt == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "free"), [(29, False), (31, True)])
def test_running_job_is_claimable_only_when_its_heart_stopped(seconds, free):
    job = JobFactory(state=JobState.RUNNING, attempt=1)
    age(job, seconds)
    assert (running.claim(job.pk) is not None) is free


@pytest.mark.django_db(transaction=True)
def test_overtaken_worker_writes_nothing():
    job = JobFactory()
    with running.running(job.pk) as slow:
        age(job, 60)
        with running.running(job.pk) as quick:
            quick.result = {"by": "second"}
        slow.result = {"by": "first"}
        with pytest.raises(running.Overtaken), transaction.atomic():
            slow.hold()
    job.refresh_from_db()
    assert (job.state, job.attempt, job.result) == ("done", 2, {"by": "second"})


@pytest.mark.django_db(transaction=True)
def test_unexpected_error_ends_as_failed_and_is_raised():
    job = JobFactory()
    with pytest.raises(ZeroDivisionError), running.running(job.pk):
        1 / 0  # noqa: B018
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "ZeroDivisionError: division by zero")


@pytest.mark.django_db(transaction=True)
def test_queued_job_cancelled_never_runs():
    job = JobFactory()
    queue.cancel(job_id=job.pk, actor=ACTOR, now=timezone.now())
    probe.probe.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, probe.written(job.pk)) == ("cancelled", [])


@pytest.mark.django_db(transaction=True)
def test_running_job_cancelled_stops_before_its_next_item():
    job = JobFactory()
    with running.running(job.pk) as run:
        for item in run.track(range(3)):
            assert item == 0
            queue.cancel(job_id=job.pk, actor=ACTOR, now=timezone.now())
            queue.cancel(job_id=job.pk, actor=ACTOR, now=timezone.now())
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert [entry.actor_label for entry in Entry.objects.filter(action="jobs.job.cancel")] == [ACTOR.label]


@pytest.mark.django_db
def test_cancelling_a_done_job_is_refused():
    job = JobFactory(state=JobState.DONE, finished_at=timezone.now())
    with pytest.raises(queue.JobEnded):
        queue.cancel(job_id=job.pk, actor=ACTOR, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_sweep_sends_lost_messages_again_once():
    job = ask()
    empty_redis()
    assert tasks.sweep.run() == 0  # sent a moment ago: perhaps still on its way
    age(job, 25)
    assert (tasks.sweep.run(), tasks.sweep.run(), messages_waiting()) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_sweep_ends_stale_jobs_that_were_cancelled():
    job = JobFactory(state=JobState.RUNNING, attempt=1, cancel_requested_at=timezone.now())
    age(job, 60)
    tasks.sweep.run()
    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attempt", "asked_at", "state"), [(5, 0, "failed"), (4, 0, "running"), (6, 4, "running")])
def test_sweep_gives_up_after_five_dead_workers_since_the_job_was_asked_for(attempt, asked_at, state):
    job = JobFactory(state=JobState.RUNNING, attempt=attempt, asked_at_attempt=asked_at)
    age(job, 60)
    tasks.sweep.run()
    job.refresh_from_db()
    assert job.state == state


@pytest.mark.django_db(transaction=True)
def test_command_runs_its_own_job_without_a_worker():
    job = wait_or_run(ask())
    assert (job.state, job.result, probe.written(job.pk)) == ("done", {"items": 3}, [0, 1, 2])


@pytest.mark.django_db(transaction=True)
def test_command_takes_over_a_job_whose_worker_died():
    job = JobFactory(state=JobState.RUNNING, attempt=1)
    age(job, 60)
    assert wait_or_run(job).state == "done"
