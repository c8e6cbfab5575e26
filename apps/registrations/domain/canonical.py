"""The text whose hash proves what was sent: names, awards and marks; no ids, no times."""

import hashlib
import unicodedata
from collections.abc import Iterable


def hash_of_rows(unit_code: str, rows: Iterable) -> str:
    """SHA-256 of what a unit sent, in order."""
    lines = [unit_code]
    lines += [f"{row.subject}|{row.award.code}|{row.name}|{row.post}|{row.note}|{row.mark}" for row in rows]
    return _sha256("\n".join(lines))


def hash_of_entries(entries: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of a consolidated sheet: sorted ``unit code:hash of what it sent``."""
    return _sha256("\n".join(sorted(f"{code}:{sha256}" for code, sha256 in entries)))


def _sha256(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
