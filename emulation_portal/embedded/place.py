"""Where the data and sockets of one instance lie: under ``var`` where the servers' account can reach it, else apart."""

import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from script.bootstrap.console import Failure, say

from . import processes
from .account import Account
from .instance import Instance
from .postgres_process import stop_server_of
from .secret_files import secret

APART = Path("/var/lib/emulation-portal")
LONGEST_SOCKET_FOLDER = 88  # bytes: the system allows about 107 for the whole path of a socket


@dataclass(frozen=True)
class Place:
    """Folders of the servers; ``data`` and ``sockets`` belong to their account and are closed to all others."""

    base: Path
    sockets: Path

    @property
    def data(self) -> Path:
        return self.base / "postgres"

    @property
    def programs(self) -> Path:
        """Copies of the server programs, where the account cannot read those of ``.venv``."""
        return self.base / "programs"

    @property
    def redis_record(self) -> Path:
        return self.base / "redis.json"


def choose(instance: Instance, account: Account, apart: Path = APART) -> Place:
    """The place of this instance, its folders made.

    ``apart`` (root's case only) holds one folder for each clone. Data found there that belong to a clone which has lost
    its ``var``, and with it the password, are set aside under a new name; those of tests are removed.
    """
    base = instance.var / "services"
    if account.borrowed and not account.may_enter(instance.var):
        base = apart / instance.key
        _settle_apart(instance, base)
    base.mkdir(parents=True, exist_ok=True)
    if account.borrowed:
        base.chmod(0o755)
    sockets = base / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"emulation-portal-{account.uid}-{instance.key}"
    _private_folder(sockets, account)
    return Place(base=base, sockets=sockets)


def _settle_apart(instance: Instance, base: Path) -> None:
    """Make ``base`` this clone's own, setting aside what belonged to an earlier clone in the same folder."""
    mark = base / "clone.json"
    mine = {"clone": str(instance.root), "id": secret(instance.secrets, "clone-id")}
    if base.exists():
        try:
            theirs = json.loads(mark.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            theirs = None
        if theirs == mine:
            return
        _set_aside(base, disposable=instance.disposable)
    base.mkdir(parents=True, mode=0o755)
    base.parent.chmod(0o755)
    mark.write_text(json.dumps(mine), encoding="utf-8")
    mark.chmod(0o600)


def _set_aside(base: Path, *, disposable: bool) -> None:
    """Stop what still runs on the data of a lost clone, then move them out of the way."""
    place = Place(base=base, sockets=base / "sockets")
    redis = processes.read_record(place.redis_record)
    processes.stop([redis] if redis else [])
    stop_server_of(place.data)
    if disposable:
        shutil.rmtree(base)
        return
    aside = base.with_name(f"{base.name}.{time.strftime('%Y%m%d-%H%M%S')}")
    base.rename(aside)
    say(f"  ! Dữ liệu của bản sao cũ đã mất thư mục var/ được để riêng tại {aside}")
    say(f"    Data of an earlier clone that lost its var/ were set aside in {aside}")


def _private_folder(folder: Path, account: Account) -> None:
    """A folder of mode 700 that belongs to ``account``. Raises Failure where somebody else made it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {os.geteuid(), account.uid}:
        raise Failure(f"Thư mục {folder} thuộc về người khác.\nThe folder {folder} belongs to somebody else.")
    account.owns(folder)
    folder.chmod(0o700)
