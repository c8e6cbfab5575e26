"""What differs between two versions of a consolidated sheet. Pure: rows in, rows out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.registrations.enums import Change


@dataclass(frozen=True)
class Compared:
    """One row of the newer version, or one that is gone; ``before``: the row of the older version that it replaces."""

    row: object
    change: str = Change.SAME
    before: object = None


def compare(old: Iterable, new: Iterable) -> list[Compared]:
    """Every row of ``new`` in its order, then what is gone, each beside its unit's rows.

    Rows are the same when unit, nominee, award, post and note agree. One nominee of a unit whose only award became
    another one is changed, not taken out and added.
    """
    was: dict[tuple, list] = defaultdict(list)
    for row in old:
        was[_nominee(row)].append(row)
    matched: dict[int, Compared] = {}
    new = list(new)
    open_rows: dict[tuple, list] = defaultdict(list)
    for row in new:
        candidates = was[_nominee(row)]
        twin = next((other for other in candidates if other.award_id == row.award_id), None)
        if twin is None:
            open_rows[_nominee(row)].append(row)
            continue
        candidates.remove(twin)
        same = (twin.name, twin.post, twin.note) == (row.name, row.post, row.note)
        matched[id(row)] = Compared(row) if same else Compared(row, Change.CHANGED, twin)
    for nominee, rows in open_rows.items():
        for row in rows:
            left = was[nominee]
            matched[id(row)] = Compared(row, Change.CHANGED, left.pop(0)) if left else Compared(row, Change.ADDED)
    gone = [row for rows in was.values() for row in rows]
    return _in_order([matched[id(row)] for row in new], [Compared(row, Change.REMOVED) for row in gone])


def _in_order(kept: Sequence[Compared], gone: Sequence[Compared]) -> list[Compared]:
    """By unit in the order of the sheet: what stands, then what is gone."""

    def place(item: Compared) -> tuple:
        registration = item.row.version.registration
        return registration.line, registration.order, registration.pk, item.change == Change.REMOVED

    return sorted([*kept, *gone], key=place)


def _nominee(row) -> tuple:
    return (row.version.registration_id, *row.key)
