"""One run of ``script/server`` or ``script/test``: recorded, so that the next one knows what to stop after kill -9.

Everything a run starts carries its number in the environment variable EMULATION_RUN; so does the run itself.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from script.bootstrap.console import Failure

from . import processes
from .instance import Instance

MARK = "EMULATION_RUN"


@dataclass(frozen=True)
class Run:
    """A run: its number, its parent process, its port (None for tests)."""

    number: str
    parent: processes.Record
    port: int | None

    @property
    def place(self) -> str:
        """Where it is seen."""
        return "script/test" if self.port is None else f"http://localhost:{self.port}"


def begin(instance: Instance, port: int | None = None) -> Run:
    """Record this process as the run of ``instance``, after stopping the orphans of one that was killed.

    Raises Failure when a run of this clone is alive.
    """
    earlier = _read(_file(instance))
    if earlier is not None:
        if earlier.parent.is_alive():
            raise Failure(
                f"Bản sao này đang chạy: {earlier.place} (tiến trình {earlier.parent.pid}).\n"
                f"This clone is already running: {earlier.place} (process {earlier.parent.pid})."
            )
        stop_processes(earlier.number)
    run = Run(number=os.environ[MARK], parent=processes.record_of(os.getpid()), port=port)
    _file(instance).write_text(json.dumps(asdict(run)), encoding="ascii")
    return run


def end(instance: Instance, run: Run) -> None:
    """Stop whatever is left of ``run`` and forget it."""
    stop_processes(run.number)
    _file(instance).unlink(missing_ok=True)


def stop_processes(number: str) -> None:
    """Stop the processes of the run ``number``, but for this one."""
    processes.stop(processes.with_environment(MARK, number))


def _file(instance: Instance) -> Path:
    return instance.run / "run.json"


def _read(path: Path) -> Run | None:
    try:
        stored = json.loads(path.read_text(encoding="ascii"))
        return Run(number=stored["number"], parent=processes.Record(**stored["parent"]), port=stored["port"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
