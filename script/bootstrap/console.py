"""What the two commands say at the terminal: steps with their time, and failures fit to read, in both languages."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

STARTED = "EMULATION_STARTED"  # seconds since the epoch at which the command was typed; survives exec
LAST_LINES = 25


class Failure(Exception):
    """The command cannot go on; the message says why and what to do, in Vietnamese and English."""


def say(text: str = "") -> None:
    """One line on stderr: stdout belongs to results."""
    print(text, file=sys.stderr, flush=True)


def mark_start() -> None:
    """Remember when the command began, once."""
    os.environ.setdefault(STARTED, str(time.time()))


def seconds_since_start() -> float:
    """Seconds since ``mark_start``."""
    return time.time() - float(os.environ.get(STARTED, time.time()))


def seconds(value: float) -> str:
    """Seconds as people here write them: 12,3 s."""
    return f"{value:.1f} s".replace(".", ",")


@contextmanager
def step(label: str) -> Iterator[None]:
    """Print ``label`` when the step begins and its time when it ends."""
    began = time.monotonic()
    print(f"  {label} … ", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        say("✗")
        raise
    say(seconds(time.monotonic() - began))


def run_logged(
    command: Sequence[str | Path], log: Path, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> int:
    """Run ``command`` with all its output appended to ``log``; returns its exit code."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as out:
        out.write(f"\n$ {' '.join(map(str, command))}\n")
        out.flush()
        done = subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode


def tail(log: Path, lines: int = LAST_LINES) -> str:
    """The last lines of ``log``, for a message."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
