"""The embedded PostgreSQL: its data made once, its server started and stopped, reached by a private socket only."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from script.bootstrap.console import Failure, tail

from . import processes
from .account import Account
from .place import Place
from .postgres_process import server_of, stop_server_of
from .programs import PostgresPrograms
from .secret_files import write_private

ROLE = DATABASE = "emulation"
START_SECONDS = 30.0
STATUS_LINE = 7  # of postmaster.pid, counted from 0
LAST_OF_COLLATION_BY_LOCALE = 16
FIRST_WITH_UNICODE_FAST = 18

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Tests: what a crash destroys is made anew.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL server."""

    place: Place
    account: Account
    programs: PostgresPrograms
    password: str
    log: Path
    disposable: bool = False

    @property
    def url(self) -> str:
        """The value of ``DATABASE_URL``."""
        return f"postgres://{ROLE}:{self.password}@/{quote(str(self.place.sockets))}/{DATABASE}"

    def is_running(self) -> bool:
        """Whether the server of these data takes connections."""
        return server_of(self.place.data) is not None and self._status() == "ready"

    def start(self) -> None:
        """Start the server, making the data before when there are none. Raises Failure with the end of its log."""
        self._make_data()
        self._clear_stale_lock()
        settings = {**SETTINGS, "unix_socket_directories": _as_list_item(self.place.sockets)}
        if self.disposable:
            settings |= FAST_SETTINGS
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("a", encoding="utf-8") as log:
            server = subprocess.Popen(
                [str(self.programs.folder / "postgres"), "-D", str(self.place.data), *options],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.account.popen,
            )
        with processes.starting(server):
            processes.wait_until(lambda: self._status() == "ready" or server.poll() is not None, START_SECONDS)
            if server.poll() is not None or self._status() != "ready":
                raise Failure(f"PostgreSQL không khởi động được.\nPostgreSQL did not start.\n{tail(self.log)}")

    def stop(self) -> None:
        """Stop the server, if it runs, so that the next start needs no recovery."""
        stop_server_of(self.place.data)

    def _status(self) -> str:
        try:
            lines = (self.place.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else ""

    def _make_data(self) -> None:
        """Run initdb into a folder that gets its name only when it is complete."""
        if (self.place.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.place.data, ignore_errors=True)
        unfinished = self.place.base / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.account.owns(unfinished)
        password_file = self.place.base / "password.new"
        write_private(password_file, self.password + "\n")
        self.account.owns(password_file)
        try:
            done = subprocess.run(
                self._initdb(unfinished, password_file),
                env=_environment(),
                capture_output=True,
                text=True,
                check=False,
                **self.account.popen,
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            raise Failure(f"Không tạo được cơ sở dữ liệu.\nThe database could not be made.\n{done.stdout}{done.stderr}")
        unfinished.rename(self.place.data)

    def _initdb(self, data: Path, password_file: Path) -> list[str]:
        if self.programs.major <= LAST_OF_COLLATION_BY_LOCALE:
            locale = ["--locale=C.UTF-8"]
        else:
            builtin = "PG_UNICODE_FAST" if self.programs.major >= FIRST_WITH_UNICODE_FAST else "C.UTF-8"
            locale = ["--locale=C", "--locale-provider=builtin", f"--builtin-locale={builtin}"]
        initdb = [str(self.programs.folder / "initdb"), f"--pgdata={data}", f"--username={ROLE}", "--encoding=UTF8"]
        access = ["--auth=scram-sha-256", f"--pwfile={password_file}"]
        return [*initdb, *access, *locale, *(["--no-sync"] if self.disposable else [])]

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a server that was killed, lest its number now belongs to another program."""
        if server_of(self.place.data) is None:
            (self.place.data / "postmaster.pid").unlink(missing_ok=True)


def ensure_database(postgres: Postgres) -> None:
    """Create the database of the portal when it does not exist yet."""
    import psycopg

    where = {"host": str(postgres.place.sockets), "user": ROLE, "password": postgres.password}
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = psycopg.connect(**where, dbname="postgres", autocommit=True)
            break
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(processes.POLL_SECONDS)
    with connection:
        exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if exists is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')  # a constant of this module


def _as_list_item(folder: Path) -> str:
    """A folder as PostgreSQL reads one in a list separated by commas."""
    return '"' + str(folder).replace('"', '""') + '"'


def _environment() -> dict[str, str]:
    """A small environment of our own: nothing of the person's locale or settings reaches the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
