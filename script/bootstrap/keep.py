"""``python -m script.bootstrap.keep NAME COMMAND``: runs one line of the Procfile, and again when it dies unasked.

Started as the leader of a session of its own. A process that dies at once several times in a row is given up.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

DIES_AT_ONCE_SECONDS = 10.0
TRIES = 3
GROUP_FIELD = 2  # of /proc/PID/stat, counted from the state, which follows the name


class Keeper:
    """One command kept alive."""

    def __init__(self, name: str, command: str) -> None:
        self.name = name
        self.command = command
        self.asked_to_stop = False

    def run(self) -> int:
        """The exit code of the last try, 0 when asked to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        quick_deaths = 0
        while True:
            began = time.monotonic()
            child = subprocess.Popen(["/bin/sh", "-c", self.command])
            code = child.wait()
            if self.asked_to_stop:
                return 0
            quick_deaths = quick_deaths + 1 if time.monotonic() - began < DIES_AT_ONCE_SECONDS else 0
            if quick_deaths >= TRIES:
                return code or 1
            print(f"{self.name} dừng bất ngờ ({code}), chạy lại · stopped unasked, starting again", flush=True)
            end_rest_of_group()

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True  # the signal went to the whole group: the command ends by itself


def end_rest_of_group() -> None:
    """Kill what the dead command left in this session, such as a pool process at work for a worker that is gone."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[GROUP_FIELD]) == os.getpgrp() and int(folder.name) != os.getpid():
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            continue  # ended meanwhile


if __name__ == "__main__":
    sys.exit(Keeper(sys.argv[1], sys.argv[2]).run())
