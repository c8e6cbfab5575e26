"""As whom the servers run: as the person at the keyboard, but never as root (PostgreSQL refuses that)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from script.bootstrap.console import Failure

OWN_NAME = "emulation-portal"
FALLBACKS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the system; ``borrowed`` when root acts as it."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    @property
    def popen(self) -> dict:
        """Arguments of subprocess that make a program run as this account, from a folder everybody may enter."""
        as_user = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}
        return {"cwd": "/", **as_user}

    def owns(self, path: Path) -> None:
        """Hand ``path`` to this account."""
        if self.borrowed:
            os.chown(path, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account reaches ``folder`` through all the folders above it."""
        return self.succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])

    def succeeds(self, command: list[str]) -> bool:
        """Whether ``command`` can be run as this account and ends well."""
        try:
            done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, **self.popen)
        except OSError:
            return False
        return done.returncode == 0


def server_account(owner_of: Path | None = None) -> Account:
    """The account for the servers; the owner of existing data ``owner_of`` stays what it was.

    Raises Failure when root has no unprivileged account to borrow and can make none.
    """
    if os.geteuid() != 0:
        return Account(name=_name_of(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), borrowed=False)
    if owner_of is not None and owner_of.exists() and owner_of.stat().st_uid != 0:
        owner = owner_of.stat()
        return Account(name=_name_of(owner.st_uid), uid=owner.st_uid, gid=owner.st_gid, borrowed=True)
    found = _named(OWN_NAME) or _made() or next(filter(None, map(_named, FALLBACKS)), None)
    if found is None:
        raise Failure(
            f"PostgreSQL không chạy dưới quyền root; hãy tạo tài khoản hệ thống {OWN_NAME} rồi chạy lại.\n"
            f"PostgreSQL does not run as root; make a system account {OWN_NAME} and run this again."
        )
    return Account(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid, borrowed=True)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return None
    subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", OWN_NAME],
        capture_output=True,
        check=False,
    )
    return _named(OWN_NAME)
