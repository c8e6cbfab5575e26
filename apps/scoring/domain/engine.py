"""The one scoring engine: points of a line, of a sheet, of a group. Pure; exact fractions inside.

A line's base is rounded once, half up, to 0.001; totals only add what lines store. Other places may add
stored lines in SQL, but no other place computes points.
"""

from collections.abc import Mapping

from apps.scoring.domain.adjustments import Met, adjust
from apps.scoring.domain.agreed import agreed_line
from apps.scoring.domain.exact import exact, round_points
from apps.scoring.domain.methods import Outcome, method_of
from apps.scoring.domain.methods.base import MAX_COUNT, bounded, check_sizes, given
from apps.scoring.domain.requires import Requirement, terms
from apps.scoring.domain.rules import (
    EXCLUDE,
    FULL,
    CriterionRule,
    LinePoints,
    Measure,
    Peers,
    Step,
)
from apps.scoring.domain.totals import SheetPoints, add_up
from apps.scoring.domain.tree import Tree

NOTHING = Measure()


def compute_line(
    rule: CriterionRule, measure: Measure, peers: Peers | None = None, met: Met | None = None
) -> LinePoints:
    """Points of one leaf, with the reasons.

    ``peers``: bests of the ClusterYear, for ``target_best``; without them such a line is provisional.
    ``met``: answers whether a precondition on another criterion holds (``sheet_met``); without it none does.
    Raises MeasureError for input that cannot be measured.
    """
    check_sizes(measure)
    if measure.not_applicable:
        return not_applicable(rule)
    outcome = method_of(rule).compute(rule, measure, peers)
    if not outcome.complete and measure.points is not None:
        outcome = given(rule, measure.points)
    if not gate_open(rule, met):
        outcome = Outcome(exact(0), (*outcome.steps, Step("line_requires_unmet", {"requires": rule.requires})))
    sums = adjust(rule, measure, outcome, met)
    parts = (sums.base, sums.bonus, sums.penalty)
    base, bonus, penalty = (round_points(bounded(part, MAX_COUNT, "count")) for part in parts)
    steps = [*outcome.steps, *sums.steps]
    if exact(base) != sums.base:
        steps.append(Step("rounded", {"points": base}))
    return LinePoints(
        base=base,
        bonus=bonus,
        penalty=penalty,
        points=base + bonus - penalty,
        breaches=(*outcome.breaches, *sums.breaches),
        steps=tuple(steps),
        complete=outcome.complete,
        provisional=outcome.provisional,
    )


def not_applicable(rule: CriterionRule) -> LinePoints:
    """A line marked Không phát sinh, by the criterion's policy; none named counts as zero."""
    if rule.not_applicable == FULL:
        points = round_points(exact(rule.base_max))
        return LinePoints(base=points, points=points, steps=(Step("not_applicable_full", {"points": points}),))
    if rule.not_applicable == EXCLUDE:
        return LinePoints(steps=(Step("not_applicable_exclude"),), applicable=False)
    return LinePoints(steps=(Step("not_applicable_zero"),))


def gate_open(rule: CriterionRule, met: Met | None) -> bool:
    """Whether preconditions on other criteria let the line count at all (``full`` only concerns its bonus)."""
    return all(met is not None and met(term) for term in terms(rule.requires) if term.code)


def compute_lines(
    tree: Tree,
    measures: Mapping[str, Measure],
    peers: Mapping[str, Peers] | None = None,
    fixed: Mapping[str, LinePoints] | None = None,
) -> dict[str, LinePoints]:
    """Points of every leaf of a sheet, preconditions between criteria included. Missing measures count as empty.

    ``fixed``: leaves whose points stand already (agreed outright); preconditions see them.
    """
    peers, fixed = peers or {}, fixed or {}
    lines: dict[str, LinePoints] = dict(fixed)
    for code in (*tree.order_of_computing, *tree.needing_all_bases):
        if code not in fixed:
            rule = tree.nodes[code].rule
            lines[code] = compute_line(rule, measures.get(code, NOTHING), peers.get(code), sheet_met(tree, lines))
    return {node.code: lines[node.code] for node in tree.leaves}


def sheet_met(tree: Tree, lines: Mapping[str, LinePoints]) -> Met:
    """Answer to preconditions from the lines of a sheet: base points against the maximum or the figure named.

    A text that is no code of the table is a condition in words; the reviewer judges it, so it holds here.
    """

    def met(term: Requirement) -> bool:
        if term.code not in tree.nodes:
            return True
        leaves = tree.leaves_under(term.code)
        applicable = [leaf for leaf in leaves if leaf.code not in lines or lines[leaf.code].applicable]
        reached = sum(exact(lines[leaf.code].base) for leaf in applicable if leaf.code in lines)
        wanted = sum(exact(leaf.base_max) for leaf in applicable) if term.minimum is None else exact(term.minimum)
        return reached >= wanted

    return met


def recompute(
    tree: Tree,
    code: str,
    measures: Mapping[str, Measure],
    lines: Mapping[str, LinePoints],
    peers: Mapping[str, Peers] | None = None,
) -> dict[str, LinePoints]:
    """Lines that change when the measure of one leaf changes: itself and those whose preconditions look at it.

    ``measures``: of the whole sheet; ``lines``: its other lines as stored. One line in the common case, so that
    saving it stays one write.
    """
    known = {key: line for key, line in lines.items() if key != code}
    following = [key for key in tree.order_of_computing if key in tree.dependents(code)]
    again = [code] if code in tree.looking_elsewhere else []
    # Twice: a precondition may look at a line computed later in the same round, but only at its base.
    for key in (code, *again, *following, *following):
        rule = tree.nodes[key].rule
        met = sheet_met(tree, known)
        known[key] = compute_line(rule, measures.get(key, NOTHING), (peers or {}).get(key), met)
    return {key: known[key] for key in (code, *following)}


def compute_sheet(tree: Tree, measures: Mapping[str, Measure], peers: Mapping[str, Peers] | None = None) -> SheetPoints:
    """A whole sheet: lines, groups, totals. A measure with points on a group replaces its children."""
    agreed = {
        code: agreed_line(tree, code, measure.points)
        for code, measure in measures.items()
        if not tree.nodes[code].is_leaf and measure.points is not None
    }
    return add_up(tree, compute_lines(tree, measures, peers) | agreed)


__all__ = [
    "agreed_line",
    "compute_line",
    "compute_lines",
    "compute_sheet",
    "not_applicable",
    "recompute",
    "sheet_met",
]
