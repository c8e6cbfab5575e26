"""``proportional``: the standard times the percent done.

Over-fulfilment counts only as far as ``cap`` lies above the maximum, and then as bonus.
Source: rule of 2012 (tổng hợp ở domain/scoring-model.md §2, số 9).
"""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import PERCENT, Method, Outcome, missing, percent, ratio_step
from apps.scoring.domain.methods.results import result_of, target_of
from apps.scoring.domain.rules import CriterionRule, Measure, Step
from apps.scoring.domain.wording import number


class Proportional(Method):
    code = "proportional"
    inputs = ("numerator", "denominator")

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        done, step = done_percent(measure)
        if done is None:
            return missing()
        maximum = exact(rule.max_points)
        points = maximum * done / PERCENT
        if points <= maximum:
            return Outcome(points, (step, Step("share_of_max", {"max": maximum, "points": points})))
        limit = maximum if rule.cap is None else max(exact(rule.cap), maximum)
        bonus = min(points, limit) - maximum
        extra = (Step("above_max", {"points": bonus, "cap": limit}),) if bonus else ()
        return Outcome(maximum, (step, Step("target_met", {"max": maximum}), *extra), bonus=bonus)

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        yield _("Điểm = %(max)s × tỷ lệ hoàn thành.") % {"max": number(rule.max_points)}
        if rule.cap is not None and exact(rule.cap) > exact(rule.max_points):
            yield _("Hoàn thành vượt mức được tính đến %(cap)s điểm.") % {"cap": number(rule.cap)}


def done_percent(measure: Measure) -> tuple[Fraction | None, Step | None]:
    """Percent done: from numerator and denominator, else from the result and its target."""
    ratio = percent(measure)
    if ratio is not None:
        return ratio, ratio_step(measure, ratio)
    result, target = result_of(measure), target_of(measure)
    if result is None or target is None:
        return None, None
    return result / target * PERCENT, Step("against_target", {"result": result, "target": target, "rate": False})
