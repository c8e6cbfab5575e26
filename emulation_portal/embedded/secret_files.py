"""Secrets of one clone: made once, kept in files that only their owner can read."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str) -> str:
    """The secret ``name``: letters and digits, 256 bits. Made when it does not exist yet."""
    path = folder / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    value = secrets.token_hex(32)
    write_private(path, value + "\n")
    return value


def write_private(path: Path, text: str) -> None:
    """A file of mode 600 that is there completely or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    unfinished.rename(path)
