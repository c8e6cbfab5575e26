"""Rules of a set as rows of Criterion and Band, and back as they stand in the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.tables import rule_of
from apps.scoring.domain.tree import Tree, build_tree
from apps.scoring.enums import BandKind
from apps.scoring.models import Band, CriteriaSet, Criterion

_CRITERION = (
    "code", "number", "label", "method", "max_points", "step", "per_item", "cap", "floor", "group_rule", "requires",
    "not_applicable", "applies_to", "self_by", "review_by", "source_fact", "provision", "note",
)  # fmt: skip
_PLACE = ("parent_id", "part_id", "position", "depth", "is_leaf")
_BAND = ("label", "points", "lo", "lo_open", "hi", "hi_open", "date_to", "lo2", "lo2_open", "hi2", "hi2_open", "note")
_ADJUSTMENT = ("kind", "label", "points", "cap", "group_rule", "requires", "note")


@dataclass(frozen=True)
class Saver:
    """Who writes and when: told to whoever writes second."""

    label: str
    at: datetime


def write_rows(
    criteria_set: CriteriaSet,
    rules: Sequence[CriterionRule],
    *,
    saver: Saver | None = None,
    renamed: Mapping[str, str] | None = None,
) -> None:
    """Make the rows of a set without sheets say what the rules say.

    A criterion whose code stays keeps its row: comments hang on it. ``renamed``: old code → new one of the same row.
    A row that changes in content counts a version up; changing places does not. The caller holds the set's lock.
    """
    tree = build_tree(rules)
    own = {rule.code: rule for rule in rules}
    known = {row.code: row for row in Criterion.objects.filter(criteria_set=criteria_set).order_by("position")}
    before = {rule.code: rule for rule in rules_of(list(known.values()))}
    for old, new in (renamed or {}).items():
        if old in known:
            known[new], before[new] = known.pop(old), before.pop(old)
    rows: dict[str, Criterion] = {}
    for level in _levels(tree):
        _write_level(_Level(criteria_set, level, own, before, saver), known, rows)
    gone = [row.pk for code, row in known.items() if code not in own]
    if gone:
        Criterion.objects.filter(pk__in=gone).delete()
    _write_bands(rows, own, before)


def stored_rules(criteria_set_id: int) -> tuple[CriterionRule, ...]:
    """Rules as they were imported, in reading order, nothing inherited: two queries."""
    rows = list(Criterion.objects.filter(criteria_set_id=criteria_set_id).order_by("position"))
    return rules_of(rows)


def rules_of(rows: Sequence[Criterion]) -> tuple[CriterionRule, ...]:
    """Rules of all rows of one set, in their order: one query, for the bands."""
    bands: dict[int, list[Band]] = {}
    for band in Band.objects.filter(criterion__in=[row.pk for row in rows]).order_by("position"):
        bands.setdefault(band.criterion_id, []).append(band)
    codes = {row.pk: row.code for row in rows}
    return tuple(rule_of(row, codes.get(row.parent_id, ""), bands.get(row.pk, ())) for row in rows)


def _levels(tree: Tree) -> list[list]:
    """Nodes by depth, parents before their children."""
    levels: dict[int, list] = {}
    for position, node in enumerate(tree.walk(), start=1):
        levels.setdefault(node.depth, []).append((position, node))
    return [levels[depth] for depth in sorted(levels)]


@dataclass(frozen=True)
class _Level:
    """One level of the tree to be written: places of its nodes, rules as they shall be and as they were."""

    criteria_set: CriteriaSet
    nodes: list
    own: Mapping[str, CriterionRule]
    before: Mapping[str, CriterionRule]
    saver: Saver | None


def _write_level(level: _Level, known: Mapping[str, Criterion], rows: dict[str, Criterion]) -> None:
    made, changed = [], []
    for position, node in level.nodes:
        rule, row = level.own[node.code], known.get(node.code)
        parent = rows.get(rule.parent_code)
        values = {name: getattr(rule, name) for name in _CRITERION} | {
            "parent_id": parent.pk if parent else None,
            "part_id": (parent.part_id or parent.pk) if parent else None,
            "position": position,
            "depth": node.depth,
            "is_leaf": node.is_leaf,
        }
        if row is None:
            row = Criterion(criteria_set=level.criteria_set, **values)
            _sign(row, level.saver)
            made.append(row)
        elif _content(rule) != _content(level.before[node.code]):
            row.version += 1
            _sign(row, level.saver)
            changed.append(row)
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append(row)
        for name, value in values.items():
            setattr(row, name, value)
        rows[node.code] = row
    Criterion.objects.bulk_create(made)
    Criterion.objects.bulk_update(changed, [*_PLACE, *_CRITERION, "version", "saved_by_label", "saved_at"])


def _content(rule: CriterionRule) -> CriterionRule:
    """What a criterion says, wherever it stands."""
    return replace(rule, parent_code="")


def _sign(row: Criterion, saver: Saver | None) -> None:
    if saver is not None:
        row.saved_by_label, row.saved_at = saver.label, saver.at


def _write_bands(rows: Mapping[str, Criterion], own: Mapping[str, CriterionRule], before: Mapping) -> None:
    """Bands and adjustments anew where they changed."""
    changed = [code for code, rule in own.items() if _lists(rule) != _lists(before.get(code))]
    stored = [rows[code].pk for code in changed if code in before]
    if stored:
        Band.objects.filter(criterion__in=stored).delete()
    Band.objects.bulk_create(band for code in changed for band in _bands(rows[code], own[code]))


def _lists(rule: CriterionRule | None) -> tuple:
    return (rule.bands, rule.adjustments) if rule is not None else ((), ())


def _bands(row: Criterion, rule: CriterionRule) -> Iterable[Band]:
    bands = [(BandKind.BAND, _BAND, band) for band in rule.bands]
    bands += [(adjustment.kind, _ADJUSTMENT, adjustment) for adjustment in rule.adjustments]
    for position, (kind, names, source) in enumerate(bands, start=1):
        values = {name: getattr(source, name) for name in names}
        yield Band(criterion=row, position=position, **(values | {"kind": kind}))
