"""The virtual environment ``.venv``: made once, filled again only when the requirements change."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .console import Failure, run_logged, tail

RUNTIME = "requirements.txt"
LOCAL = "requirements-local.txt"
DEVELOPMENT = "requirements-dev.txt"
NODE = "script/requirements/node.txt"


def prepare(root: Path, files: Sequence[str]) -> Path:
    """Make sure that ``.venv`` holds the packages of the requirements ``files``; returns its Python.

    Packages are installed only by hash. uv is used when it is found, plain pip with the user's own configuration is
    enough; both go on with what they have kept when there is no network. Raises Failure when none of them succeeds.
    """
    python = root / ".venv" / "bin" / "python"
    installed = _installed(root, python)
    wanted = {name: _digest(root / name) for name in files}
    if wanted.items() <= installed.items():
        return python
    # Files filled in earlier are filled in again: they share packages with the changed one.
    complete = {name: _digest(root / name) for name in {*files, *installed} if (root / name).exists()}
    _install(root, python, sorted(complete))
    _stamp(root).write_text(json.dumps({"python": sys.version, "place": str(root), "files": complete}))
    return python


def is_complete(root: Path, files: Sequence[str]) -> bool:
    """Whether ``prepare`` would have nothing to do."""
    wanted = {name: _digest(root / name) for name in files}
    return wanted.items() <= _installed(root, root / ".venv" / "bin" / "python").items()


def _stamp(root: Path) -> Path:
    return root / ".venv" / "installed.json"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _installed(root: Path, python: Path) -> dict[str, str]:
    """Requirements file → digest as it was installed; empty when the environment is missing, broken or moved."""
    try:
        stamp = json.loads(_stamp(root).read_text())
    except (OSError, ValueError):
        return {}
    if stamp["place"] != str(root) or not _runs([python, "-c", ""]):
        return {}
    return stamp["files"]


def _runs(command: Sequence[str | Path]) -> bool:
    try:
        return subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(root: Path, python: Path, files: Sequence[str]) -> None:
    log = root / "var" / "log" / "python-packages.log"
    log.unlink(missing_ok=True)
    requirements = [part for name in files for part in ("--requirement", name)]
    if _install_with_uv(root, python, requirements, log):
        return
    if not _runs([python, "-m", "pip", "--version"]):
        _make_with_venv(root, log)
    if not _install_with_pip(root, python, requirements, log):
        raise Failure(
            f"Không cài được các gói Python; xem {log}.\nThe Python packages could not be installed; see {log}.\n"
            f"{tail(log)}"
        )


def _install_with_pip(root: Path, python: Path, requirements: Sequence[str], log: Path) -> bool:
    """Install from the wheels kept by an earlier run; where one is missing, fetch them all first.

    pip's own cache does not help without a network: it asks the index for every package.
    """
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emulation-portal" / "wheels"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    hashed = ["--require-hashes", "--only-binary=:all:", *requirements]
    install = [*pip, "install", "--no-index", "--find-links", kept, *hashed]
    if kept.is_dir() and run_logged(install, log, cwd=root) == 0:
        return True
    return (
        run_logged([*pip, "download", "--dest", kept, *hashed], log, cwd=root) == 0
        and run_logged(install, log, cwd=root) == 0
    )


def _install_with_uv(root: Path, python: Path, requirements: Sequence[str], log: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None or not _runs([uv, "--version"]):
        return False
    if not _runs([python, "-c", ""]) and run_logged(
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, root / ".venv"], log, cwd=root
    ):
        return False
    install = [uv, "pip", "install", "--no-progress", "--no-build", "--python", python, "--require-hashes"]
    return any(run_logged([*install, *offline, *requirements], log, cwd=root) == 0 for offline in ([], ["--offline"]))


def _make_with_venv(root: Path, log: Path) -> None:
    """A new ``.venv`` with pip, by the standard library."""
    if run_logged([sys.executable, "-m", "venv", "--clear", root / ".venv"], log, cwd=root, env=_plain()) != 0:
        raise Failure(
            "Python này không tạo được môi trường ảo (trên Debian, Ubuntu: apt install python3-venv).\n"
            "This Python cannot make a virtual environment (on Debian, Ubuntu: apt install python3-venv).\n" + tail(log)
        )


def _plain() -> dict[str, str]:
    """The environment without a virtual environment that happens to be active."""
    return {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
