"""The one statement that adds and ranks: stored leaves → groups with caps → units → ranks, for any number of runs.

Points are never computed here, only added, in exact numerics; the same sums in Python are ``scoring.domain.totals``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from apps.ranking.domain import sql
from apps.ranking.domain.rules import TieBreak
from apps.scoring.domain.canonical import three_decimals
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.rules import EXCLUDE
from apps.scoring.domain.tables import CriteriaTable


class Competitor(NamedTuple):
    """One unit of one run, with the sheet version that ranks it."""

    run_id: int
    unit_id: int
    version_id: int
    set_id: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was found for one unit. ``percent`` is None where totals compare as they are.

    ``applicable``: the maximum without the lines left out. ``tie``: values in the order of the tie-break list, larger
    is better. ``bases``: criteria that class conditions name → base points, and how much of the maximum was left out.
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
    tie: tuple[Decimal, ...]
    bases: Mapping[int, tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class RankedSet:
    """A criteria set in memory with its tie-break list and the codes whose base points are wanted."""

    set_id: int
    table: CriteriaTable
    tie: tuple[TieBreak, ...]
    wanted: frozenset[str]

    @property
    def asked(self) -> list[str]:
        """Codes whose points tie-breaks and classes ask for."""
        rows = self.table.rows
        return sorted(self.wanted | {tie.code for tie in self.tie if not tie.is_word and tie.code in rows})


def rank(competitors: Iterable[Competitor], sets: Iterable[RankedSet]) -> None:
    """Totals and ranks of all competitors, each run apart. Call inside a transaction.

    The results stay in the temporary table ``ranking_ranked`` until its end, with the parts of each unit as they are
    stored: ``entries.write_entries`` takes them from there.
    """
    sets, competitors = list(sets), list(competitors)
    statement, columns = _statement(sets, competitors)
    with connection.cursor() as cursor:
        cursor.execute(sql.SETTINGS + statement, columns)
        cursor.execute(sql.DEFAULTS)


def results(run_ids: Iterable[int]) -> dict[int, list[Result]]:
    """Run id → what ``rank`` found for its units, best first, of those runs that somebody has to judge."""
    found: dict[int, list[Result]] = {run_id: [] for run_id in run_ids}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(sql.READ, [list(found)])
            for row in cursor.fetchall():
                found[row[0]].append(_result(row))
    return found


def _ids(numbers: Iterable[int]) -> str:
    """The array as the database writes it: from a list the driver takes number by number, five times as long."""
    return f"{{{','.join(map(str, numbers))}}}"


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


def _excluded(sets: Iterable[RankedSet]) -> list[int]:
    """Leaves that leave the maximum when they do not concern a unit; bonus and penalty leaves are no part of it."""
    return [
        each.table.rows[node.code].pk
        for each in sets
        for node in each.table.tree.leaves
        if node.rule.not_applicable == EXCLUDE and not node.rule.is_adjustment
    ]


def _top(each: RankedSet) -> list[tuple]:
    """Top rows with the beginning of their part as it is stored, up to the value of its base points."""
    found = []
    for place, node in enumerate(each.table.tree.roots):
        row = each.table.rows[node.code]
        part = {"code": row.code, "number": row.printed_number, "label": row.label}
        part |= {"max": three_decimals(round_points(node.base_max)), "base": ""}
        found.append((row.pk, place, json.dumps(part, ensure_ascii=False).removesuffix('"}')))
    return found


def _ties(each: RankedSet) -> list[tuple]:
    """A code that is no criterion of the set compares 0 with 0."""
    rows = each.table.rows
    return [
        (each.set_id, place, None if tie.is_word or tie.code not in rows else rows[tie.code].pk, tie.code, tie.sign)
        for place, tie in enumerate(each.tie)
    ]


def _result(row: tuple) -> Result:
    *numbers, tie, bases = row
    bases = json.loads(bases) if isinstance(bases, str) else bases
    return Result(*numbers, tie=tuple(tie), bases={int(pk): tuple(map(Decimal, pair)) for pk, pair in bases.items()})


def _statement(sets: list[RankedSet], competitors: list[Competitor]) -> tuple[str, list]:
    """The statement for the trees of these sets and its arrays, in the order in which they stand in it.

    One step of adding per depth, the deepest first. What no set asks for is not in the text.
    """
    groups = [row for each in sets for row in _groups(each)]
    excluded = _excluded(sets)
    wanted = [each.table.rows[code] for each in sets for code in each.asked]
    summed = {pk for pk, *_rest in groups}
    single = [row.pk for row in wanted if row.pk not in summed]
    versions = _ids(each.version_id for each in competitors)

    depths = sorted({depth for _pk, _set, _parent, depth, *_limits in groups})
    levels = [_level(depth, depth + 1 if depth + 1 in depths else None) for depth in reversed(depths)]
    union = " UNION ALL ".join(f"SELECT * FROM level_{depth}" for depth in depths)  # noqa: S608 -- depths only
    head = sql.HEAD.replace("LEFT_OUT_SUM", sql.LEFT_OUT_SUM if excluded else sql.NOTHING_LEFT_OUT)
    head = head.replace("LEFT_OUT_LINE", sql.LEFT_OUT if excluded else sql.NOTHING_LEFT_OUT)
    text = head + ", ".join(levels) + sql.TAIL % {"union": union, "single": _single(excluded) if single else ""}

    columns: list = [_ids(column) for column in _columns(competitors, 4)]
    columns += _columns(((each.set_id, round_points(each.table.tree.maximum)) for each in sets), 2)
    columns += _columns(groups, 7)
    columns += _columns((row for each in sets for row in _top(each)), 3)
    columns += _columns((row for each in sets for row in _ties(each)), 5)
    columns += [excluded] if excluded else []
    columns += [versions, [each.set_id for each in sets]]
    columns += [excluded] if excluded else []
    columns += [versions, [pk for pk, *_rest in groups]]
    columns += [[row.pk for row in wanted]]
    columns += [excluded] if single and excluded else []
    columns += [single, versions] if single else []
    return text, columns


def _single(excluded: list[int]) -> str:
    return sql.SINGLE.replace("LEFT_OUT_LINE", sql.LEFT_OUT if excluded else sql.NOTHING_LEFT_OUT)


def _level(depth: int, below: int | None) -> str:
    """Groups of one depth: their own line where points stand on the group, else what lies below; then limits."""
    deeper = sql.NOTHING_DEEPER if below is None else sql.DEEPER % {"depth": below}
    return sql.LEVEL % {"depth": depth, "deeper": deeper}
