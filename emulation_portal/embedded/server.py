"""Second half of ``script/server``: services, data, then web, worker and beat until Ctrl-C."""

import os
import shlex
import signal
import subprocess
import sys
import uuid
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

from script.bootstrap.console import Failure, mark_start, say, step
from script.bootstrap.options import of_server as of_arguments

from . import ports, runs
from .instance import Instance, of_server
from .readiness import Announcer, read_accounts
from .secret_files import secret
from .services import Services, named_by_environment

STOPPED_AS_ASKED = {130, 143}


def main(arguments: list[str]) -> int:
    """Run the portal; returns the exit code."""
    mark_start()
    options = of_arguments(arguments)
    if runs.MARK not in os.environ:  # set before exec, so that the system shows it for this process and all its forks
        os.environ[runs.MARK] = uuid.uuid4().hex
        os.execv(sys.executable, [sys.executable, "-m", "emulation_portal.embedded.server", *arguments])  # noqa: S606
    _stop_on_signals()
    instance = of_server()
    instance.make_folders()
    try:
        port = ports.chosen(os.environ.get("PORT", "8000"))
        run = runs.begin(instance, port)
    except Failure as failure:
        say(str(failure))
        return 1
    services = Services(instance)
    try:
        ports.require_free(port)
        return serve(instance, services, port, demo=options.demo)
    except Failure as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for chosen in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(chosen, signal.SIG_IGN)  # stopping is not interrupted
        runs.end(instance, run)
        services.release()


def serve(instance: Instance, services: Services, port: int, *, demo: bool) -> int:
    """Start everything and stay until it ends; returns the exit code."""
    environment = _environment(instance, port, demo=demo)
    if not named_by_environment():
        with step("PostgreSQL, Redis"):
            environment |= services.acquire()
    command = [sys.executable, "-m", "emulation_portal.embedded.data", *(["--demo"] if demo else [])]
    prepared = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if prepared.returncode != 0:
        raise Failure("Không chuẩn bị được dữ liệu (xem ở trên).\nThe data could not be prepared (see above).")
    say("  web, worker, beat …")
    manager = _manager(instance.root / "Procfile", environment)
    Announcer(port, read_accounts(prepared.stdout)).start()
    manager.loop()
    say("Đang dừng … · Stopping …")
    return 0 if manager.returncode in STOPPED_AS_ASKED else manager.returncode or 0


def _environment(instance: Instance, port: int, *, demo: bool) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    mine = {"PATH": path, "PORT": str(port), "PYTHONUNBUFFERED": "1", "EMULATION_DEMO": "1" if demo else ""}
    defaults = {
        "DJANGO_SETTINGS_MODULE": "emulation_portal.settings",
        "EMULATION_VAR": str(instance.var),
        "SECRET_KEY": secret(instance.secrets, "secret-key"),
    }
    if os.geteuid() == 0:  # one clone on one machine: Celery's advice is for servers
        mine["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    return {**defaults, **os.environ, **mine}


def _manager(procfile: Path, environment: dict[str, str]) -> Manager:
    """The processes of the Procfile, each kept alive by script.bootstrap.keep."""
    manager = Manager()
    keeper = [sys.executable, "-m", "script.bootstrap.keep"]
    for name, command in parse_procfile(procfile.read_text(encoding="utf-8")).processes.items():
        manager.add_process(
            name, f"exec {shlex.join([*keeper, name, command])}", env=environment, cwd=str(procfile.parent)
        )
    return manager


def _stop_on_signals() -> None:
    """Before honcho takes over: any signal that means "stop" ends this process in order."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
