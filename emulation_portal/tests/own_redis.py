"""Two processes of one test run share a Redis server: each has a database of its own in it, as each has in PostgreSQL.

Without it the worker that one test starts takes the message of a test in the other process, whose row it cannot find.
A plugin (pytest.ini), for the address must stand before anything reads the settings.
"""

import os
import re

from apps.core.service_addresses import redis_database

PROCESS = re.compile(r"gw(\d+)")  # the name that pytest-xdist gives


def own_database(address: str, process: str) -> str:
    """``REDIS_URL`` for a process: the database of its number plus one; unchanged where tests run in one process."""
    found = PROCESS.fullmatch(process)
    if not found:
        return address
    return redis_database(address, int(found[1]) + 1)


if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = own_database(os.environ["REDIS_URL"], os.environ.get("PYTEST_XDIST_WORKER", ""))
