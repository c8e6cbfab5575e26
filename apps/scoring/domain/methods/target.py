"""``target``: the result against the assigned target.

Without bands: the full standard when the target is met, otherwise the share reached (half the target,
half the points). ``per_item`` then gives points for every whole percent (amount) or percentage point
(rate) above the target, as far as ``cap`` lets the line rise above its maximum.
With bands: the band by the excess over the target (0 = just met, negative = missed by so much), or by
the share of the target in percent where the bounds speak of 100.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.banded import BandedMethod, has_ranges
from apps.scoring.domain.methods.base import PERCENT, Finding, Outcome, error, missing
from apps.scoring.domain.methods.ranges import UPWARDS, Span, faults, first_span
from apps.scoring.domain.methods.results import excess, is_rate, result_of, target_of
from apps.scoring.domain.rules import CriterionRule, Measure, MeasureError, Step
from apps.scoring.domain.wording import first_range, number

SHARE_BOUND = 50
EXCESS = Span((Fraction(-PERCENT), 0), UPWARDS.end)


class Target(BandedMethod):
    code = "target"
    inputs = ("target", "actual", "numerator", "denominator")

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        return self.inputs if not rule.bands or has_ranges(rule) else ("band_label",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        return super().compute(rule, measure, peers) if rule.bands else self.measured(rule, measure)

    def measured(self, rule: CriterionRule, measure: Measure) -> Outcome:
        if measure.target is not None and measure.target == 0:
            raise MeasureError(_("Chỉ tiêu phải lớn hơn 0."), field="target", code="zero")
        target, result = target_of(measure), result_of(measure)
        if target is None or result is None:
            return missing()
        step = Step("against_target", {"result": result, "target": target, "rate": is_rate(measure)})
        if not rule.bands:
            return self.by_share(rule, measure, result, target, step)
        by_share = bands_by_share(rule)
        value = result / target * PERCENT if by_share else excess(measure, result, target)
        return self.fallen(rule, map(first_span, rule.bands), value, step, "actual")

    def by_share(self, rule: CriterionRule, measure: Measure, result: Fraction, target: Fraction, step) -> Outcome:
        maximum = exact(rule.max_points)
        if result < target:
            points = maximum * result / target
            return Outcome(points, (step, Step("share_of_max", {"max": maximum, "points": points})))
        above = floor(excess(measure, result, target)) * exact(rule.per_item)
        room = Fraction(0) if rule.cap is None else max(exact(rule.cap) - maximum, Fraction(0))
        steps = [step, Step("target_met", {"max": maximum})]
        bonus = min(above, room)
        if bonus:
            steps.append(Step("above_max", {"points": bonus, "cap": rule.cap}))
        return Outcome(maximum, tuple(steps), bonus=bonus)

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if rule.bands:
            yield from super().check(rule)
        if rule.per_item is not None and rule.per_item < 0:
            yield error("per_item", _("Điểm cho mỗi phần vượt không được âm."))

    def coverage(self, rule: CriterionRule) -> Iterator[Finding]:
        domain = UPWARDS if bands_by_share(rule) else EXCESS
        for index, message in faults([first_span(band) for band in rule.bands], domain, "%"):
            yield error("band_from", message, band=index)

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if rule.bands:
            yield from super().describe(rule)
            return
        yield _("Đạt hoặc vượt chỉ tiêu: %(max)s điểm; chưa đạt: tính theo tỷ lệ so với chỉ tiêu.") % {
            "max": number(rule.max_points)
        }
        if rule.per_item and rule.cap is not None:
            shown = {"each": number(rule.per_item), "cap": number(rule.cap)}
            yield _("Vượt thêm 1%% được cộng %(each)s điểm, tổng không quá %(cap)s điểm.") % shown

    def band_words(self, rule: CriterionRule, index: int) -> str:
        band = rule.bands[index]
        words = first_range(band, "%")
        text = _("%(range)s chỉ tiêu") if bands_by_share(rule) else _("Vượt (+), hụt (-): %(range)s")
        return text % {"range": words if bands_by_share(rule) else words[:1].lower() + words[1:]}


def bands_by_share(rule: CriterionRule) -> bool:
    """Whether the bounds speak of the share of the target (95, 100) rather than of the excess (-5, 0)."""
    bounds = [bound for band in rule.bands for bound in (band.lo, band.hi) if bound is not None]
    return max(bounds, default=Decimal(0)) >= SHARE_BOUND
