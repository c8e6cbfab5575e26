"""A list too long for one file as numbered volumes (Tập 1/n), each a whole document with its own heading."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from apps.core.pdf import Annex, DocumentTable, Printed, SmallPrint

MOST_ROWS = 1000  # of a file: about eight seconds of one processor


@dataclass
class _Volume:
    """What has been laid into a volume so far."""

    tables: list[DocumentTable] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    rows: int = 0


def split(printed: Printed, most: int = 0) -> list[Printed]:
    """Volumes of about the same number of rows, none above ``most`` (else MOST_ROWS); one is the document itself.

    The text stands in the first, what follows the list and the signatures in the last.
    """
    most = most or MOST_ROWS
    tables = [*printed.tables, *(table for annex in printed.document.annexes for table in annex.tables)]
    total = sum(len(table.rows) for table in tables)
    if total <= most:
        return [printed]
    number = -(-total // most)
    volumes = _dealt(printed, -(-total // number))
    return [_bound(printed, volume, place, len(volumes)) for place, volume in enumerate(volumes, start=1)]


def fingerprint(volumes: Sequence[Printed]) -> str:
    """Of the rows of all volumes. The sentences stand in the first alone, and may tell the minute of the reading."""
    digest = hashlib.sha256()
    for each in volumes:
        for table in (*each.tables, *(table for annex in each.document.annexes for table in annex.tables)):
            digest.update(repr(table).encode())
    return digest.hexdigest()


def _dealt(printed: Printed, size: int) -> list[_Volume]:
    volumes = [_Volume()]
    for table in printed.tables:
        for part in _parts(table, volumes, size):
            volumes[-1].tables.append(part)
    for annex in printed.document.annexes:
        if not annex.tables:
            volumes[-1].annexes.append(annex)
        begun: _Volume | None = None
        for table in annex.tables:
            for part in _parts(table, volumes, size):
                last = volumes[-1]
                if begun is last:
                    last.annexes[-1] = replace(last.annexes[-1], tables=[*last.annexes[-1].tables, part])
                else:
                    paragraphs = annex.paragraphs if begun is None else ()
                    last.annexes.append(replace(annex, paragraphs=paragraphs, tables=[part]))
                begun = last
    return volumes


def _parts(table: DocumentTable, volumes: list[_Volume], size: int) -> Iterator[DocumentTable]:
    """The table in pieces, each into the last volume; a full one is followed by a new one."""
    rows, start = list(table.rows), 0
    while start < len(rows) or start == 0:
        if volumes[-1].rows >= size:
            volumes.append(_Volume())
        taken = rows[start : start + size - volumes[-1].rows]
        volumes[-1].rows += len(taken)
        caption = f"{table.caption} (tiếp theo)" if start and table.caption else table.caption
        yield replace(table, rows=taken, caption=caption)
        start += len(taken) or 1


def _bound(printed: Printed, volume: _Volume, place: int, number: int) -> Printed:
    frame, is_last = printed.document, place == number
    document = replace(
        frame,
        abstract=f"{frame.abstract} (Tập {place}/{number})".strip(),
        annexes=volume.annexes,
        signatures=frame.signatures if is_last else (),
        recipients=frame.recipients if is_last else (),
    )
    after = printed.closing if is_last else [SmallPrint(f"Xem tiếp Tập {place + 1}/{number}.")]
    first = place == 1
    return Printed(
        document, printed.paragraphs if first else (), volume.tables, printed.figures if first else (), after
    )
