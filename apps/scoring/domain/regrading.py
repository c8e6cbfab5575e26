"""Points of a line while it is checked: computed from inputs, or stated outright, and what follows for other lines."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from apps.scoring.domain.agreed import agreed_line, stated_line
from apps.scoring.domain.breaches import STOPPING, BeyondRule
from apps.scoring.domain.engine import compute_line, sheet_met
from apps.scoring.domain.explain import describe_breach
from apps.scoring.domain.inputs import LineInput, stored_measure, stored_points, write_points
from apps.scoring.domain.methods import asked_of, is_group, method_of
from apps.scoring.domain.rules import PENALTY, CriterionRule, LinePoints, MeasureError, Peers
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import ScoreLine

STATED = "agreed_points"


def takes_points_only(rule: CriterionRule) -> bool:
    """Whether the points are the rule's only input: stating them and typing them is then one and the same."""
    return not rule.adjustments and asked_of(rule) == ("points",)


def stated(rule: CriterionRule, inputs: LineInput, agreed_points: Decimal | None) -> tuple[LineInput, bool]:
    """What to store, and whether the points stand outright.

    Points stated for a line that the unit had marked Không phát sinh say that it does apply. Those of a group always
    stand outright.
    """
    if agreed_points is None:
        return inputs, is_group(rule)
    points = abs(agreed_points) if rule.method == PENALTY else agreed_points
    return replace(inputs, points=points, not_applicable=""), is_group(rule) or not takes_points_only(rule)


def regrade(
    table: CriteriaTable,
    lines: Mapping[int, ScoreLine],
    line: ScoreLine,
    *,
    strict: bool = False,
    peers: Peers | None = None,
) -> LinePoints:
    """Points of ``line`` as its inputs now stand, the other lines as stored.

    ``peers``: bests of the ClusterYear, for a relative leaf (``relative.peers_with``).
    ``strict`` refuses points beyond the rule. Raises MeasureError, BeyondRule.
    """
    code = line.criterion.code
    if line.agreed or is_group(table.rule(code)):
        found = _outright(table, code, line.points_given or Decimal(0), strict=strict)
    else:
        others = _stored(table, (other for other in lines.values() if other is not line))
        found = compute_line(table.rule(code), stored_measure(line), peers, sheet_met(table.tree, others))
    if strict:
        field = STATED if line.agreed or takes_points_only(table.rule(code)) else "points"
        _refuse_breaches(found, field)
    return found


def _outright(table: CriteriaTable, code: str, points: Decimal, *, strict: bool) -> LinePoints:
    try:
        return (stated_line if strict else agreed_line)(table.tree, code, points)
    except MeasureError as refused:
        raise MeasureError(refused.message, field=STATED, code=refused.code) from None


def _refuse_breaches(found: LinePoints, field: str) -> None:
    for breach in found.breaches:
        if breach.code in STOPPING:
            raise BeyondRule(describe_breach(breach), field=field, code=breach.code)


def regrade_dependents(table: CriteriaTable, lines: Mapping[int, ScoreLine], line: ScoreLine) -> list[ScoreLine]:
    """Lines whose preconditions look at ``line``, computed anew (not saved): only those whose points changed.

    Points stated outright stay, and those measured against the whole ClusterYear. Two rounds, because a bonus may
    look at a line that comes later in the table.
    """
    return regrade_lines(table, lines, table.tree.dependents(line.criterion.code))


def regrade_lines(table: CriteriaTable, lines: Mapping[int, ScoreLine], followers: Collection[str]) -> list[ScoreLine]:
    """``regrade_dependents`` for any lines, by code."""
    by_code = {other.criterion.code: other for other in lines.values()}
    waiting = [by_code[code] for code in table.tree.order_of_computing if code in followers and code in by_code]
    changed: dict[int, ScoreLine] = {}
    for other in (*waiting, *waiting):
        before = other.points
        if other.agreed or before is None or method_of(table.rule(other.criterion.code)).needs_peers:
            continue
        found = regrade(table, lines, other)
        if found.points != before:
            complete = other.complete
            write_points(other, found)
            other.complete = complete
            changed[other.pk] = other
    return list(changed.values())


def has_conditions(rule: CriterionRule) -> bool:
    """Whether other criteria decide what this line is worth."""
    return bool(rule.requires) or any(row.requires for row in rule.adjustments)


def _stored(table: CriteriaTable, lines: Iterable[ScoreLine]) -> dict[str, LinePoints]:
    by_code = {line.criterion.code: line for line in lines}
    return {code: found for code, line in by_code.items() if (found := stored_points(table.rule(code), line))}
