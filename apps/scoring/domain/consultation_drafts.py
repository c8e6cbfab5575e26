"""The draft as it was when a round was opened: its criteria in reading order, read back from the frozen file."""

from dataclasses import dataclass
from functools import cached_property

from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.set_comparison import Change, Compared, compare
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.domain.tree import Node, build_tree
from apps.scoring.models import Consultation, CriteriaSet


@dataclass(frozen=True)
class ConsultedDraft:
    """``rules`` in reading order."""

    rules: tuple[CriterionRule, ...]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return build_tree(self.rules).nodes

    @cached_property
    def places(self) -> dict[str, int]:
        """Code → place in the table, from 1."""
        return {rule.code: place for place, rule in enumerate(self.rules, start=1)}

    @cached_property
    def by_code(self) -> dict[str, CriterionRule]:
        return {rule.code: rule for rule in self.rules}


def consulted_draft(consultation: Consultation) -> ConsultedDraft:
    """What the units were asked about."""
    found = read_criteria_file(consultation.draft_file.encode(), name="draft.csv")
    return ConsultedDraft(found.in_reading_order)


def changes_since(consultation: Consultation, criteria_set: CriteriaSet) -> tuple[Compared, ...]:
    """Lines of the set that differ from the draft on which comments were asked."""
    lines = compare(consulted_draft(consultation).rules, stored_rules(criteria_set.pk))
    return tuple(line for line in lines if line.change != Change.SAME)
