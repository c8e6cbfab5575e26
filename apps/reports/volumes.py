"""A list too long for one file as numbered volumes (Tập 1/n), each a whole document with its own heading."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from apps.core.pdf import Annex, DocumentTable, Printed, SmallPrint

Paper = TypeVar("Paper")
MOST_ROWS = 1000  # of a file: about eight seconds of one processor


@dataclass(frozen=True)
class Volume:
    """One file of several. ``rows``: what its ``repr`` must be when it is cut once more, tables or the papers in it."""

    print: Callable[[], bytes]
    rows: Sequence[object]


@dataclass
class _Laid:
    """What has been laid into a volume so far."""

    tables: list[DocumentTable] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    rows: int = 0


def split(printed: Printed, most: int = 0) -> list[Printed]:
    """Volumes of about the same number of rows, none above ``most`` (else MOST_ROWS); one is the document itself.

    The text stands in the first, what follows the list and the signatures in the last.
    """
    most = most or MOST_ROWS
    total = sum(len(table.rows) for table in tables_of(printed))
    if total <= most:
        return [printed]
    number = -(-total // most)
    volumes = _dealt(printed, -(-total // number))
    return [_bound(printed, volume, place, len(volumes)) for place, volume in enumerate(volumes, start=1)]


def shared_out(papers: Sequence[Paper], weight: Callable[[Paper], int], most: int = 0) -> list[list[Paper]]:
    """Whole papers that lie in one file, letters or minutes each signed by itself, in volumes of ``most`` rows (else
    MOST_ROWS). None is cut, so one that is longer is a volume.
    """
    most, volumes, held = most or MOST_ROWS, [], 0
    for paper in papers:
        rows = weight(paper)
        if not volumes or held + rows > most:
            volumes.append([])
            held = 0
        volumes[-1].append(paper)
        held += rows
    return volumes


def tables_of(printed: Printed) -> list[DocumentTable]:
    """All tables of a document with those of its annexes. Its sentences may tell the minute of the reading."""
    return [*printed.tables, *(table for annex in printed.document.annexes for table in annex.tables)]


def fingerprint(volumes: Sequence[Volume]) -> str:
    """Of the rows of all volumes."""
    digest = hashlib.sha256()
    for each in volumes:
        for row in each.rows:
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _dealt(printed: Printed, size: int) -> list[_Laid]:
    volumes = [_Laid()]
    for table in printed.tables:
        for part in _parts(table, volumes, size):
            volumes[-1].tables.append(part)
    for annex in printed.document.annexes:
        if not annex.tables:
            volumes[-1].annexes.append(annex)
        begun: _Laid | None = None
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


def _parts(table: DocumentTable, volumes: list[_Laid], size: int) -> Iterator[DocumentTable]:
    """The table in pieces, each into the last volume; a full one is followed by a new one."""
    rows, start = list(table.rows), 0
    while start < len(rows) or start == 0:
        if volumes[-1].rows >= size:
            volumes.append(_Laid())
        taken = rows[start : start + size - volumes[-1].rows]
        volumes[-1].rows += len(taken)
        caption = f"{table.caption} (tiếp theo)" if start and table.caption else table.caption
        yield replace(table, rows=taken, caption=caption)
        start += len(taken) or 1


def _bound(printed: Printed, volume: _Laid, place: int, number: int) -> Printed:
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
