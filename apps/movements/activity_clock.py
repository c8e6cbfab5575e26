"""The pulse of a movement in a unit: days since the last activity, and when that is too long.

How long is a row of ``data/activity_clock.json`` with dates of force, not a number in the code.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "activity_clock.json"


@cache
def _rows() -> tuple[tuple[int, date, date], ...]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        (
            row["days"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max,
        )
        for row in rows
    )


def quiet_after(on: date) -> int:
    """Days without activity after which a movement counts as not kept up; the newest row of the day."""
    return max((first, days) for days, first, last in _rows() if first <= on <= last)[1]


@dataclass(frozen=True)
class Pulse:
    """``last_on``: the newest activity, None while there is none; ``days``: since then, or since the unit takes part.

    ``quiet``: "chưa duy trì thường xuyên".
    """

    last_on: date | None
    days: int
    quiet: bool


def pulse(*, last_on: date | None, since: date, on: date, live: bool = True) -> Pulse:
    """The pulse on a day. ``since``: from when the unit takes part. What is concluded is never quiet."""
    days = max((on - (last_on or since)).days, 0)
    return Pulse(last_on, days, live and days >= quiet_after(on))


def pulse_of(participation, on: date) -> Pulse:
    """The same of a row that carries ``last_on`` (models.last_activity_of) and its movement."""
    movement = participation.movement
    since = max(participation.added_on, movement.starts_on)
    live = movement.is_live and participation.left_on is None and movement.starts_on <= on <= movement.ends_on
    return pulse(last_on=participation.last_on, since=since, on=on, live=live)
