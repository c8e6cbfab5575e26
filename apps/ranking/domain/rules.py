"""The rule of a ranking, stored with its run: order, tie-break, classes. Plain data, so that its text can be hashed."""

import json
from dataclasses import dataclass
from decimal import Decimal

from apps.core.numbers import format_points
from apps.scoring.models import CriteriaSet

RULE_FORMAT = 1
BASE, BONUS, PENALTY = "base", "bonus", "penalty"
WORDS = (BASE, BONUS, PENALTY)


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


def rule_of(criteria_set: CriteriaSet) -> dict:
    """What a run of this set stores as its rule."""
    return {
        "format": RULE_FORMAT,
        "criteria_set": criteria_set.code,
        "revision": criteria_set.revision,
        "content_hash": criteria_set.content_hash,
        "order": "points descending",
        "equal": "1, 2, 2, 4",
        "tie_break": list(criteria_set.tie_break),
        "classes": [
            {
                "label": row.label,
                "min_points": _text(row.min_points),
                "quota_percent": None if row.quota_percent is None else _text(row.quota_percent),
                "conditions": list(row.conditions),
            }
            for row in criteria_set.class_rules.order_by("order")
        ],
    }


def rule_text(rule: dict) -> str:
    """The rule as one text that is always the same for the same rule: the rule version of the run hash."""
    return json.dumps(rule, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
        )
        for row in rule["classes"]
    ]


def _text(value: Decimal) -> str:
    """A number without spare zeros, dot as mark: 180, 12.5."""
    return format_points(value).replace(".", "").replace(",", ".")
