"""The tree of a criteria set, built from ``parent_code`` alone. Codes are names, never parsed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.scoring.domain.exact import NOUGHT, exact, round_points
from apps.scoring.domain.requires import foreign_codes
from apps.scoring.domain.rules import PENALTY, CriterionRule


class TreeError(DomainError):
    """The rules make no tree; ``code_at`` is the criterion where it shows."""

    def __init__(self, message, code_at: str):
        super().__init__(message, code="tree")
        self.code_at = code_at


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion in its place. ``path``: codes from the root down; ``depth`` 0 at the root.

    ``base_max``: sum of the base maxima at or below it, also as Decimal with three decimals (``shown_max``).
    """

    rule: CriterionRule
    path: tuple[str, ...]
    children: tuple[str, ...]
    base_max: Fraction
    shown_max: Decimal

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def is_leaf(self) -> bool:
        return not self.children


class Tree:
    """Criteria in reading order: each group before its children, siblings as in the file.

    A leaf without its own not-applicable policy has that of its nearest group; so do the applicable
    units, self-scoring department and reviewer.
    """

    def __init__(self, rules: Iterable[CriterionRule]):
        self.rules = tuple(rules)
        children = _children(self.rules)
        by_code = {rule.code: rule for rule in self.rules}
        _refuse_cycles(self.rules, by_code)
        self.nodes: dict[str, Node] = {}
        for root in children[""]:
            self._place(root, (), by_code, children)
        self.roots = tuple(self.nodes[code] for code in children[""])

    def _place(self, code: str, above: tuple[str, ...], by_code: dict, children: dict) -> Fraction:
        rule, path, own = by_code[code], (*above, code), tuple(children[code])
        if above:
            rule = _inherit(rule, self.nodes[above[-1]].rule)
        self.nodes[code] = Node(rule, path, own, Fraction(0), NOUGHT)  # keeps its place before its children
        sums = [self._place(child, path, by_code, children) for child in own]
        base_max = sum(sums, Fraction(0)) if own else exact(rule.base_max)
        self.nodes[code] = Node(rule, path, own, base_max, round_points(base_max))
        return base_max

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.is_leaf)

    @cached_property
    def maximum(self) -> Fraction:
        """Sum of the base maxima: what the table adds up to, bonus and penalty apart."""
        return sum((node.base_max for node in self.roots), Fraction(0))

    def walk(self) -> Iterator[Node]:
        """All nodes in reading order."""
        return iter(self.nodes.values())

    def bottom_up(self) -> Iterator[Node]:
        """All nodes, children before their group."""
        return reversed(list(self.nodes.values()))

    def leaves_under(self, code: str) -> tuple[CriterionRule, ...]:
        """Rules of the leaves at or below a criterion."""
        return tuple(node.rule for node in self.leaf_nodes_under(code))

    def leaf_nodes_under(self, code: str) -> tuple[Node, ...]:
        return self._under[code]

    @cached_property
    def _under(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {code: [] for code in self.nodes}
        for leaf in self.leaves:
            for code in leaf.path:
                found[code].append(leaf)
        return {code: tuple(leaves) for code, leaves in found.items()}

    def only_takes_off(self, code: str) -> bool:
        """Whether every leaf below is a penalty: the group's cap then limits the deduction."""
        return all(rule.method == PENALTY for rule in self.leaves_under(code))

    @cached_property
    def _gates(self) -> dict[str, set[str]]:
        """Leaf → leaves whose base decides whether its line counts at all."""
        return {node.code: self._named(foreign_codes(node.rule.requires)) for node in self.leaves}

    def _named(self, codes: set[str]) -> set[str]:
        return {leaf.code for code in codes if code in self.nodes for leaf in self._under[code]}

    @cached_property
    def order_of_computing(self) -> tuple[str, ...]:
        """Leaves so that each comes after those that gate it. Raises TreeError when they gate each other."""
        done: dict[str, None] = {}
        waiting = list(self._gates)
        while waiting:
            ready = [code for code in waiting if not (self._gates[code] - done.keys())]
            if not ready:
                raise TreeError(_("Các điều kiện tiên quyết vòng vào nhau."), waiting[0])
            done |= dict.fromkeys(ready)
            waiting = [code for code in waiting if code not in done]
        return tuple(done)

    @cached_property
    def needing_all_bases(self) -> tuple[str, ...]:
        """Leaves with adjustments that look at other criteria: computed again once every base is known."""
        return tuple(
            node.code for node in self.leaves if any(foreign_codes(row.requires) for row in node.rule.adjustments)
        )

    @cached_property
    def looking_elsewhere(self) -> frozenset[str]:
        """Leaves whose own preconditions name anything but the line itself."""
        gated = {node.code for node in self.leaves if foreign_codes(node.rule.requires)}
        return frozenset(gated.union(self.needing_all_bases))

    def dependents(self, code: str) -> tuple[str, ...]:
        """Leaves whose points may change when the base of this leaf does."""
        return self._dependents.get(code, ())

    @cached_property
    def _dependents(self) -> dict[str, tuple[str, ...]]:
        direct: dict[str, set[str]] = {}
        for node in self.leaves:
            named = foreign_codes(node.rule.requires)
            named = named.union(*(foreign_codes(row.requires) for row in node.rule.adjustments))
            for other in self._named(named) - {node.code}:
                direct.setdefault(other, set()).add(node.code)
        return {code: self._reached(code, direct) for code in direct}

    def _reached(self, code: str, direct: dict[str, set[str]]) -> tuple[str, ...]:
        found, waiting = set(), [code]
        while waiting:
            fresh = direct.get(waiting.pop(), set()) - found
            found |= fresh
            waiting += fresh
        return tuple(node.code for node in self.leaves if node.code in found and node.code != code)


def build_tree(rules: Iterable[CriterionRule]) -> Tree:
    """The tree of a checked set. Raises TreeError for doubled codes, unknown parents and circles."""
    return Tree(rules)


def _children(rules: tuple[CriterionRule, ...]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {"": []}
    for rule in rules:
        if rule.code in children:
            raise TreeError(_("Mã tiêu chí “%(code)s” bị trùng.") % {"code": rule.code}, rule.code)
        children[rule.code] = []
    for rule in rules:
        if rule.parent_code not in children:
            message = _("Không có tiêu chí cha “%(code)s”.") % {"code": rule.parent_code}
            raise TreeError(message, rule.code)
        children[rule.parent_code].append(rule.code)
    return children


def _refuse_cycles(rules: tuple[CriterionRule, ...], by_code: dict[str, CriterionRule]) -> None:
    sound = {""}
    for rule in rules:
        trail, code = [], rule.code
        while code not in sound:
            if code in trail:
                raise TreeError(_("Tiêu chí “%(code)s” là cha của chính nó.") % {"code": code}, code)
            trail.append(code)
            code = by_code[code].parent_code
        sound.update(trail)


_INHERITED = ("not_applicable", "applies_to", "self_by", "review_by")


def _inherit(rule: CriterionRule, above: CriterionRule) -> CriterionRule:
    filled = {name: getattr(above, name) for name in _INHERITED if not getattr(rule, name) and getattr(above, name)}
    return replace(rule, **filled) if filled else rule
