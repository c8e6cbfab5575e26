"""Rules of a set as rows of Criterion and Band, and back as they stand in the file."""

from collections.abc import Iterable, Sequence

from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.tables import rule_of
from apps.scoring.domain.tree import build_tree
from apps.scoring.enums import BandKind
from apps.scoring.models import Band, CriteriaSet, Criterion

_CRITERION = (
    "code", "number", "label", "method", "max_points", "step", "per_item", "cap", "floor", "group_rule", "requires",
    "not_applicable", "applies_to", "self_by", "review_by", "source_fact", "provision", "note",
)  # fmt: skip
_BAND = ("label", "points", "lo", "lo_open", "hi", "hi_open", "date_to", "lo2", "lo2_open", "hi2", "hi2_open", "note")
_ADJUSTMENT = ("kind", "label", "points", "cap", "group_rule", "requires", "note")


def write_rows(criteria_set: CriteriaSet, rules: Sequence[CriterionRule]) -> None:
    """Replace all rows of a set that has no sheets: one statement per level of the tree and one for the bands."""
    criteria_set.criteria.all().delete()
    tree = build_tree(rules)
    own = {rule.code: rule for rule in rules}
    position = {code: number for number, code in enumerate(tree.nodes, start=1)}
    rows: dict[str, Criterion] = {}
    for depth in range(1 + max(node.depth for node in tree.walk())):
        level = [_criterion(criteria_set, own[node.code], node, position[node.code], rows)
                 for node in tree.walk() if node.depth == depth]  # fmt: skip
        rows |= {row.code: row for row in Criterion.objects.bulk_create(level)}
    Band.objects.bulk_create(band for rule in rules for band in _bands(rows[rule.code], rule))


def stored_rules(criteria_set_id: int) -> tuple[CriterionRule, ...]:
    """Rules as they were imported, in reading order, nothing inherited: two queries."""
    rows = list(Criterion.objects.filter(criteria_set_id=criteria_set_id).order_by("position"))
    bands: dict[int, list[Band]] = {}
    for band in Band.objects.filter(criterion__criteria_set_id=criteria_set_id).order_by("position"):
        bands.setdefault(band.criterion_id, []).append(band)
    codes = {row.pk: row.code for row in rows}
    return tuple(rule_of(row, codes.get(row.parent_id, ""), bands.get(row.pk, ())) for row in rows)


def _criterion(criteria_set: CriteriaSet, rule: CriterionRule, node, position: int, rows: dict) -> Criterion:
    parent = rows.get(rule.parent_code)
    return Criterion(
        criteria_set=criteria_set,
        parent=parent,
        part=parent and (parent.part or parent),
        position=position,
        depth=node.depth,
        is_leaf=node.is_leaf,
        **{name: getattr(rule, name) for name in _CRITERION},
    )


def _bands(row: Criterion, rule: CriterionRule) -> Iterable[Band]:
    bands = [(BandKind.BAND, _BAND, band) for band in rule.bands]
    bands += [(adjustment.kind, _ADJUSTMENT, adjustment) for adjustment in rule.adjustments]
    for position, (kind, names, source) in enumerate(bands, start=1):
        values = {name: getattr(source, name) for name in names}
        yield Band(criterion=row, position=position, **(values | {"kind": kind}))
