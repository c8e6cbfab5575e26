"""Bonus and penalty on top of the base points: cases, caps, choose-one, preconditions, the line's limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.banded import by_label
from apps.scoring.domain.methods.base import Outcome, whole
from apps.scoring.domain.methods.extra import line_limit
from apps.scoring.domain.requires import Requirement, terms
from apps.scoring.domain.rules import (
    BONUS,
    CHOOSE_ONE,
    PENALTY,
    AdjustmentRule,
    Breach,
    CriterionRule,
    Measure,
    MeasureError,
    Step,
)

Met = Callable[[Requirement], bool]


@dataclass(slots=True)
class Sums:
    """What is added and taken off while a line is put together, with its explanation."""

    base: Fraction
    bonus: Fraction
    penalty: Fraction
    steps: list[Step] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    @property
    def points(self) -> Fraction:
        return self.base + self.bonus - self.penalty


def cases_of(rule: CriterionRule, measure: Measure) -> dict[int, Fraction]:
    """Index of an adjustment → number of its cases. Raises MeasureError for an unknown label.

    On a criterion without bands a chosen ``band_label`` names one adjustment: one case, or ``count``.
    """
    named: Mapping[str, Decimal | int] = measure.cases
    if not named and measure.band_label and rule.adjustments and not rule.bands:
        named = {measure.band_label: 1 if measure.count is None else measure.count}
    found = {}
    for label, count in named.items():
        row = by_label(rule.adjustments, label)
        if row is None:
            raise MeasureError(unknown_adjustment(label), field="band_label", code="unknown_adjustment")
        if count is not None:
            found[rule.adjustments.index(row)] = whole(count, "count")
    return found


def unknown_adjustment(label: str) -> str:
    return _("Tiêu chí này không có khoản thưởng, trừ “%(label)s”.") % {"label": label}


def adjust(rule: CriterionRule, measure: Measure, outcome: Outcome, met: Met | None) -> Sums:
    """Base outcome plus all adjustments, within the limits of the line. Exact, nothing rounded."""
    sums = Sums(outcome.points, outcome.bonus, outcome.penalty)
    counted = [
        (rule.adjustments[index], value)
        for index, cases in sorted(cases_of(rule, measure).items())
        if cases and (value := _row_value(rule, index, cases, sums, met)) is not None
    ]
    for kind in (BONUS, PENALTY):
        total = _of_kind(rule, kind, counted, sums)
        if kind == BONUS:
            sums.bonus += total
        else:
            sums.penalty += total
    _limit(rule, sums)
    return sums


def holds(text: str, base: Fraction, maximum: Fraction, met: Met | None) -> bool:
    """Whether every term of a requires text holds; ``met`` answers for other criteria (None: unknown, so no)."""
    return all(base >= maximum if not term.code else met is not None and met(term) for term in terms(text))


def _row_value(rule: CriterionRule, index: int, cases: Fraction, sums: Sums, met: Met | None) -> Fraction | None:
    """Points of one adjustment row, capped; None when its precondition is not met."""
    row = rule.adjustments[index]
    if not holds(requires_of(rule, row), sums.base, exact(rule.base_max), met):
        sums.steps.append(Step("requires_unmet", {"label": row.label, "requires": requires_of(rule, row)}))
        return None
    each = abs(exact(row.points))
    value = cases * each
    shown = {"label": row.label, "count": cases, "each": each, "points": value}
    sums.steps.append(Step(f"adjusted_{row.kind}", shown))
    if row.cap is not None and value > abs(exact(row.cap)):
        value = abs(exact(row.cap))
        sums.steps.append(Step("row_at_most", {"label": row.label, "cap": value}))
    return value


def requires_of(rule: CriterionRule, row: AdjustmentRule) -> str:
    """The row's own precondition; a criterion's ``full`` is meant for its bonus rows."""
    if row.requires or row.kind != BONUS:
        return row.requires
    return "full" if any(not term.code for term in terms(rule.requires)) else ""


def is_choose_one(rule: CriterionRule, row: AdjustmentRule) -> bool:
    return (row.group_rule or rule.group_rule) == CHOOSE_ONE


def _of_kind(rule: CriterionRule, kind: str, counted: list, sums: Sums) -> Fraction:
    """Cumulative rows add up; of the choose-one rows the largest counts."""
    rows = [(row, value) for row, value in counted if row.kind == kind]
    single = [(row, value) for row, value in rows if is_choose_one(rule, row)]
    total = sum((value for row, value in rows if not is_choose_one(rule, row)), Fraction(0))
    if not single:
        return total
    best, value = max(single, key=lambda pair: pair[1])
    if len(single) > 1:
        sums.steps.append(Step("chose_one", {"label": best.label, "points": value}))
        sums.breaches.append(Breach("several_chosen", {"label": best.label}))
    return total + value


def _limit(rule: CriterionRule, sums: Sums) -> None:
    """Caps and floor of the line; what is cut comes off the bonus first, what is lifted off the penalty."""
    if rule.is_adjustment:
        _limit_extra_leaf(rule, sums)
    elif rule.method == "deduct" and rule.cap is not None:
        room = max(abs(exact(rule.cap)) - (exact(rule.max_points) - sums.base), Fraction(0))
        if sums.penalty > room:
            sums.penalty = room
            sums.steps.append(Step("deducted_at_most", {"cap": abs(exact(rule.cap))}))
    elif rule.method != "count" and rule.cap is not None and sums.points > exact(rule.cap):
        _cut(sums, sums.points - exact(rule.cap))
        sums.steps.append(Step("line_at_most", {"cap": rule.cap}))
    if rule.floor is not None and sums.points < exact(rule.floor):
        _lift(sums, exact(rule.floor) - sums.points)
        sums.steps.append(Step("not_below", {"floor": rule.floor}))


def _limit_extra_leaf(rule: CriterionRule, sums: Sums) -> None:
    limit = line_limit(rule)
    if limit is None:
        return
    if rule.method == BONUS and sums.bonus > limit:
        sums.bonus = limit
        sums.steps.append(Step("bonus_at_most", {"cap": limit}))
    if rule.method == PENALTY and sums.penalty > limit:
        sums.penalty = limit
        sums.steps.append(Step("penalty_at_most", {"cap": limit}))


def _cut(sums: Sums, excess: Fraction) -> None:
    from_bonus = min(excess, sums.bonus)
    sums.bonus -= from_bonus
    sums.base -= excess - from_bonus


def _lift(sums: Sums, shortfall: Fraction) -> None:
    from_penalty = min(shortfall, sums.penalty)
    sums.penalty -= from_penalty
    sums.base += shortfall - from_penalty
