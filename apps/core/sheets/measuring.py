"""How large a file is, before it is read: large ones are checked in the background."""

import re
from itertools import islice

from apps.core.archives import CheckedArchive, UnsafeArchive
from apps.core.spreadsheets.reading import ZIP

_ROW = re.compile(rb"<(?:\w+:)?row\b")
_TAG_LENGTH = 64  # a tag cut by the edge of a piece; longer prefixes than this nobody writes


def row_estimate(data: bytes, *, enough: int) -> int:
    """About how many rows the fullest sheet has, counted no further than just above ``enough``.

    0 for what cannot be opened (reading it will say why). Sheets are read in pieces: they unpack to 250 MB.
    """
    if not data.startswith(ZIP):
        return data.count(b"\n") + 1
    try:
        archive = CheckedArchive(data)
        sheets = [name for name in archive.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return max((_rows(archive, name, enough + 1) for name in sheets), default=0)
    except UnsafeArchive:
        return 0


def _rows(archive: CheckedArchive, name: str, most: int) -> int:
    """Row tags of one sheet, at most ``most``. A tag across the edge of two pieces is seen in the second one."""
    count, rest = 0, b""
    for piece in archive.pieces(name):
        text, seen = rest + piece, 0
        for tag in islice(_ROW.finditer(text), most - count):
            count, seen = count + 1, tag.end()
        if count >= most:
            break
        rest = text[max(seen, len(text) - _TAG_LENGTH) :]
    return count
