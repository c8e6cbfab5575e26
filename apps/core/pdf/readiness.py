"""What printing to PDF needs of the machine: Pango, HarfBuzz and the font Liberation Serif.

They come with the operating system, not with Python. Looking for them is cheap (no import of
WeasyPrint), so that every start can say what is missing.
"""

import ctypes
import ctypes.util
import os
import struct
import sys
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

FONT_FAMILY = "Liberation Serif"
FONT_STYLES = {"Regular": ("400", "normal"), "Bold": ("700", "normal")} | {
    "Italic": ("400", "italic"),
    "BoldItalic": ("700", "italic"),
}
_OLDEST_REVISION = 2.0  # 1.x has no letters with two marks
_LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "pango-1.0"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "pangoft2-1.0"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "harfbuzz-subset"),
}
_FONT_PACKAGE = "fonts-liberation2"


def pdf_problems() -> list[str]:
    """Vietnamese messages of what is to be installed; empty when PDF files can be made."""
    problems = []
    if missing := [package for package, names in _LIBRARIES.items() if not _library_loads(*names)]:
        message = _("Thiếu thư viện để tạo PDF. Cài bằng lệnh: apt-get install %(packages)s")
        problems.append(message % {"packages": " ".join(missing)})
    if font_files() is None:
        message = _("Thiếu phông chữ %(font)s để tạo PDF. Cài bằng lệnh: apt-get install %(package)s")
        problems.append(message % {"font": FONT_FAMILY, "package": _FONT_PACKAGE})
    return problems


def pdf_available() -> bool:
    """Whether PDF files can be made on this machine."""
    return not pdf_problems()


@cache
def font_files() -> dict[str, Path] | None:
    """The four files of the font by style, of the newest revision found; None when there is none with Vietnamese."""
    found = []
    for folder in font_folders():
        for regular in sorted(folder.rglob("LiberationSerif-Regular.ttf")):
            files = {style: regular.with_name(f"LiberationSerif-{style}.ttf") for style in FONT_STYLES}
            if all(file.is_file() for file in files.values()):
                found.append((font_revision(regular), files))
    revision, files = max(found, key=lambda each: each[0], default=(0, None))
    return files if revision >= _OLDEST_REVISION else None


def font_folders() -> list[Path]:
    """Where fonts are looked for, as fontconfig does: the user's own folders, then the system's."""
    home = Path.home()
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    folders = [home / ".fonts", *(Path(each) / "fonts" for each in [data, *shared] if each)]
    if sys.platform == "darwin":
        folders += [home / "Library/Fonts", Path("/Library/Fonts")]
    return [folder for folder in folders if _is_open(folder)]


def font_revision(path: Path) -> float:
    """The revision that a TrueType file states in its head table; 0 when it cannot be read."""
    try:
        with path.open("rb") as file:
            (tables,) = struct.unpack(">4xH6x", file.read(12))
            for _table in range(tables):
                tag, offset = struct.unpack(">4s4xI4x", file.read(16))
                if tag == b"head":
                    file.seek(offset + 4)
                    return struct.unpack(">i", file.read(4))[0] / 65536
    except (OSError, struct.error):
        pass
    return 0.0


def _is_open(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


@cache
def _library_loads(file_name: str, short_name: str) -> bool:
    for name in (file_name, ctypes.util.find_library(short_name) if sys.platform != "linux" else None):
        if name:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
    return False
