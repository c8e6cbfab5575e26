"""Worker processes of a benchmark: on its database, with messages and files of their own beside those of the portal."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import redis
from django.conf import settings

from apps.core.service_addresses import database_url, redis_database
from apps.demo.bench.peaks import end_and_peak

REDIS_DATABASE = 15  # the last one of a server as it is installed; the portal and its tests count from 0
START_SECONDS = 120
READY = " ready."


class Workers:
    """Running workers. ``environment``: for a command that talks to them; ``folder``: gone after them; ``peaks``: bytes
    of each, once they ended.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path):
        self.environment, self.folder, self.peaks = environment, folder, []


@contextmanager
def running_workers(number: int) -> Iterator[Workers]:
    """So many worker processes of one task each, ready; ended in order."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis_database(settings.REDIS_URL, REDIS_DATABASE),
            "SECRET_KEY": settings.SECRET_KEY,
            "EMULATION_VAR": folder,
            "STORAGE_S3_BUCKET": "",
        }
        redis.Redis.from_url(environment["REDIS_URL"]).flushdb()
        found = Workers(environment, Path(folder))
        logs = [Path(folder) / f"worker-{each}.log" for each in range(number)]
        processes = [_started(log, environment) for log in logs]
        try:
            _wait_until_ready(processes, logs)
            yield found
        finally:
            found.peaks = [end_and_peak(process) for process in processes]


def _started(log: Path, environment: Mapping[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "celery", "--app", "emulation_portal", "worker", "--loglevel", "INFO"]
    with log.open("w") as output:
        return subprocess.Popen(  # noqa: S603 -- our own constant command
            [*command, "--concurrency", "1", "--hostname", f"{log.stem}@%h", "--without-mingle", "--without-gossip"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _wait_until_ready(processes: list[subprocess.Popen], logs: list[Path]) -> None:
    """Raises AssertionError where one does not start."""
    end = time.monotonic() + START_SECONDS
    while not all(READY in log.read_text(encoding="utf-8") for log in logs):
        if time.monotonic() > end or any(process.poll() is not None for process in processes):
            raise AssertionError(logs[0].read_text(encoding="utf-8"))
        time.sleep(0.1)
