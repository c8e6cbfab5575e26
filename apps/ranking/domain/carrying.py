"""Lines of an old set taken over into a draft: which figures still count there. Pure, computed by the one engine.

A line is carried when the draft measures it by figures that the old one has. Points that were given outright are
taken as they are under the same standard, else in proportion to it (told as "converted"). What cannot be carried for
one unit counts for none of them, so that nobody loses by it: neither its points nor its standard are in the sums.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from apps.scoring.domain.agreed import agreed_line
from apps.scoring.domain.engine import compute_line, compute_lines
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.methods import method_of
from apps.scoring.domain.methods.target_best import peers_of
from apps.scoring.domain.regrading import takes_points_only
from apps.scoring.domain.rules import CriterionRule, LinePoints, Measure, MeasureError
from apps.scoring.domain.totals import SheetPoints, add_up
from apps.scoring.domain.tree import Tree


class Why(StrEnum):
    """Why a line of the draft is not comparable with the old year, or only in proportion."""

    NEW = "new"
    OTHER_FIGURES = "other_figures"
    NO_FIGURES = "no_figures"
    CONVERTED = "converted"


@dataclass(frozen=True)
class OldLine:
    """A final line of the old year: what was measured, what it was worth, whether the points stand outright."""

    measure: Measure
    points: LinePoints
    agreed: bool = False
    complete: bool = True


@dataclass(frozen=True)
class Carried:
    """``sheets``: unit → sheet under the draft. ``left_out``: code → Why, counted for nobody; ``converted``: codes."""

    sheets: Mapping[int, SheetPoints]
    left_out: Mapping[str, Why]
    converted: frozenset[str]


def carry(
    tree: Tree, old: Tree, sheets: Mapping[int, Mapping[str, OldLine]], mapping: Mapping[str, str] | None = None
) -> Carried:
    """Compute the sheets (unit → old code → line) under the draft ``tree``. ``mapping``: new code → old code."""
    mapping = mapping or {}
    leaves = [node.code for node in tree.leaves]
    sources = {code: mapping.get(code, code) for code in leaves}
    left_out: dict[str, Why] = {}
    for code in leaves:
        was = old.nodes[sources[code]].rule if _is_leaf(old, sources[code]) else None
        if why := _class_of(tree.nodes[code].rule, was):
            left_out[code] = why
    carried: dict[int, dict[str, Measure]] = {unit: {} for unit in sheets}
    fixed: dict[int, dict[str, LinePoints]] = {unit: {} for unit in sheets}
    converted: set[str] = set()
    for code in leaves:
        if code in left_out:
            continue
        try:
            changed = _carry_leaf(tree, old, code, sources[code], sheets, carried, fixed)
        except MeasureError:
            left_out[code] = Why.NO_FIGURES
            continue
        if changed is None:
            left_out[code] = Why.NO_FIGURES
        elif changed:
            converted.add(code)
    nothing = {code: LinePoints(applicable=False) for code in left_out}
    peers = {
        code: peers_of(measures[code] for measures in carried.values() if code in measures)
        for code in leaves
        if code not in left_out and method_of(tree.nodes[code].rule).needs_peers
    }
    found = {}
    for unit, measures in carried.items():
        kept = {code: measure for code, measure in measures.items() if code not in left_out}
        stated = {code: points for code, points in fixed[unit].items() if code not in left_out}
        sums = add_up(tree, compute_lines(tree, kept, peers, stated | nothing))
        # Left out for everybody, a line is no reason to compare by percent; left out for this unit alone, it is.
        own = any(not line.applicable for code, line in sums.lines.items() if code not in left_out)
        found[unit] = replace(sums, excluded=own)
    return Carried(found, left_out, frozenset(converted - set(left_out)))


def _is_leaf(tree: Tree, code: str) -> bool:
    return code in tree.nodes and tree.nodes[code].is_leaf


def _class_of(new: CriterionRule, old: CriterionRule | None) -> Why | None:
    """Whether no unit can have what the draft asks for."""
    if old is None:
        return Why.NEW
    wanted, had = (set(method_of(rule).inputs_for(rule)) for rule in (new, old))
    only_cases = not wanted and (not had or old.adjustments)  # a line of bonus or penalty counts its cases only
    return None if wanted & had or only_cases else Why.OTHER_FIGURES


def _carry_leaf(tree, old, code, source, sheets, carried, fixed) -> bool | None:
    """Put the line of every unit into ``carried`` or ``fixed``; whether points were converted, None: not for all."""
    new, was = tree.nodes[code].rule, old.nodes[source].rule
    converted = False
    for unit, lines in sheets.items():
        line = lines.get(source)
        if line is None:
            if any(above in lines for above in old.nodes[source].path[:-1]):
                return None  # points were agreed on the whole group
            continue  # a line nobody typed counts what the engine gives for nothing
        if line.agreed or takes_points_only(new) or _stated_only(new, line.measure):
            points, changed = _scaled(line, new, was)
            fixed[unit][code] = agreed_line(tree, code, points)
            if line.measure.not_applicable:
                fixed[unit][code] = compute_line(new, line.measure)
            converted = converted or changed
            continue
        measure = _fitting(new, line.measure)
        if line.complete and not compute_line(new, measure).complete:
            return None
        carried[unit][code] = measure
    return converted


def _stated_only(rule: CriterionRule, measure: Measure) -> bool:
    """Whether points were given instead of the figures that the rule asks for."""
    if measure.points is None or measure.not_applicable:
        return False
    return not compute_line(rule, _fitting(rule, replace(measure, points=None))).complete


def _scaled(line: OldLine, new: CriterionRule, was: CriterionRule):
    """Points under the new standard: the same where it did not change, else in proportion."""
    points, before, after = line.points.points, Fraction(was.base_max), Fraction(new.base_max)
    if before == after or not before:
        return points, False
    return round_points(Fraction(points) * after / before), bool(points)


def _fitting(rule: CriterionRule, measure: Measure) -> Measure:
    """The measure with only those bonus and penalty cases that the draft knows. Raises MeasureError for its bands."""
    known = {row.label for row in rule.adjustments}
    return replace(measure, cases={label: n for label, n in measure.cases.items() if label in known})


def dropped(tree: Tree, old: Tree, mapping: Mapping[str, str]) -> Iterable[str]:
    """Leaves of the old set that the draft no longer has."""
    taken = {mapping.get(node.code, node.code) for node in tree.leaves}
    return (node.code for node in old.leaves if node.code not in taken)
