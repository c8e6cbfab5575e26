"""From the entries of a score file to points: computed by the engine, or stated outright where agreed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from apps.scoring.domain.agreed import agreed_line, stated_line
from apps.scoring.domain.engine import compute_line, compute_lines
from apps.scoring.domain.exact import exact, round_points
from apps.scoring.domain.explain import describe_breach
from apps.scoring.domain.methods import METHODS, peers_of
from apps.scoring.domain.methods.base import check_sizes
from apps.scoring.domain.rules import CriterionRule, LinePoints, Measure, MeasureError, Peers
from apps.scoring.domain.score_files import Entry, ScoreFile, inputs_given
from apps.scoring.domain.tree import Tree
from apps.scoring.domain.wording import number

SELF, REVIEWED, FINAL = "self", "reviewed", "final"
STAGES = (SELF, REVIEWED, FINAL)
STOPPING = frozenset({"over_max", "off_step"})
_COLUMN_OF = {"actual_on": "actual", "cases": "band_label"}


@dataclass
class Scored:
    """Points by unit and criterion; ``agreed``: codes whose points were stated; ``missing``: leaves without figures."""

    lines: dict[str, dict[str, LinePoints]] = field(default_factory=dict)
    measures: dict[str, dict[str, Measure]] = field(default_factory=dict)
    agreed: dict[str, set[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """What stands before the file is read, by unit and criterion.

    ``measures`` and ``agreed``: of the version that the file changes, for preconditions (a final version is always
    new, so nothing of it). ``compared``: measures of the whole ClusterYear, for leaves against the best.
    """

    measures: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)
    agreed: Mapping[str, Mapping[str, LinePoints]] = field(default_factory=dict)
    compared: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)


def score_entries(
    file: ScoreFile,
    trees: Mapping[str, Tree],
    stage: str,
    *,
    allow_breaches: bool = False,
    standing: Standing | None = None,
) -> Scored:
    """Points of every entry; at stages reviewed and final stated points are agreed points, adjustments included.

    At stage reviewed rows that say nothing are dropped: what was checked stays.
    Raises Problems for input that cannot be measured and, unless ``allow_breaches``, for points beyond the rule.
    """
    scored, standing = Scored(), standing or Standing()
    for unit, entries in file.entries.items():
        tree = trees[unit]
        _read_by_stage(entries, stage)
        stated = {code for code, entry in entries.items() if _is_stated(tree, code, entry, stage)}
        scored.agreed[unit] = stated
        scored.measures[unit] = {
            code: _measure(tree, entry, code) for code, entry in entries.items() if code not in stated
        }
        _drop_impossible(file, tree, entries, stated, scored.measures[unit])
    peers = _peers(trees, _compared(file, scored, standing, stage))
    for unit, entries in file.entries.items():
        if stage != FINAL:
            kept = standing.measures.get(unit, {})
            scored.measures[unit] = {code: kept[code] for code in kept if code not in entries} | scored.measures[unit]
        tree = trees[unit]
        scored.lines[unit] = _lines(
            file, tree, entries, scored, unit, standing.agreed.get(unit, {}), peers[id(tree)], stage,
            allow_breaches=allow_breaches,
        )  # fmt: skip
    file.raise_problems()
    return scored


def _read_by_stage(entries: dict[str, Entry], stage: str) -> None:
    """Points typed before bonus and penalty count at stage self; a row that says nothing leaves what was checked."""
    for code, entry in list(entries.items()):
        if stage == SELF and entry.base is not None:
            entries[code] = replace(entry, measure=replace(entry.measure, points=entry.base))
        elif stage == REVIEWED and entry.says_nothing:
            del entries[code]


def _is_stated(tree: Tree, code: str, entry: Entry, stage: str) -> bool:
    if entry.measure.points is None or entry.measure.not_applicable:
        return False
    return stage != SELF or bool(tree.nodes[code].children)


def _measure(tree: Tree, entry: Entry, code: str) -> Measure:
    """Inputs win over points stated beside them."""
    rule = tree.nodes[code].rule
    return replace(entry.measure, points=None) if inputs_given(rule, entry) else entry.measure


def _drop_impossible(
    file: ScoreFile, tree: Tree, entries: dict[str, Entry], stated: set[str], measures: dict[str, Measure]
) -> None:
    """One problem per entry that cannot be measured, at its cell; the others are judged on, to tell all at once."""
    for code, entry in list(entries.items()):
        try:
            check_sizes(entry.measure)
            if code in stated:
                stated_line(tree, code, entry.measure.points)
            else:
                compute_line(tree.nodes[code].rule, measures[code])
        except MeasureError as refusal:
            column = _COLUMN_OF.get(refusal.field, refusal.field) or "points"
            file.problems.append(entry.row.cell(column).problem(refusal.message))
            del entries[code]
            stated.discard(code)
            measures.pop(code, None)


def _compared(file: ScoreFile, scored: Scored, standing: Standing, stage: str) -> dict[str, dict[str, Measure]]:
    """Measures of the whole ClusterYear with those of the file; points stated outright take no part."""
    found = {unit: dict(measures) for unit, measures in standing.compared.items()}
    for unit, entries in file.entries.items():
        kept = {} if stage == FINAL else found.get(unit, {})
        found[unit] = {code: kept[code] for code in kept if code not in entries} | scored.measures[unit]
    return found


def _peers(trees: Mapping[str, Tree], by_unit: Mapping[str, Mapping[str, Measure]]) -> dict[int, dict[str, Peers]]:
    """Bests of each relative leaf over the units of its own set; by identity of the set's tree."""
    sets = {id(tree): tree for tree in trees.values()}
    found: dict[int, dict[str, Peers]] = {}
    for key, tree in sets.items():
        codes = [node.code for node in tree.leaves if METHODS[node.rule.method].needs_peers]
        own = [by_unit[unit] for unit, each in trees.items() if each is tree and unit in by_unit]
        found[key] = {code: peers_of(measures[code] for measures in own if code in measures) for code in codes}
    return found


def _lines(
    file: ScoreFile, tree: Tree, entries, scored: Scored, unit: str, kept, peers, stage: str, *, allow_breaches: bool
) -> dict[str, LinePoints]:
    """Lines of one unit: those of the file, and at stage final a 0 for every leaf it leaves out.

    ``kept``: agreed lines that stand and that the file does not name.
    """
    stated = {code: agreed_line(tree, code, entries[code].measure.points) for code in scored.agreed[unit]}
    kept = {} if stage == FINAL else {code: line for code, line in kept.items() if code not in entries}
    replaced = {leaf.code for code in stated if tree.nodes[code].children for leaf in tree.leaves_under(code)}
    for code in kept:
        below = {leaf.code for leaf in tree.leaves_under(code)}
        replaced |= below if tree.nodes[code].children and not below & entries.keys() else set()
    asked = [node.code for node in tree.leaves if node.code not in replaced]
    left_out = [code for code in asked if code not in entries]
    fixed = {code: line for code, line in (kept | stated).items() if tree.nodes[code].is_leaf}
    absent = LinePoints(complete=False)
    if stage == FINAL:
        fixed |= dict.fromkeys(left_out, absent)
    computed = compute_lines(tree, scored.measures[unit], peers, fixed | dict.fromkeys(replaced, absent))
    wanted = {**entries, **dict.fromkeys(left_out)} if stage == FINAL else entries
    lines = {code: stated.get(code) or computed[code] for code in wanted}
    scored.missing[unit] = [code for code in asked if not lines.get(code, absent).complete]
    for code, entry in entries.items():
        lines[code] = _within_rule(file, tree, code, entry, lines[code], allow_breaches=allow_breaches)
        if code not in stated:
            _compare_stated(file, tree.nodes[code].rule, entry, lines[code])
    return lines


def _within_rule(
    file: ScoreFile, tree: Tree, code: str, entry: Entry, line: LinePoints, *, allow_breaches: bool
) -> LinePoints:
    """Points beyond the rule are a problem, or recorded whole as agreed points when allowed."""
    breaches = [breach for breach in line.breaches if breach.code in STOPPING]
    if not breaches:
        return line
    if not allow_breaches:
        file.problems += [entry.row.cell("points").problem(describe_breach(breach)) for breach in breaches]
        return line
    file.warnings += [entry.row.cell("points").problem(describe_breach(breach)) for breach in breaches]
    if entry.measure.points is None:
        return line
    return replace(agreed_line(tree, code, entry.measure.points), breaches=line.breaches)


def _compare_stated(file: ScoreFile, rule: CriterionRule, entry: Entry, line: LinePoints) -> None:
    """Points stated beside the inputs that give other points: a doubt."""
    points = entry.measure.points
    if points is None or not inputs_given(rule, entry) or round_points(exact(points)) == line.points:
        return
    message = _("Ghi %(points)s điểm, nhưng số liệu cho %(found)s điểm; dùng điểm theo số liệu.")
    shown = {"points": number(points), "found": number(line.points)}
    file.warnings.append(entry.row.cell("points").problem(message % shown))
