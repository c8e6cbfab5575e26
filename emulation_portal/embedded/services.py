"""The embedded services as a whole: started by the first user, stopped by the last, whoever of them was killed.

Every user holds a shared lock on one file as long as it lives; the system lets go of it even after kill -9. Whoever
gets that lock alone is the only user: on coming, it stops what a killed run has left; on leaving, it stops everything.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from script.bootstrap.console import Failure

from .account import Account, server_account
from .instance import Instance
from .place import choose
from .postgres import Postgres, ensure_database
from .programs import find_postgres, find_redis
from .redis_server import RedisServer
from .secret_files import secret


class Services:
    """The PostgreSQL and Redis of one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._users: TextIO | None = None
        self._postgres: Postgres | None = None
        self._redis: RedisServer | None = None

    def acquire(self) -> dict[str, str]:
        """Become a user of the services, which are started where needed; returns the environment that names them."""
        self.instance.make_folders()
        with self._starting():
            self._find()
            users = (self.instance.run / "users.lock").open("a")
            alone = _try_lock(users)
            if alone:
                self._stop()
            try:
                self._start()
            except BaseException:  # Ctrl-C too: what nobody will use does not stay
                if alone:
                    self._stop()
                users.close()
                raise
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
        return self._environment()

    def release(self) -> None:
        """Stop being a user; the last one stops the services. May be called again, and does nothing then."""
        if self._users is None:
            return
        with self._starting():
            users, self._users = self._users, None
            if _try_lock(users):
                self._stop()
            users.close()

    @property
    def versions(self) -> str:
        """For the person at the terminal."""
        return f"PostgreSQL {self._postgres.programs.version}, {self._redis.program.name}" if self._postgres else ""

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One process at a time starts or stops the services of an instance."""
        with (self.instance.run / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _find(self) -> None:
        known = self.instance.described()
        account = server_account(owner_of=Path(known.get("data", self.instance.var / "services")) / "postgres")
        place = choose(self.instance, account)
        logs = self.instance.logs
        self._postgres = Postgres(
            place=place,
            account=account,
            programs=find_postgres(place, account),
            password=secret(self.instance.secrets, "database-password"),
            log=logs / "postgres.log",
            disposable=self.instance.disposable,
        )
        self._redis = RedisServer(place, account, find_redis(place, account), logs / "redis.log")
        described = self._description(account)
        if described != known:
            self.instance.describe(described)

    def _start(self) -> None:
        if not self._redis.is_running():
            self._redis.stop()
            self._redis.start()
        if not self._postgres.is_running():
            self._postgres.stop()
            self._postgres.start()
        ensure_database(self._postgres)

    def _stop(self) -> None:
        self._redis.stop()
        self._postgres.stop()

    def _description(self, account: Account) -> dict:
        place = self._postgres.place
        return {
            "account": account.name,
            "data": str(place.base),
            "sockets": str(place.sockets),
            "postgres": {"programs": str(self._postgres.programs.folder), "version": self._postgres.programs.version},
            "redis": {"program": str(self._redis.program)},
        }

    def _environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self._postgres.url,
            "REDIS_URL": self._redis.url,
            "EMULATION_LOCAL": "1",
            "EMULATION_VAR": str(self.instance.var),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secret(self.instance.secrets, "secret-key"),
        }


def named_by_environment() -> bool:
    """Whether the person has named other services. Raises Failure when only one of the two is named."""
    named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise Failure(
            f"Chỉ có {named[0]} được đặt; hãy đặt cả DATABASE_URL và REDIS_URL, hoặc không đặt biến nào.\n"
            f"Only {named[0]} is set; set both DATABASE_URL and REDIS_URL, or neither."
        )
    return bool(named)


def _try_lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
