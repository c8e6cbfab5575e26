"""Waiting for ``/readyz``, and what is said when it answers."""

import http.client
import json
import threading
import time

from script.bootstrap.console import say, seconds, seconds_since_start

PATIENCE_SECONDS = 90.0
POLL_SECONDS = 0.1
ACCOUNT_HEADS = ["Tài khoản", "Mật khẩu", "Đơn vị", "Vai, năm"]


class Announcer(threading.Thread):
    """Says where the portal is once it is ready, or what it still waits for when that takes too long."""

    def __init__(self, port: int, accounts: list[dict]) -> None:
        super().__init__(daemon=True, name="announcer")
        self.port = port
        self.accounts = accounts

    def run(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            state = ready_state(self.port)
            if state is not None and state[0]:
                self._announce()
                return
            time.sleep(POLL_SECONDS)
        answer = state[1] if state else "–"
        say(f"  ! Chưa sẵn sàng sau {PATIENCE_SECONDS:.0f} giây · Not ready yet: {answer}")

    def _announce(self) -> None:
        say()
        say(f"  Sẵn sàng sau {seconds(seconds_since_start())} · Ready")
        say(f"  http://localhost:{self.port}")
        if self.accounts:
            say()
            say("  Tài khoản mẫu · Demo accounts")
            for line in as_table([ACCOUNT_HEADS, *account_rows(self.accounts)]):
                say(f"    {line}")
        say()
        say("  Ctrl-C để dừng · stops everything")
        say()


def ready_state(port: int) -> tuple[bool, str] | None:
    """Whether ``/readyz`` says ready, and its answer; None when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}", "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        return answer.status == http.client.OK, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def account_rows(accounts: list[dict]) -> list[list[str]]:
    """One row for each person: name, password, units, and each role with its years."""
    people: dict[str, list[dict]] = {}
    for account in accounts:
        people.setdefault(account["username"], []).append(account)
    rows = []
    for name, entries in people.items():
        years: dict[str, list[str]] = {}
        for entry in entries:
            years.setdefault(str(entry["role"]), []).append(str(entry.get("year") or ""))
        units = dict.fromkeys(str(entry.get("unit") or "") for entry in entries)
        roles = ", ".join(f"{role} {' '.join(filter(None, when))}".strip() for role, when in years.items())
        rows.append([name, str(entries[0]["password"]), " ".join(units), roles])
    return rows


def as_table(rows: list[list[str]]) -> list[str]:
    """Rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def read_accounts(text: str) -> list[dict]:
    """The list printed by ``demo_accounts --json``."""
    return json.loads(text) if text.strip() else []
