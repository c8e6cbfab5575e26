"""A real Celery worker as a process of its own, against the test's database and Redis."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import redis
from django.conf import settings

from apps.core.service_addresses import database_url
from apps.jobs.heartbeat import KEY, worker_is_alive
from emulation_portal.tests.forked import Forked

START_SECONDS = 60
QUICK = {"JOB_HEARTBEAT_SECONDS": 0.2, "JOB_STALE_SECONDS": 1.5, "JOB_RESEND_SECONDS": 1.0}


def empty_redis() -> None:
    """Forget every message, as after a loss of Redis. Only the database whose number stands in REDIS_URL."""
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


@contextmanager
def worker(*, include: str = "", from_nothing: bool = False):
    """A running worker; killed with its children at the end. ``kill(process)`` does it earlier.

    ``from_nothing``: it reads the project and the environment of this moment itself, which takes seconds.
    """
    redis.Redis.from_url(settings.REDIS_URL).delete(KEY)
    command = ["-m", "celery", "-A", "emulation_portal", "worker", "--concurrency=1", "-l", "WARNING"]
    command += ["--include", include] if include else []
    own = {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    if from_nothing:
        environment = os.environ | {name: str(value) for name, value in QUICK.items()} | own
        process = subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, start_new_session=True
        )
    else:
        # What it is forked from knows the environment of the first of all tests: files go where this one looks.
        process = Forked(command, environment=own, settings=QUICK | {"MEDIA_ROOT": settings.MEDIA_ROOT})
    try:
        wait_until(lambda: worker_is_alive() or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, "the worker did not start"
        yield process
    finally:
        kill(process)


def kill(process) -> None:
    """Send kill -9 to the worker and its children, as when the machine loses power."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(condition, seconds: float = 60) -> None:
    """Raises AssertionError when it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
