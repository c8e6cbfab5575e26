"""What stands beside the tree of a set, whole, as plain data: to freeze it, to compare it, to know what was seen."""

import hashlib
import json

from apps.scoring.models import ClassRule, CriteriaSet


def arrangement_of(criteria_set: CriteriaSet) -> dict:
    """Particulars, proof, steps, classes, tie-break, disqualifiers. Days as ISO, numbers as text; three queries."""
    return {
        "title": criteria_set.title,
        "illustrative": criteria_set.illustrative,
        "kinds": sorted(criteria_set.kinds),
        "counted": [_day(criteria_set.counted_from), _day(criteria_set.counted_to)],
        "evidence": criteria_set.evidence,
        "proofs": dict(criteria_set.criteria.exclude(evidence="").order_by("code").values_list("code", "evidence")),
        "steps": [[step.name, step.role, _day(step.due_on)] for step in criteria_set.steps.order_by("order")],
        "classes": [_class(row) for row in criteria_set.class_rules.order_by("order")],
        "tie_break": list(criteria_set.tie_break),
        "disqualifiers": list(criteria_set.disqualifiers),
    }


def seen_hash(criteria_set: CriteriaSet) -> str:
    """SHA-256 of tree and arrangement: differs as soon as anything that an issue freezes was saved anew."""
    content = [criteria_set.content_hash, arrangement_of(criteria_set)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _class(row: ClassRule) -> dict:
    return {
        "label": row.label,
        "min_points": str(row.min_points),
        "in_percent": row.in_percent,
        "quota_percent": None if row.quota_percent is None else str(row.quota_percent),
        "quota_number": row.quota_number,
        "quota_rounding": row.quota_rounding,
        "conditions": list(row.conditions),
        "targets": list(row.targets),
    }


def _day(day) -> str | None:
    return day and day.isoformat()
