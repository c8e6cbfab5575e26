"""Processes that may outlive the one that started them: recorded by number and start time, so that no other is hit."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

PROC = Path("/proc")
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 8.0
START_FIELD = 19  # of /proc/PID/stat, counted from the state, which follows the name


@dataclass(frozen=True)
class Record:
    """One process: its number, and the time it began as the system tells it (text, only compared)."""

    pid: int
    began: str

    def is_alive(self) -> bool:
        return began(self.pid) == self.began

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="ascii")


def record_of(pid: int) -> Record:
    """The record of a live process. Raises ProcessLookupError."""
    time_text = began(pid)
    if time_text is None:
        raise ProcessLookupError(pid)
    return Record(pid, time_text)


def read_record(path: Path) -> Record | None:
    """The record in ``path``, None when there is none that can be read."""
    try:
        return Record(**json.loads(path.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None


def began(pid: int) -> str | None:
    """When the process began; None when there is no such process, or only its unread exit code."""
    if not PROC.joinpath("self", "stat").exists():
        return _began_by_ps(pid)
    try:
        after_name = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if after_name[0] in "ZX" else after_name[START_FIELD]


def _began_by_ps(pid: int) -> str | None:
    line = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, time_text = line.stdout.strip().partition(" ")
    return None if not time_text or state.startswith("Z") else time_text.strip()


def command_line(pid: int) -> str:
    """The command of a process; empty when there is none."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
    except OSError:
        if PROC.joinpath("self").exists():
            return ""
        line = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return line.stdout


def with_environment(name: str, value: str) -> list[Record]:
    """Processes, other than this one, that were started with the environment variable ``name`` = ``value``."""
    wanted = f"{name}={value}".encode()
    found = []
    for folder in PROC.glob("[0-9]*"):
        pid = int(folder.name)
        try:
            if pid == os.getpid() or wanted not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            found.append(record_of(pid))
        except (OSError, ProcessLookupError):
            continue  # ended meanwhile, or another user's
    return found


def stop(
    records: Iterable[Record], *, first: signal.Signals = signal.SIGTERM, patience: float = PATIENCE_SECONDS
) -> None:
    """Ask the processes to end by the signal ``first``, kill those still there after ``patience`` seconds."""
    left = list(records)
    for chosen, limit in ((first, patience), (signal.SIGKILL, 5.0)):
        left = [record for record in left if record.is_alive()]
        for record in left:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself
                os.kill(record.pid, chosen)
        wait_until(partial(_all_ended, left), limit)
        for record in left:
            with contextlib.suppress(ChildProcessError):  # not ours to wait for
                os.waitpid(record.pid, os.WNOHANG)


def _all_ended(records: list[Record]) -> bool:
    return not any(record.is_alive() for record in records)


def wait_until(condition: Callable[[], bool], limit: float) -> bool:
    """Whether ``condition`` came true within ``limit`` seconds."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


@contextlib.contextmanager
def starting(child: subprocess.Popen) -> Iterator[None]:
    """While a server comes up: should that fail or be interrupted, it is ended; afterwards it runs on by itself."""
    try:
        yield
    except BaseException:
        child.terminate()
        try:
            child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise
    child.returncode = 0  # without an exit code the object would complain when it goes while the server runs
