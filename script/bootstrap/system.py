"""Libraries and programs of the system: installed by apt where that is allowed, else named clearly once."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from .console import run_logged, say, step

RETRY_AFTER_SECONDS = 24 * 3600  # a failed installation is not tried again at every start


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _official_font() -> bool:
    places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    return any(next(place.rglob("LiberationSerif-Regular.*"), None) for place in places if place.is_dir())


def _virtual_environments() -> bool:
    return shutil.which("uv") is not None or importlib.util.find_spec("ensurepip") is not None


# Debian package → whether what it brings is there.
FOR_PYTHON = {f"python3.{sys.version_info.minor}-venv": _virtual_environments}
FOR_PDF = {
    "libpango-1.0-0": _library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0"),
    "fonts-liberation2": _official_font,
}
FOR_TESTS = {
    "chromium": _program("chromium", "chromium-browser"),
    "poppler-utils": _program("pdftotext"),
    "gettext": _program("msgfmt"),
}


def prepare(root: Path, packages: Mapping[str, Callable[[], bool]]) -> None:
    """Install the ``packages`` that are missing. Never fails: the site runs without them, PDF files do not."""
    missing = [name for name, present in packages.items() if not present()]
    if not missing:
        return
    tried = root / "var" / "log" / "system-packages.tried"
    prefix = _permission()
    if prefix is not None and not _tried_lately(tried, missing):
        with step(f"Thư viện hệ thống · System packages ({' '.join(missing)})"):
            _install(root, prefix, missing)
        missing = [name for name in missing if not packages[name]()]
        if missing:
            tried.parent.mkdir(parents=True, exist_ok=True)
            tried.write_text(" ".join(missing))
    if missing:
        _explain(missing)


def _permission() -> list[str] | None:
    """What to put before apt-get; None where this user may not install."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _tried_lately(tried: Path, missing: list[str]) -> bool:
    try:
        recent = time.time() - tried.stat().st_mtime < RETRY_AFTER_SECONDS
        return recent and set(missing) <= set(tried.read_text().split())
    except OSError:
        return False


def _install(root: Path, prefix: list[str], missing: list[str]) -> None:
    log = root / "var" / "log" / "system-packages.log"
    quick = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *quick, "--quiet"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *missing]
    if run_logged(install, log) != 0 and run_logged([*apt, "update"], log) == 0:
        run_logged(install, log)


def _explain(missing: list[str]) -> None:
    names = " ".join(missing)
    say(f"  ! Còn thiếu thư viện hệ thống: {names}. Trang web vẫn chạy, nhưng chưa in được PDF hoặc chưa thử được trên")
    say(f"    trình duyệt. Nhờ người quản trị chạy: apt-get install {names}")
    say(f"    System packages are missing: {names}. The site runs, but PDF files or browser tests will not work.")
    say(f"    Ask an administrator to run: apt-get install {names}")
