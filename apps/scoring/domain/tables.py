"""A stored criteria set as the engine wants it: rules in their tree, and the rows they came from."""

from dataclasses import dataclass

from apps.scoring.domain.rules import AdjustmentRule, BandRule, CriterionRule
from apps.scoring.domain.tree import Tree
from apps.scoring.enums import BandKind
from apps.scoring.models import Band, Criterion

_SHARED = (
    "code",
    "number",
    "label",
    "method",
    "max_points",
    "step",
    "per_item",
    "cap",
    "floor",
    "group_rule",
    "requires",
    "not_applicable",
    "applies_to",
    "self_by",
    "review_by",
    "source_fact",
    "provision",
    "note",
)
_BOUNDS = ("lo", "lo_open", "hi", "hi_open", "date_to", "lo2", "lo2_open", "hi2", "hi2_open")


@dataclass(frozen=True)
class CriteriaTable:
    """A set in memory: ``tree`` for the engine, ``rows`` by code for what is printed and stored."""

    tree: Tree
    rows: dict[str, Criterion]

    @property
    def leaves(self) -> list[Criterion]:
        return [self.rows[node.code] for node in self.tree.leaves]

    def rule(self, code: str) -> CriterionRule:
        """The rule of a criterion, with what it inherits from its groups."""
        return self.tree.nodes[code].rule

    def part_code(self, code: str) -> str:
        """Code of the part (top row) above a criterion; its own when it is a part."""
        return self.tree.nodes[code].path[0]


def load_table(criteria_set_id: int) -> CriteriaTable:
    """The set in two queries, whatever its size."""
    rows = list(Criterion.objects.filter(criteria_set_id=criteria_set_id).order_by("position"))
    bands: dict[int, list[Band]] = {}
    for band in Band.objects.filter(criterion__criteria_set_id=criteria_set_id).order_by("position"):
        bands.setdefault(band.criterion_id, []).append(band)
    codes = {row.pk: row.code for row in rows}
    rules = (rule_of(row, codes.get(row.parent_id, ""), bands.get(row.pk, ())) for row in rows)
    return CriteriaTable(Tree(rules), {row.code: row for row in rows})


def rule_of(row: Criterion, parent_code: str, bands) -> CriterionRule:
    """One stored row with its bands and adjustments as a rule."""
    return CriterionRule(
        parent_code=parent_code,
        bands=tuple(_band(band) for band in bands if band.kind == BandKind.BAND),
        adjustments=tuple(_adjustment(band) for band in bands if band.kind != BandKind.BAND),
        **{name: getattr(row, name) for name in _SHARED},
    )


def _band(band: Band) -> BandRule:
    bounds = {name: getattr(band, name) for name in _BOUNDS}
    return BandRule(label=band.label, points=band.points, note=band.note, **bounds)


def _adjustment(band: Band) -> AdjustmentRule:
    return AdjustmentRule(
        label=band.label,
        kind=band.kind,
        points=band.points,
        cap=band.cap,
        group_rule=band.group_rule,
        requires=band.requires,
        note=band.note,
    )
