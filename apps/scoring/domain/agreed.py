"""Points that were agreed or decided outright, base and adjustments together, on a leaf or a whole group."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.adjustments import is_choose_one
from apps.scoring.domain.exact import exact, round_points
from apps.scoring.domain.methods.base import points_typed
from apps.scoring.domain.methods.extra import line_limit
from apps.scoring.domain.rules import BONUS, PENALTY, Breach, CriterionRule, LinePoints, MeasureError, Step
from apps.scoring.domain.tree import Tree


def agreed_line(tree: Tree, code: str, points: Decimal) -> LinePoints:
    """The line of agreed points: base = min(points, maximum), bonus = the rest, penalty = 0.

    Where a criterion only takes off, the points are the deduction, with or without minus.
    Breach ``over_max`` above what the rule allows. Raises MeasureError for NaN and for points beyond belief.
    """
    value = round_points(points_typed(points))
    if tree.only_takes_off(code):
        value = abs(value)
        step = Step("given_penalty", {"points": value})
        return LinePoints(penalty=value, points=-value, breaches=_over(value, furthest(tree, code)), steps=(step,))
    maximum = tree.nodes[code].base_max
    base = min(value, round_points(maximum))
    step = Step("agreed", {"points": value, "max": maximum})
    breaches = _over(value, furthest(tree, code))
    return LinePoints(base=base, bonus=value - base, points=value, breaches=breaches, steps=(step,))


def stated_line(tree: Tree, code: str, points: Decimal) -> LinePoints:
    """``agreed_line`` of points that somebody states now.

    Raises MeasureError below 0 (or the floor) where nothing can be taken off.
    """
    lowest = None if tree.only_takes_off(code) else _lowest(tree, code)
    if lowest is not None and points_typed(points) < lowest:
        raise MeasureError(_("Điểm không được âm."), field="points", code="negative")
    return agreed_line(tree, code, points)


def _lowest(tree: Tree, code: str) -> Fraction | None:
    """The least that may be agreed; None where something below takes points off."""
    rules = tree.leaves_under(code)
    if any(_may_fall(rule) for rule in rules):
        return None
    return sum((min(exact(rule.floor), Fraction(0)) for rule in rules), Fraction(0))


def _may_fall(rule: CriterionRule) -> bool:
    """Whether the rule itself can take the line below 0."""
    if rule.method == PENALTY or any(row.kind == PENALTY for row in rule.adjustments):
        return True
    return rule.floor is None and (rule.method == "deduct" or any(band.points < 0 for band in rule.bands))


def furthest(tree: Tree, code: str) -> Fraction | None:
    """The most a criterion can reach, or take off where it only takes off; None when the table prints no limit."""
    return _deepest(tree, code) if tree.only_takes_off(code) else highest(tree, code)


def highest(tree: Tree, code: str) -> Fraction | None:
    """The most a criterion can reach, bonus included; None when the table prints no limit."""
    node = tree.nodes[code]
    if node.is_leaf:
        return _highest_of_leaf(node.rule)
    below = [highest(tree, child) for child in node.children if not tree.only_takes_off(child)]
    total = None if None in below else sum(below, Fraction(0))
    limits = [limit for limit in (total, None if node.rule.cap is None else exact(node.rule.cap)) if limit is not None]
    return min(limits, default=None)


def _highest_of_leaf(rule: CriterionRule) -> Fraction | None:
    if rule.method == BONUS:
        return line_limit(rule)
    if rule.cap is not None and rule.method not in ("count", "deduct"):
        return exact(rule.cap)
    rows = [row for row in rule.adjustments if row.kind == BONUS]
    if any(row.cap is None for row in rows):
        return None
    together = sum(abs(exact(row.cap)) for row in rows if not is_choose_one(rule, row))
    chosen = max((abs(exact(row.cap)) for row in rows if is_choose_one(rule, row)), default=Fraction(0))
    return exact(rule.base_max) + together + chosen


def _deepest(tree: Tree, code: str) -> Fraction | None:
    """The most that a criterion of penalties can take off; None when the table prints no limit."""
    node = tree.nodes[code]
    limits = [line_limit(rule) for rule in tree.leaves_under(code) if rule.method == PENALTY]
    total = None if None in limits else sum(limits, Fraction(0))
    own = None if node.is_leaf or node.rule.cap is None else abs(exact(node.rule.cap))
    return min((limit for limit in (total, own) if limit is not None), default=None)


def _over(value: Decimal, limit: Fraction | None) -> tuple[Breach, ...]:
    if limit is None or exact(value) <= limit:
        return ()
    return (Breach("over_max", {"points": exact(value), "max": limit}),)
