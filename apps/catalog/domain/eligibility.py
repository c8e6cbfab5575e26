"""The eligibility engine: rules held against facts. Pure: no database, no clock; rows and facts come in.

Outcomes form one ladder, MET < UNKNOWN < WARNED < BLOCKED: all of a group is as bad as its worst part, any of a group
as good as its best. A missed rule blocks when it is verified (or historical, on its own dates) and warns when it is
unverified. What the system does not know neither blocks nor passes: somebody has to confirm it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from apps.catalog.enums import Comparison, Confidence, GroupMode, Subject
from apps.catalog.facts import CONFIRMED, Known, may_still_come

WARNS = frozenset({Confidence.UNVERIFIED, Confidence.ILLUSTRATIVE})


class Outcome(IntEnum):
    """How a condition stands; greater is worse."""

    MET = 0
    UNKNOWN = 1
    WARNED = 2
    BLOCKED = 3


@dataclass(frozen=True)
class Rule:
    """One condition as the engine needs it. ``group`` is the code of a Group, empty at the top."""

    code: str
    fact: str
    comparison: str
    value: object
    label: str
    subject: str = Subject.BOTH
    group: str = ""
    provision: str = ""
    source: str = ""
    confidence: str = Confidence.VERIFIED
    cure: str = ""


@dataclass(frozen=True)
class Group:
    """Rules and groups that count together; ``parent`` is the code of the group around it, empty at the top."""

    code: str
    mode: str
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Finding:
    """One rule held against its fact; ``actual`` is None when nothing is known, ``detail`` says how it is known."""

    rule: Rule
    outcome: Outcome
    actual: object = None
    detail: str = ""


@dataclass(frozen=True)
class GroupFinding:
    """A group with its parts in the order of the rules."""

    group: Group
    outcome: Outcome
    parts: tuple["Finding | GroupFinding", ...]


@dataclass(frozen=True)
class Assessment:
    """Every condition of one nominee for one award."""

    parts: tuple[Finding | GroupFinding, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of the parts; MET when there is no condition."""
        return max((part.outcome for part in self.parts), default=Outcome.MET)

    def findings(self) -> list[Finding]:
        """Every finding, groups opened, in order."""
        return [finding for part in self.parts for finding in _opened(part)]


@dataclass(frozen=True)
class Conditions:
    """Rules and groups for one kind of subject, arranged once: what stands in each group, "" for the top, in order."""

    children: Mapping[str, tuple["Rule | Group", ...]]


def arrange(rules: Iterable[Rule], groups: Iterable[Group], subject: str) -> Conditions:
    """Arrange the rules for a kind of subject; many nominees are then held against the same conditions.

    Raises KeyError for a rule in a group that was not given: a mistake in the catalogue.
    """
    known_groups = {group.code: group for group in groups}
    children: dict[str, list[Rule | Group]] = {}
    for rule in rules:
        if rule.subject not in {Subject.BOTH, subject}:
            continue
        chain = _chain(rule.group, known_groups)
        for parent, code in zip(["", *chain], chain, strict=False):
            if known_groups[code] not in children.setdefault(parent, []):
                children[parent].append(known_groups[code])
        children.setdefault(rule.group, []).append(rule)
    return Conditions({code: tuple(parts) for code, parts in children.items()})


def hold(conditions: Conditions, facts: Mapping[str, Known]) -> Assessment:
    """One Finding for each rule, in the given order.

    ``facts`` maps the fact as the rule writes it to what is known (numbers are counts, percent 0–100, months or years,
    as the name says).
    """
    return Assessment(_parts("", conditions.children, facts))


def assess(rules: Iterable[Rule], groups: Iterable[Group], facts: Mapping[str, Known], subject: str) -> Assessment:
    """Hold the rules for a kind of subject against what is known of one nominee: ``arrange``, then ``hold``."""
    return hold(arrange(rules, groups, subject), facts)


def while_the_year_runs(assessment: Assessment) -> Assessment:
    """The same for a year that is not over: what only its end shows is not missed yet, it is unknown."""
    return Assessment(tuple(map(_not_missed_yet, assessment.parts)))


def _not_missed_yet(part: Finding | GroupFinding) -> Finding | GroupFinding:
    if isinstance(part, Finding):
        missed = part.outcome > Outcome.UNKNOWN and may_still_come(part.rule.fact)
        return replace(part, outcome=Outcome.UNKNOWN) if missed else part
    parts = tuple(map(_not_missed_yet, part.parts))
    return GroupFinding(part.group, _together(part.group, parts), parts)


def holds(comparison: str, actual, value) -> bool:
    """Whether ``actual`` stands to ``value`` as the comparison says; ``between`` includes both ends."""
    match comparison:
        case Comparison.AT_LEAST:
            return _number(actual) >= _number(value)
        case Comparison.AT_MOST:
            return _number(actual) <= _number(value)
        case Comparison.BETWEEN:
            low, high = value
            return _number(low) <= _number(actual) <= _number(high)
        case Comparison.IN:
            return all(item in value for item in _items(actual))
        case Comparison.NOT_IN:
            return not any(item in value for item in _items(actual))
        case Comparison.EQUAL:
            return actual == value
    raise ValueError(comparison)


def _chain(code: str, groups: Mapping[str, Group]) -> list[str]:
    """Codes of a group and those around it, the outermost first."""
    chain: list[str] = []
    while code:
        if code in chain:
            raise ValueError(f"Group {code} stands in itself.")
        chain.insert(0, code)
        code = groups[code].parent
    return chain


def _finding(rule: Rule, known: Known | None) -> Finding:
    if known is None or known.value is None:
        return Finding(rule, Outcome.UNKNOWN, None, known.detail if known else "")
    try:
        met = known.value is CONFIRMED or holds(rule.comparison, known.value, rule.value)
    except (ArithmeticError, TypeError, ValueError):  # a row whose value does not fit its fact: nobody knows
        return Finding(rule, Outcome.UNKNOWN, None, known.detail)
    if met:
        return Finding(rule, Outcome.MET, known.value, known.detail)
    missed = Outcome.WARNED if rule.confidence in WARNS else Outcome.BLOCKED
    return Finding(rule, missed, known.value, known.detail)


def _parts(
    code: str, children: Mapping[str, tuple[Rule | Group, ...]], facts: Mapping[str, Known]
) -> tuple[Finding | GroupFinding, ...]:
    return tuple(
        _finding(part, facts.get(part.fact)) if isinstance(part, Rule) else _group_finding(part, children, facts)
        for part in children.get(code, ())
    )


def _group_finding(
    group: Group, children: Mapping[str, tuple[Rule | Group, ...]], facts: Mapping[str, Known]
) -> GroupFinding:
    parts = _parts(group.code, children, facts)
    return GroupFinding(group, _together(group, parts), parts)


def _together(group: Group, parts: Iterable[Finding | GroupFinding]) -> Outcome:
    choose = min if group.mode == GroupMode.ANY else max
    return choose(part.outcome for part in parts)


def _opened(part: Finding | GroupFinding) -> list[Finding]:
    if isinstance(part, Finding):
        return [part]
    return [finding for inner in part.parts for finding in _opened(inner)]


def _number(value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _items(actual) -> Iterable:
    return actual if isinstance(actual, list | tuple | set | frozenset) else (actual,)
