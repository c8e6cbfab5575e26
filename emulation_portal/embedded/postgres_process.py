"""The running server of a folder of PostgreSQL data."""

import signal
from pathlib import Path

from . import processes

STOP_SECONDS = 30.0


def server_of(data: Path) -> processes.Record | None:
    """The live server of the folder ``data``: its lock names a process, whose command names the folder."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        return processes.record_of(pid) if str(data) in processes.command_line(pid) else None
    except (OSError, ValueError):
        return None


def stop_server_of(data: Path) -> None:
    """Stop the server of the folder ``data``, if it runs, so that the next start needs no recovery."""
    found = server_of(data)
    if found is not None:
        processes.stop([found], first=signal.SIGINT, patience=STOP_SECONDS)  # SIGINT is PostgreSQL's "fast"
