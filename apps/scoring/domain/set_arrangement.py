"""Is what stands beside the tree sound? Tie-break list, classes, disqualifiers, steps, period."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from apps.scoring.domain.class_terms import CLASS, INDICATOR
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.models import CriteriaSet

TIE_WORDS = ("base", "bonus", "penalty")
PERCENT = 100


def arrangement_faults(criteria_set: CriteriaSet, rules: Sequence[CriterionRule]) -> list[str]:
    """Faults in words; none for a set without steps, classes and tie-break list. Two queries."""
    codes = {rule.code for rule in rules}
    classes = list(criteria_set.class_rules.order_by("order"))
    return [
        *_tie_faults(criteria_set.tie_break, codes),
        *_class_faults(classes, codes),
        *_disqualifier_faults(criteria_set.disqualifiers, {rule.label for rule in classes}, codes),
        *_step_faults(criteria_set),
        *_period_faults(criteria_set),
    ]


def _tie_faults(tie_break: Sequence[str], codes: set[str]):
    for entry in tie_break:
        if entry.removeprefix("-") not in codes.union(TIE_WORDS):
            yield _("Tiêu chí phụ khi bằng điểm: không có tiêu chí “%(code)s” trong bảng.") % {"code": entry}
    for entry, count in Counter(each.removeprefix("-") for each in tie_break).items():
        if count > 1:
            yield _("Tiêu chí phụ khi bằng điểm: “%(code)s” bị trùng.") % {"code": entry}


def _class_faults(classes: list, codes: set[str]):
    for rule in classes:
        conditions = [code for code in rule.conditions if isinstance(code, str)]
        for code in (*conditions, *_criteria_named(rule.targets)):
            if code not in codes:
                shown = {"label": rule.label, "code": code}
                yield _("Xếp loại “%(label)s”: điều kiện nêu tiêu chí “%(code)s” không có trong bảng.") % shown
        if rule.quota_percent is not None and not 0 < rule.quota_percent <= PERCENT:
            yield _("Xếp loại “%(label)s”: tỷ lệ tối đa phải trên 0% và không quá 100%.") % {"label": rule.label}
    for higher, lower in itertools.pairwise(classes):
        if lower.min_points >= higher.min_points:
            shown = {"higher": higher.label, "lower": lower.label}
            yield _("Mức điểm của “%(higher)s” phải cao hơn của “%(lower)s”: xếp từ cao xuống thấp.") % shown
    for label, count in Counter(rule.label for rule in classes).items():
        if count > 1:
            yield _("Xếp loại “%(label)s” bị trùng.") % {"label": label}


def _criteria_named(terms: Iterable[Mapping]) -> list[str]:
    """Codes of criteria whose lines hold target and result; indicators are known outside of the set."""
    return [name for each in terms for name in each.get("of") or () if not name.startswith(INDICATOR)]


def _disqualifier_faults(disqualifiers: Sequence[Mapping], labels: set[str], codes: set[str]):
    for each in disqualifiers:
        for code in _criteria_named([each]):
            if code not in codes:
                shown = {"label": each["label"], "code": code}
                yield _("Trường hợp “%(label)s”: nêu tiêu chí “%(code)s” không có trong bảng.") % shown
        if each["effect"] == CLASS and each.get("above") not in labels:
            shown = {"label": each["label"], "above": each.get("above") or ""}
            yield _("Trường hợp “%(label)s”: không có mức xếp loại “%(above)s”.") % shown


def _step_faults(criteria_set: CriteriaSet):
    due = [step.due_on for step in criteria_set.steps.order_by("order") if step.due_on]
    if any(later < earlier for earlier, later in itertools.pairwise(due)):
        yield _("Hạn của bước sau không được trước hạn của bước trước.")


def _period_faults(criteria_set: CriteriaSet):
    start, end = criteria_set.counted_from, criteria_set.counted_to
    if start and end and end < start:
        yield _("Ngày cuối của thời gian tính không được trước ngày đầu.")
