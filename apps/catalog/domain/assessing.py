"""Eligibility of many nominees for one award: rows and facts read in bulk, the engine held against each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from apps.catalog import queries
from apps.catalog.domain.eligibility import Assessment, Group, Rule, arrange, hold
from apps.catalog.facts import Known, Subject, gather
from apps.catalog.models import RuleVersion


@dataclass(frozen=True)
class DatedAssessment:
    """An assessment by the rules of a day, with the version of the texts then."""

    on: date
    version: RuleVersion | None
    assessment: Assessment


@dataclass(frozen=True)
class Judgement:
    """What was recorded for one nominee: every version that was tried, the one that counts first."""

    tried: tuple[DatedAssessment, ...]

    @property
    def counted(self) -> DatedAssessment:
        return self.tried[0]


def rules_of(award_id: int, on: date) -> tuple[list[Rule], list[Group]]:
    """The rows in force as the engine takes them."""
    rules = [
        Rule(
            code=row.code,
            fact=row.fact,
            comparison=row.comparison,
            value=row.value,
            label=row.label,
            subject=row.subject,
            group=row.group.code if row.group else "",
            provision=str(row.provision) if row.provision else "",
            source=row.source,
            confidence=row.confidence,
            cure=row.cure,
        )
        for row in queries.rules_on(award_id, on)
    ]
    groups = [
        Group(row.code, row.mode, row.label, row.parent.code if row.parent else "")
        for row in queries.groups_of(award_id)
    ]
    return rules, groups


def judge(
    *,
    award_id: int,
    subjects: Sequence[Subject],
    received_on: date,
    considered_on: date,
    declared: dict[Subject, dict[str, Known]] | None = None,
) -> dict[Subject, Judgement]:
    """Hold each nominee against the rules of the day of receipt and of later versions that may be more favourable.

    ``declared``: facts that people confirmed for a nominee; a value that is known by itself wins over them. The number
    of queries depends on the facts that the rules name, not on the nominees.
    """
    days = queries.days_that_count(received_on, considered_on)
    tried: dict[Subject, list[DatedAssessment]] = {subject: [] for subject in subjects}
    for day in days:
        rules, groups = rules_of(award_id, day)
        version = queries.version_on(day)
        facts = gather((rule.fact for rule in rules), subjects, day)
        conditions = {kind: arrange(rules, groups, kind) for kind in {subject.kind for subject in subjects}}
        for subject in subjects:
            known = _told((declared or {}).get(subject, {}), facts[subject])
            tried[subject].append(DatedAssessment(day, version, hold(conditions[subject.kind], known)))
    return {subject: Judgement(_best_first(found)) for subject, found in tried.items()}


def _told(declared: dict[str, Known], found: dict[str, Known]) -> dict[str, Known]:
    """What was found, and what people confirmed where no value was: why nobody knew it stands beside their word."""
    known = {**declared, **found}
    for fact in declared.keys() & found.keys():
        if found[fact].value is None:
            words = filter(None, (declared[fact].detail, found[fact].detail))
            known[fact] = Known(declared[fact].value, "; ".join(words))
    return known


def _best_first(tried: Iterable[DatedAssessment]) -> tuple[DatedAssessment, ...]:
    """The most favourable one first; of equals the earlier text."""
    return tuple(sorted(tried, key=lambda each: (each.assessment.outcome, each.on)))
