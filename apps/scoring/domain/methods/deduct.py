"""``deduct``: the full standard less so much per case, at most ``cap`` in all, not below ``floor``.

Where the cases are of several kinds they stand as penalty rows under the criterion; the cap then holds
for all of them together (the engine applies it).
"""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Finding, Method, Outcome, error, given, warning, whole
from apps.scoring.domain.rules import PENALTY, CriterionRule, Measure, Step
from apps.scoring.domain.wording import number


class Deduct(Method):
    code = "deduct"
    inputs = ("count",)

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        if rule.per_item is not None:
            return self.inputs
        return () if has_penalty_rows(rule) else ("points",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        if rule.per_item is not None and measure.count is not None:
            return self.counted(rule, whole(measure.count, "count"))
        if measure.points is None and rule.per_item is None and has_penalty_rows(rule):
            return Outcome(exact(rule.max_points), (Step("starts_from", {"max": rule.max_points}),))
        return given(rule, measure.points)

    def counted(self, rule: CriterionRule, cases: Fraction) -> Outcome:
        maximum, each = exact(rule.max_points), abs(exact(rule.per_item))
        lost = cases * each
        steps = [Step("starts_from", {"max": maximum}), Step("deducted", {"count": cases, "each": each, "lost": lost})]
        if rule.cap is not None and lost > abs(exact(rule.cap)):
            lost = abs(exact(rule.cap))
            steps.append(Step("deducted_at_most", {"cap": lost}))
        points = maximum - lost
        if rule.floor is not None and points < exact(rule.floor):
            points = exact(rule.floor)
            steps.append(Step("not_below", {"floor": points}))
        return Outcome(points, tuple(steps))

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if rule.per_item is None:
            if not has_penalty_rows(rule):
                yield warning("per_item", _("Chưa nêu điểm trừ mỗi trường hợp: đơn vị phải tự nhập điểm."))
        elif rule.per_item == 0:
            yield error("per_item", _("Điểm trừ mỗi trường hợp phải khác 0."))

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if rule.per_item is not None:
            yield self.per_case(rule)
        elif has_penalty_rows(rule):
            yield _("Bắt đầu từ %(max)s điểm.") % {"max": number(rule.max_points)}
        else:
            yield _("Từ 0 đến %(max)s điểm.") % {"max": number(rule.max_points)}
        if rule.cap is not None and (rule.per_item is None or has_penalty_rows(rule)):
            yield _("Tổng điểm trừ của tiêu chí không quá %(cap)s.") % {"cap": number(abs(rule.cap))}

    def per_case(self, rule: CriterionRule) -> str:
        shown = {"max": number(rule.max_points), "each": number(abs(rule.per_item))}
        if rule.cap is None or has_penalty_rows(rule):
            return _("Mỗi trường hợp trừ %(each)s điểm vào %(max)s điểm.") % shown
        text = _("Mỗi trường hợp trừ %(each)s điểm vào %(max)s điểm, tối đa trừ %(cap)s.")
        return text % (shown | {"cap": number(abs(rule.cap))})


def has_penalty_rows(rule: CriterionRule) -> bool:
    return any(row.kind == PENALTY for row in rule.adjustments)
