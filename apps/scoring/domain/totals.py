"""Adding up stored lines: groups, caps of groups, the sheet, the percent when lines are left out.

The same sums are done in SQL for whole clusters; this is the form that explains and that tests compare with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.scoring.domain.exact import NOUGHT, exact, round_points
from apps.scoring.domain.rules import EXCLUDE, Breach, CriterionRule, LinePoints
from apps.scoring.domain.tree import Node, Tree

PERCENT = 100


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """Sums of a group after its cap and floor; ``points = base + bonus - penalty``.

    ``maximum`` counts the applicable lines only. ``cut``: points taken away by the group's own cap
    (negative: a deduction limited).
    """

    base: Decimal
    bonus: Decimal
    penalty: Decimal
    points: Decimal
    maximum: Decimal
    cut: Decimal = NOUGHT


@dataclass(frozen=True, slots=True)
class SheetPoints:
    """A whole sheet. ``percent``: total of the applicable maximum, rounded once to 0.001; None when that is 0.

    ``excluded``: some line was left out, so that totals of different units compare by percent only.
    """

    lines: Mapping[str, LinePoints]
    groups: Mapping[str, GroupPoints]
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    maximum: Decimal
    applicable_maximum: Decimal
    percent: Decimal | None
    excluded: bool

    @property
    def breaches(self) -> tuple[tuple[str, Breach], ...]:
        """Code of the line and its breach, in reading order."""
        return tuple((code, breach) for code, line in self.lines.items() for breach in line.breaches)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the lines without input."""
        return tuple(code for code, line in self.lines.items() if not line.complete)


def add_up(tree: Tree, lines: Mapping[str, LinePoints]) -> SheetPoints:
    """Sums of a sheet from its lines (leaf or replaced group → points). A line not there counts 0.

    Points on a group replace all that lies below it.
    """
    groups: dict[str, GroupPoints] = {}
    for node in tree.bottom_up():
        if node.code in lines and not (node.is_leaf and _replaced(node, tree, lines)):
            groups[node.code] = _own(node, lines[node.code])
        else:
            groups[node.code] = _sum(node, tree, [groups[child] for child in node.children])
    roots = [groups[node.code] for node in tree.roots]
    total = sum((root.points for root in roots), NOUGHT)
    applicable = sum((root.maximum for root in roots), NOUGHT)
    return SheetPoints(
        lines={node.code: lines[node.code] for node in tree.walk() if node.code in lines},
        groups={node.code: groups[node.code] for node in tree.walk() if not node.is_leaf},
        base=sum((root.base for root in roots), NOUGHT),
        bonus=sum((root.bonus for root in roots), NOUGHT),
        penalty=sum((root.penalty for root in roots), NOUGHT),
        total=total,
        maximum=round_points(tree.maximum),
        applicable_maximum=applicable,
        percent=percent_of(total, applicable),
        excluded=any(not line.applicable for line in lines.values()),
    )


def stored_line(rule: CriterionRule, line) -> LinePoints:
    """LinePoints of a stored line (``base`` … ``points``, ``not_applicable``); nothing typed yet counts 0."""
    if line.points is None:
        return LinePoints(complete=False)
    left_out = bool(line.not_applicable) and rule.not_applicable == EXCLUDE
    return LinePoints(line.base, line.bonus, line.penalty, line.points, applicable=not left_out)


def percent_of(total: Decimal, applicable_maximum: Decimal) -> Decimal | None:
    """Re-normalised percent, the only rounding of a total: half up to 0.001. None when nothing applies."""
    if not applicable_maximum:
        return None
    return round_points(exact(total) * PERCENT / exact(applicable_maximum))


def _replaced(node: Node, tree: Tree, lines: Mapping[str, LinePoints]) -> bool:
    return any(code in lines for code in node.path[:-1])


def _own(node: Node, line: LinePoints) -> GroupPoints:
    maximum = node.shown_max if line.applicable else NOUGHT
    return GroupPoints(line.base, line.bonus, line.penalty, line.points, maximum)


def _sum(node: Node, tree: Tree, children: list[GroupPoints]) -> GroupPoints:
    base, bonus, penalty, maximum = (
        sum((getattr(child, part) for child in children), NOUGHT) for part in ("base", "bonus", "penalty", "maximum")
    )
    if node.is_leaf:
        maximum = node.shown_max
    return _limited(node, tree, [base, bonus, penalty], maximum)


def _limited(node: Node, tree: Tree, parts: list[Decimal], maximum: Decimal) -> GroupPoints:
    """Cap of the group (of the deduction, where it only takes off) and its floor."""
    base, bonus, penalty = parts
    before = base + bonus - penalty
    rule = node.rule
    if node.children and rule.cap is not None:
        cap = round_points(exact(rule.cap))
        if tree.only_takes_off(node.code):
            penalty = min(penalty, abs(cap))
        elif before > cap:
            from_bonus = min(before - cap, bonus)
            bonus, base = bonus - from_bonus, base - (before - cap - from_bonus)
    if node.children and rule.floor is not None:
        short = max(round_points(exact(rule.floor)) - (base + bonus - penalty), NOUGHT)
        from_penalty = min(short, penalty)
        penalty, base = penalty - from_penalty, base + short - from_penalty
    points = base + bonus - penalty
    return GroupPoints(base, bonus, penalty, points, maximum, cut=before - points)


__all__ = ["GroupPoints", "SheetPoints", "add_up", "percent_of", "stored_line"]
