"""Second half of ``script/test``: services of its own, every check, then pytest, whose closing line comes last.

With arguments for pytest (a folder, ``-k``, …) the checks of the whole clone are left out.
"""

import os
import signal
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from script.bootstrap.console import Failure, mark_start, say, seconds, seconds_since_start, step

from . import runs
from .instance import Instance, of_tests
from .secret_files import secret
from .services import Services, named_by_environment
from .translations import compile_changed

PYTHON = sys.executable
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "djlint": [PYTHON, "-m", "djlint", "--configuration", ".djlint.toml", "--lint", "--quiet", "templates", "apps"],
    "makemigrations --check": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "manage.py check": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
}
WORKERS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]  # one process for each core of the gate


def main(arguments: list[str]) -> int:
    """Run checks and tests; returns pytest's exit code, or 1 where a check failed before it."""
    mark_start()
    if runs.MARK not in os.environ:
        os.environ[runs.MARK] = uuid.uuid4().hex
        os.execv(PYTHON, [PYTHON, "-m", "emulation_portal.embedded.testrun", *arguments])  # noqa: S606 - ourselves
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    instance = of_tests()
    services = Services(instance)
    try:
        instance.make_folders()
        run = runs.begin(instance)
    except Failure as failure:
        say(str(failure))
        return 1
    try:
        return prepare_and_test(instance, services, arguments)
    except Failure as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        runs.end(instance, run)
        services.release()


def prepare_and_test(instance: Instance, services: Services, arguments: list[str]) -> int:
    """Start the services, run the checks where no test is chosen, then pytest; returns the exit code."""
    chosen = [argument for argument in arguments if argument != "--full"]
    full = ["-m", ""] if "--full" in arguments else []  # pytest.ini leaves out what is marked full
    environment = _environment(instance, full=bool(full))
    if not named_by_environment():
        with step("PostgreSQL, Redis"):
            environment |= services.acquire()
    compile_changed(instance.root / "locale")
    if not chosen and not run_checks(instance.root, environment):
        return 1
    say(f"  pytest (sau {seconds(seconds_since_start())} chuẩn bị · after preparing)")
    workers = [] if chosen else WORKERS  # a few tests are done sooner than a second database is made
    return _run([PYTHON, "-m", "pytest", *workers, *full, *chosen], instance.root, environment)


def run_checks(root: Path, environment: dict[str, str]) -> bool:
    """Run every check, as many at once as tests run, show what the failing ones printed; whether all passed."""

    def run(command: list[str]) -> subprocess.CompletedProcess:
        place = {"cwd": root, "env": environment, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, **place, capture_output=True, text=True, check=False)

    failed = []
    with ThreadPoolExecutor(int(WORKERS[1])) as pool:
        running = {name: pool.submit(run, command) for name, command in CHECKS.items()}
        for name, check in running.items():
            with step(name):
                done = check.result()
            if done.returncode != 0:
                failed.append(name)
                say(f"{done.stdout}{done.stderr}".rstrip())
    if failed:
        say(f"✗ Không qua kiểm tra · Failed checks: {', '.join(failed)}")
    return not failed


def _run(command: list[str], root: Path, environment: dict[str, str]) -> int:
    """Run pytest on this terminal; a signal that reaches only this process is passed on."""
    child = subprocess.Popen(command, cwd=root, env=environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        return child.wait()


def _environment(instance: Instance, *, full: bool) -> dict[str, str]:
    environment = {
        "SECRET_KEY": secret(instance.secrets, "secret-key"),
        "EMULATION_VAR": str(instance.var),
        "DJANGO_SETTINGS_MODULE": "emulation_portal.settings",
        **os.environ,
        "PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "EMULATION_TEST_SIZE": "full" if full else "small",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop lives in the thread of the test
    }
    environment.pop("EMULATION_DEMO", None)
    if environment.get("CI"):
        # The gate must not pass by leaving the browser tests out.
        environment.setdefault("EMULATION_BROWSER", "required")
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
