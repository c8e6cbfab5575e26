"""A criteria set as its pages show it: the tree in reading order, each line in plain words with its faults."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring import sources
from apps.scoring.domain.checks import Found, check_set
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.explain import describe_rule
from apps.scoring.domain.methods import Finding
from apps.scoring.domain.rules import ADDITIVE, CriterionRule
from apps.scoring.domain.set_arrangement import arrangement_faults
from apps.scoring.domain.set_rows import rules_of
from apps.scoring.domain.tree import Node, build_tree
from apps.scoring.enums import EvidenceNeed, Method
from apps.scoring.models import CriteriaSet, Criterion


@dataclass(frozen=True)
class Remark:
    """A fault (it stops the issue) or a doubt about one line, in words."""

    text: str
    is_fault: bool


@dataclass(frozen=True)
class TreeRow:
    """One line: the stored row, its own rule, its place (``node.rule`` with what it inherits), what is said of it."""

    criterion: Criterion
    rule: CriterionRule
    node: Node
    remarks: tuple[Remark, ...] = ()

    @property
    def words(self) -> list[str]:
        """The rule in plain words."""
        return describe_rule(self.node.rule)

    @property
    def method_label(self) -> str:
        return "" if self.criterion.method in ("", ADDITIVE) else str(self.criterion.get_method_display())

    @property
    def source_label(self) -> str:
        return sources.label_of(self.criterion.source_fact)

    @property
    def evidence_label(self) -> str:
        """What it asks as proof where it differs from its set."""
        return str(EvidenceNeed(self.criterion.evidence).label) if self.criterion.evidence else ""

    @property
    def has_fault(self) -> bool:
        return any(remark.is_fault for remark in self.remarks)


@dataclass(frozen=True)
class SetReading:
    """All that a page of a set shows. ``general``: faults of the set as a whole, its steps and classes."""

    criteria_set: CriteriaSet
    rows: tuple[TreeRow, ...]
    maximum: Fraction
    general: tuple[str, ...] = field(default=())

    @property
    def shown_maximum(self) -> Decimal:
        """Sum of the standards, bonus and penalty apart."""
        return round_points(self.maximum)

    @property
    def leaf_count(self) -> int:
        return sum(row.node.is_leaf for row in self.rows)

    @property
    def faulty(self) -> list[TreeRow]:
        """Lines with a fault, in reading order."""
        return [row for row in self.rows if row.has_fault]

    @property
    def fault_count(self) -> int:
        return len(self.general) + sum(remark.is_fault for row in self.rows for remark in row.remarks)


def read_set(criteria_set: CriteriaSet, *, checked: bool = False) -> SetReading:
    """The set in two queries, four when ``checked`` (with faults and doubts), whatever its size."""
    stored = list(Criterion.objects.filter(criteria_set=criteria_set).order_by("position"))
    rules = rules_of(stored)
    tree = build_tree(rules)
    remarks: dict[int, list[Remark]] = {}
    general: list[str] = []
    if checked:
        for found in [*check_set(rules), *_source_faults(rules)]:
            if found.rule is None:
                general.append(str(found.finding.message))
            else:
                remarks.setdefault(found.rule, []).append(_remark(rules[found.rule], found))
        general += map(str, arrangement_faults(criteria_set, rules))
    rows = (
        TreeRow(row, rule, tree.nodes[row.code], tuple(dict.fromkeys(remarks.get(index, ()))))
        for index, (row, rule) in enumerate(zip(stored, rules, strict=True))
    )
    return SetReading(criteria_set, tuple(rows), tree.maximum, tuple(general))


def _source_faults(rules: tuple[CriterionRule, ...]):
    """A source that cannot fill its leaf leaves the line to be typed: a doubt."""
    for index, rule in enumerate(rules):
        if text := sources.problem(rule.source_fact, rule if rule.method in Method.values else None):
            yield Found(index, Finding("warning", "source_fact", text))


def _remark(rule: CriterionRule, found: Found) -> Remark:
    finding = found.finding
    if finding.band is not None:
        name = rule.bands[finding.band].label
        where = _("Mức %(number)s") % {"number": finding.band + 1}
    elif finding.adjustment is not None:
        name = rule.adjustments[finding.adjustment].label
        where = _("Khoản thưởng, trừ %(number)s") % {"number": finding.adjustment + 1}
    else:
        return Remark(str(finding.message), found.is_error)
    place = f"{where} (“{name}”)" if name else where
    return Remark(f"{place}: {finding.message}", found.is_error)
