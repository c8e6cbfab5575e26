"""The rule of a ranking, stored with its run: order, tie-break, classes, facts. Plain data: its text can be hashed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.core.numbers import format_points
from apps.scoring.domain.class_terms import (
    CLASS,
    DISCIPLINE,
    TARGETS,
    Disqualifier,
    TargetTerms,
    disqualifier,
    target_terms,
)
from apps.scoring.enums import QuotaRounding
from apps.scoring.models import ClassRule, CriteriaSet

RULE_FORMAT = 1
BASE, BONUS, PENALTY = "base", "bonus", "penalty"
WORDS = (BASE, BONUS, PENALTY)
PERCENT = 100
FACTS, DECISIONS, DISQUALIFIERS = "facts", "decisions", "disqualifiers"


@dataclass(frozen=True)
class TieBreak:
    """One comparison between equal totals: ``code`` is a criterion, or base, bonus or penalty of the whole sheet.

    More is better, or less where ``sign`` is -1 (written "-penalty" in the set).
    """

    code: str
    sign: int

    @property
    def is_word(self) -> bool:
        return self.code in WORDS


@dataclass(frozen=True)
class ClassTerms:
    """One class: points AND conditions AND quota. ``conditions``: criteria that must have their full standard."""

    label: str
    min_points: Decimal
    quota_percent: Decimal | None
    conditions: tuple[str, ...]
    in_percent: bool = False
    quota_number: int | None = None
    quota_rounding: str = QuotaRounding.DOWN
    targets: tuple[TargetTerms, ...] = ()

    def threshold(self, maximum: Fraction) -> Fraction:
        """From how many points, on the scale of the set's maximum."""
        return Fraction(self.min_points) * maximum / PERCENT if self.in_percent else Fraction(self.min_points)


def rule_of(criteria_set: CriteriaSet) -> dict:
    """What a run of this set stores as its rule, facts and decisions apart. What a set does not use is not there."""
    rule = {
        "format": RULE_FORMAT,
        "criteria_set": criteria_set.code,
        "revision": criteria_set.revision,
        "content_hash": criteria_set.content_hash,
        "order": "points descending",
        "equal": "1, 2, 2, 4",
        "tie_break": list(criteria_set.tie_break),
        "classes": [_class(row) for row in criteria_set.class_rules.order_by("order")],
    }
    if criteria_set.disqualifiers:
        rule[DISQUALIFIERS] = list(criteria_set.disqualifiers)
    return rule


def _class(row: ClassRule) -> dict:
    found = {
        "label": row.label,
        "min_points": _text(row.min_points),
        "quota_percent": None if row.quota_percent is None else _text(row.quota_percent),
        "conditions": list(row.conditions),
    }
    if row.in_percent:
        found["in_percent"] = True
    if row.quota_number is not None:
        found["quota_number"] = row.quota_number
    if row.quota_rounding != QuotaRounding.DOWN:
        found["quota_rounding"] = row.quota_rounding
    if row.targets:
        found["targets"] = list(row.targets)
    return found


def rule_text(rule: dict) -> str:
    """The rule as one text that is always the same for the same rule: the rule version of the run hash."""
    return json.dumps(rule, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def set_rule(rule: dict) -> dict:
    """The rule without what was found out about the units and decided since."""
    return {key: value for key, value in rule.items() if key not in (FACTS, DECISIONS)}


def tie_breaks(rule: dict) -> list[TieBreak]:
    """The comparisons in their order."""
    return [TieBreak(text.removeprefix("-"), -1 if text.startswith("-") else 1) for text in rule["tie_break"]]


def class_terms(rule: dict) -> list[ClassTerms]:
    """The classes from the highest."""
    return [
        ClassTerms(
            label=row["label"],
            min_points=Decimal(row["min_points"]),
            quota_percent=None if row["quota_percent"] is None else Decimal(row["quota_percent"]),
            conditions=tuple(row["conditions"]),
            in_percent=row.get("in_percent", False),
            quota_number=row.get("quota_number"),
            quota_rounding=row.get("quota_rounding", QuotaRounding.DOWN),
            targets=tuple(map(target_terms, row.get("targets", ()))),
        )
        for row in rule["classes"]
    ]


def disqualifiers(rule: dict) -> list[Disqualifier]:
    return [disqualifier(each) for each in rule.get(DISQUALIFIERS, ())]


def target_names(rule: dict) -> frozenset[str]:
    """Every name of targets that classes and disqualifiers ask for."""
    found = {name for terms in class_terms(rule) for each in terms.targets for name in each.of}
    found |= {name for each in disqualifiers(rule) if each.fact == TARGETS for name in each.of}
    return frozenset(found)


def asks_discipline(rule: dict) -> bool:
    return any(each.fact == DISCIPLINE for each in disqualifiers(rule))


@dataclass(frozen=True)
class UnitFacts:
    """What was found out about one unit: targets missed by how much, forms of discipline, why it is excluded."""

    shortfalls: Mapping[str, Fraction | None]
    discipline: tuple[str, ...] = ()
    excluded: str = ""


NOTHING_KNOWN = UnitFacts({})


def unit_facts(rule: dict, unit_code: str) -> UnitFacts:
    """The facts as the run stored them."""
    data = rule.get(FACTS, {}).get(unit_code)
    if not data:
        return NOTHING_KNOWN
    return UnitFacts(
        {key: None if value is None else Fraction(value) for key, value in data.get("targets", {}).items()},
        tuple(data.get("discipline", ())),
        data.get("excluded", ""),
    )


def applying(rule: dict, facts: UnitFacts) -> list[Disqualifier]:
    """The disqualifiers that apply to a unit with these facts."""
    return [each for each in disqualifiers(rule) if each.applies(facts.shortfalls, facts.discipline)]


def highest_allowed(rule: dict, facts: UnitFacts) -> str:
    """The label above which the unit may not be classed: the lowest one named; empty without any."""
    labels = [terms.label for terms in class_terms(rule)]
    named = [each.above for each in applying(rule, facts) if each.effect == CLASS and each.above in labels]
    return max(named, key=labels.index, default="")


def _text(value: Decimal) -> str:
    """A number without spare zeros, dot as mark: 180, 12.5."""
    return format_points(value).replace(".", "").replace(",", ".")
