"""How large a file is, before it is read: large ones are checked in the background."""

import re

from apps.core.archives import CheckedArchive, UnsafeArchive
from apps.core.spreadsheets.reading import ZIP

_ROW = re.compile(rb"<(?:\w+:)?row\b")


def row_estimate(data: bytes) -> int:
    """About how many rows the fullest sheet has; 0 for what cannot be opened (reading it will say why)."""
    if not data.startswith(ZIP):
        return data.count(b"\n") + 1
    try:
        archive = CheckedArchive(data)
        sheets = [name for name in archive.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return max((len(_ROW.findall(archive.read(name))) for name in sheets), default=0)
    except UnsafeArchive:
        return 0
