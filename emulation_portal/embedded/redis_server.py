"""The embedded Redis (or Valkey): broker and cache in memory, reached by a private socket only. It keeps nothing."""

import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from script.bootstrap.console import Failure, tail

from . import processes
from .account import Account
from .place import Place

START_SECONDS = 15.0


@dataclass(frozen=True)
class RedisServer:
    """One Redis server."""

    place: Place
    account: Account
    program: Path
    log: Path

    @property
    def socket(self) -> Path:
        return self.place.sockets / "redis.sock"

    @property
    def url(self) -> str:
        """The value of ``REDIS_URL``."""
        return f"unix://{quote(str(self.socket))}"

    def is_running(self) -> bool:
        """Whether the recorded server lives and answers."""
        found = processes.read_record(self.place.redis_record)
        return found is not None and found.is_alive() and self._answers()

    def start(self) -> None:
        """Start the server. Raises Failure with the end of its log."""
        self.socket.unlink(missing_ok=True)
        reached = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        keeps_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.place.sockets)]
        with self.log.open("a", encoding="utf-8") as log:
            server = subprocess.Popen(
                [str(self.program), *reached, *keeps_nothing, "--daemonize", "no"],
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.account.popen,
            )
        with processes.starting(server):
            processes.wait_until(lambda: self._answers() or server.poll() is not None, START_SECONDS)
            if not self._answers():
                raise Failure(f"Redis không khởi động được.\nRedis did not start.\n{tail(self.log)}")
            processes.record_of(server.pid).write(self.place.redis_record)

    def stop(self) -> None:
        """Stop the server, if it runs."""
        found = processes.read_record(self.place.redis_record)
        if found is not None:
            processes.stop([found])
        self.place.redis_record.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False
