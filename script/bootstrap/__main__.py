"""``python -m script.bootstrap server|test …``: prepare the clone, then go on with its own Python."""

import fcntl
import os
import signal
import sys
import uuid
from pathlib import Path

from . import console, environment, frontend, options, system

ROOT = Path(__file__).resolve().parents[2]
SECOND_HALF = {"server": "emulation_portal.embedded.server", "test": "emulation_portal.embedded.testrun"}


def main(mode: str, arguments: list[str]) -> int:
    """Prepare; returns an exit code when that failed, else this process becomes the second half."""
    console.mark_start()
    if mode == "server":
        options.of_server(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs with SIGINT ignored
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        python = prepare(mode)
    except console.Failure as failure:
        console.say(str(failure))
        return 1
    except KeyboardInterrupt:
        console.say("Đã dừng. · Stopped.")
        return 130
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ["EMULATION_RUN"] = uuid.uuid4().hex  # the mark of everything that this run starts
    os.chdir(ROOT)
    return os.execv(python, [str(python), "-m", SECOND_HALF[mode], *arguments])  # noqa: S606 - fixed program, no shell


def prepare(mode: str) -> Path:
    """System packages, Python packages, front-end files; returns the Python of ``.venv``."""
    files = [environment.RUNTIME, environment.LOCAL]
    packages = system.FOR_PYTHON | system.FOR_PDF
    if mode == "test":
        files.append(environment.DEVELOPMENT)
        packages |= system.FOR_TESTS
    var = ROOT / "var"
    if not os.access(var if var.exists() else ROOT, os.W_OK):
        raise console.Failure(
            f"Không ghi được vào {ROOT}: thư mục này hoặc var/ thuộc về tài khoản khác.\n"
            f"Cannot write to {ROOT}: it or its var/ belongs to another account."
        )
    var.mkdir(exist_ok=True)
    with (var / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands in one clone prepare one after the other
        system.prepare(ROOT, packages)
        python = ROOT / ".venv" / "bin" / "python"
        if not environment.is_complete(ROOT, files):
            with console.step("Gói Python · Python packages"):
                python = environment.prepare(ROOT, files)
        if not frontend.is_complete(ROOT):
            with console.step("Gói giao diện · Front-end packages"):
                frontend.prepare(ROOT, files)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
