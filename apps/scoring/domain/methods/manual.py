"""``manual``: the points themselves, from 0 to the maximum, in steps where the rule names one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Finding, Method, Outcome, error, given
from apps.scoring.domain.rules import Breach, CriterionRule, Measure
from apps.scoring.domain.wording import number


class Manual(Method):
    code = "manual"
    inputs = ("points",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        outcome = given(rule, measure.points)
        if not rule.step or not outcome.complete or outcome.points == exact(rule.max_points):
            return outcome
        if (outcome.points / exact(rule.step)).denominator == 1:
            return outcome
        breach = Breach("off_step", {"points": outcome.points, "step": rule.step})
        return Outcome(outcome.points, outcome.steps, breaches=(breach,))

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if rule.step is not None and rule.step <= 0:
            yield error("step", _("Bước điểm phải lớn hơn 0."))

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if rule.step:
            shown = {"max": number(rule.max_points), "step": number(rule.step)}
            yield _("Từ 0 đến %(max)s điểm, mỗi bước %(step)s điểm.") % shown
        else:
            yield _("Từ 0 đến %(max)s điểm.") % {"max": number(rule.max_points)}
