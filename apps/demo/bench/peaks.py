"""How much memory a process took at its most."""

import os
import subprocess
import sys
from collections.abc import Callable

UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


def peak_of(call: Callable[[], object]) -> int:
    """Bytes resident at the most in a fork of this process that does the call and nothing else.

    Raises AssertionError where the call did.
    """
    pid = os.fork()
    if not pid:
        failed = True
        try:
            call()
            failed = False
        finally:
            os._exit(failed)
    _pid, status, usage = os.wait4(pid, 0)
    if status:
        raise AssertionError(status)
    return usage.ru_maxrss * UNIT


def end_and_peak(process: subprocess.Popen) -> int:
    """End a process in order; bytes resident at the most in it, or in the largest of its children.

    0 of one that died before.
    """
    if process.poll() is not None:
        return 0
    process.terminate()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * UNIT
