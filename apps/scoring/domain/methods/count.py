"""``count``: points per item up to the maximum (5 bài × 0,2 = 1, tối đa 1)."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Finding, Method, Outcome, error, given, warning, whole
from apps.scoring.domain.rules import CriterionRule, Measure, Step
from apps.scoring.domain.wording import number


class Count(Method):
    code = "count"
    inputs = ("count",)

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        return self.inputs if rule.per_item is not None else ("points",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        if rule.per_item is None or measure.count is None:
            return given(rule, measure.points)
        items, each = whole(measure.count, "count"), exact(rule.per_item)
        points, limit = items * each, counted_limit(rule)
        steps = [Step("items", {"count": items, "each": each, "points": points})]
        if points > limit:
            steps.append(Step("at_most", {"cap": limit}))
        return Outcome(min(points, limit), tuple(steps))

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if rule.per_item is None:
            yield warning("per_item", _("Chưa nêu điểm cho mỗi trường hợp: đơn vị phải tự nhập điểm."))
        elif rule.per_item <= 0:
            yield error("per_item", _("Điểm cho mỗi trường hợp phải lớn hơn 0."))

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if rule.per_item is None:
            yield _("Từ 0 đến %(max)s điểm.") % {"max": number(rule.max_points)}
            return
        shown = {"each": number(rule.per_item), "cap": number(counted_limit(rule))}
        yield _("Mỗi trường hợp được %(each)s điểm, tối đa %(cap)s điểm.") % shown


def counted_limit(rule: CriterionRule) -> Fraction:
    """The maximum, or the smaller cap where the rule prints one."""
    maximum = exact(rule.max_points)
    return maximum if rule.cap is None else min(maximum, exact(rule.cap))
