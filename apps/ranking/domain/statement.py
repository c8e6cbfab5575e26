"""The one statement that adds and ranks: stored leaves → groups with caps → units → ranks, for any number of runs.

Points are never computed here, only added, in exact numerics; the same sums in Python are ``scoring.domain.totals``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from apps.ranking.domain.rules import TieBreak
from apps.ranking.domain.sql import DEEPER, DEFAULTS, HEAD, LEVEL, NOTHING_DEEPER, SETTINGS, TAIL
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.rules import EXCLUDE
from apps.scoring.domain.tables import CriteriaTable


@dataclass(frozen=True)
class Competitor:
    """One unit of one run, with the sheet version that ranks it."""

    run_id: int
    unit_id: int
    version_id: int
    set_id: int


@dataclass(frozen=True)
class Part:
    """A top row of the set as one unit reached it."""

    criterion_id: int
    base: Decimal
    bonus: Decimal
    penalty: Decimal


@dataclass(frozen=True)
class Result:
    """What the statement answers for one unit. ``percent`` is None where totals compare as they are.

    ``applicable``: the maximum without the lines left out. ``tie``: values in the order of the tie-break list, larger
    is better. ``bases``: base points of the criteria that class conditions name, by criterion id.
    """

    run_id: int
    unit_id: int
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    applicable: Decimal
    percent: Decimal | None
    rank: int
    parts: tuple[Part, ...]
    tie: tuple[Decimal, ...]
    bases: Mapping[int, Decimal]


@dataclass(frozen=True)
class RankedSet:
    """A criteria set in memory with its tie-break list and the codes whose base points are wanted."""

    set_id: int
    table: CriteriaTable
    tie: tuple[TieBreak, ...]
    wanted: frozenset[str]


def rank(competitors: Iterable[Competitor], sets: Iterable[RankedSet]) -> list[Result]:
    """Totals and ranks of all competitors, each run apart, best first. Call inside a transaction."""
    sets = list(sets)
    groups = [row for each in sets for row in _groups(each)]
    depths = sorted({depth for _id, _set, _parent, depth, *_limits in groups})
    statement = _statement(depths)
    columns = {
        "unit": _columns(((c.run_id, c.unit_id, c.version_id, c.set_id) for c in competitors), 4),
        "whole": _columns(((each.set_id, round_points(each.table.tree.maximum)) for each in sets), 2),
        "grp": _columns(groups, 7),
        "excluded": [[pk for each in sets for pk in _excluded(each)]],
        "tie": _columns((row for each in sets for row in _ties(each)), 5),
        "wanted": [[each.table.rows[code].pk for each in sets for code in each.wanted]],
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(statement, [column for name in columns for column in columns[name]])
        rows = cursor.fetchall()
        cursor.execute(DEFAULTS)
    return [_result(row) for row in rows]


def _columns(rows: Iterable[tuple], width: int) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _groups(each: RankedSet) -> list[tuple]:
    """Rows that add up others, and top rows that are leaves themselves (these without limits of their own)."""
    tree, rows = each.table.tree, each.table.rows
    found = []
    for node in tree.walk():
        if node.is_leaf and node.depth:
            continue
        row = rows[node.code]
        cap, floor = (None, None) if node.is_leaf else (row.cap, row.floor)
        takes_off = not node.is_leaf and tree.only_takes_off(node.code)
        found.append((row.pk, each.set_id, row.parent_id, node.depth, cap, floor, takes_off))
    return found


def _excluded(each: RankedSet) -> list[int]:
    """Leaves that leave the maximum when they do not concern a unit."""
    return [each.table.rows[n.code].pk for n in each.table.tree.leaves if n.rule.not_applicable == EXCLUDE]


def _ties(each: RankedSet) -> list[tuple]:
    """A code that is no criterion of the set compares 0 with 0."""
    rows = each.table.rows
    return [
        (each.set_id, place, None if tie.is_word or tie.code not in rows else rows[tie.code].pk, tie.code, tie.sign)
        for place, tie in enumerate(each.tie)
    ]


def _result(row: tuple) -> Result:
    run_id, unit_id, base, bonus, penalty, total, applicable, percent, place, parts, tie, bases = row
    return Result(
        run_id=run_id,
        unit_id=unit_id,
        base=base,
        bonus=bonus,
        penalty=penalty,
        total=total,
        applicable=applicable,
        percent=percent,
        rank=place,
        parts=tuple(Part(pk, *map(Decimal, points)) for pk, *points in _parsed(parts)),
        tie=tuple(tie or ()),
        bases={int(pk): Decimal(points) for pk, points in (_parsed(bases) or {}).items()},
    )


def _parsed(value):
    return json.loads(value) if isinstance(value, str) else value


def _statement(depths: list[int]) -> str:
    """The statement for trees of these depths: one step of adding per depth, the deepest first."""
    levels = [_level(depth, depth + 1 if depth + 1 in depths else None) for depth in reversed(depths)]
    union = " UNION ALL ".join(f"SELECT * FROM level_{depth}" for depth in depths)  # noqa: S608 -- depths only
    return HEAD + ", ".join(levels) + TAIL % {"union": union}


def _level(depth: int, below: int | None) -> str:
    """Groups of one depth: their own line where points stand on the group, else what lies below; then limits."""
    deeper = NOTHING_DEEPER if below is None else DEEPER % {"depth": below}
    return LEVEL % {"depth": depth, "deeper": deeper}
