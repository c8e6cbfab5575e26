"""Processes of their own that need not read the project first.

A start from nothing takes five seconds of a core, and the tests start some twenty commands and workers. Each is forked
here from one process that has read the project and done nothing else: it has no connection, no thread and no row.
What is run, with which arguments, where it writes and how it is killed are as after a start from nothing, which
``test_commands``, ``test_crash_web`` and the tests of the embedded services still make.
"""

import multiprocessing
import os
import runpy
import sys
from multiprocessing import forkserver
from pathlib import Path

import pytest
from django.conf import settings as project

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["emulation_portal.tests.whole_project"])


class Forked:
    """A forked process, with what tests use of ``subprocess.Popen``; leads a group of its own."""

    def __init__(self, arguments: list[str], *, environment: dict, settings: dict | None = None, told: tuple = ()):
        """``arguments``: after ``python``, beginning with a file or with ``-m`` and a module. ``environment``: that of
        the common parent, hence the same at every call; ``settings``: of this process alone; ``told``: the files that
        stdout and stderr go to, else where those of the tests go.
        """
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            forkserver.ensure_running()
        self.process = FORKED.Process(target=become, args=(arguments, str(project.BASE_DIR), settings or {}, told))
        self.process.start()
        self.pid = self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int:
        self.process.join()
        return self.process.exitcode


def become(arguments: list[str], base: str, settings: dict, told: tuple) -> None:
    """In the forked process."""
    os.setsid()
    os.chdir(base)
    for number, path in enumerate(told, 1):
        with Path(path).open("wb") as file:
            os.dup2(file.fileno(), number)
    for name, value in settings.items():
        setattr(project, name, value)
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")
