"""Leaves of method ``bonus`` and ``penalty``: base 0, their own maximum (sign ignored) caps the line.

The amount comes from the adjustment rows below the criterion, else from ``per_item`` × count, else it is
typed. A penalty may be typed with or without minus and always deducts.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Finding, Method, Outcome, amount, error, points_typed, whole
from apps.scoring.domain.rules import BONUS, PENALTY, Breach, CriterionRule, Measure, Step
from apps.scoring.domain.wording import number


class ExtraLeaf(Method):
    """Shared by both signs."""

    inputs = ("points",)

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        if rule.adjustments:
            return ()
        return ("count",) if rule.per_item is not None else ("points",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        if rule.adjustments and measure.points is None:
            return Outcome(Fraction(0))
        if rule.per_item is not None and measure.count is not None:
            items, each = whole(measure.count, "count"), abs(exact(rule.per_item))
            shown = {"count": items, "each": each, "points": items * each}
            return self.outcome(items * each, (Step(f"items_{self.code}", shown),))
        return Outcome(Fraction(0)) if measure.points is None else self.typed(rule, measure.points)

    def typed(self, rule: CriterionRule, points: Decimal) -> Outcome:
        value = points_typed(points)
        value = abs(value) if self.code == PENALTY else amount(value, "points")
        limit = line_limit(rule)
        steps = (Step(f"given_{self.code}", {"points": value}),)
        if limit is None or value <= limit:
            return self.outcome(value, steps)
        return self.outcome(limit, steps, (Breach("over_max", {"points": value, "max": limit}),))

    def outcome(self, value: Fraction, steps: tuple[Step, ...], breaches: tuple[Breach, ...] = ()) -> Outcome:
        raise NotImplementedError

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if rule.per_item is not None and rule.per_item == 0:
            yield error("per_item", _("Điểm cho mỗi trường hợp phải khác 0."))

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if rule.per_item is not None and not rule.adjustments:
            yield self.each_words % {"each": number(abs(rule.per_item))}
        limit = line_limit(rule)
        if limit is not None:
            yield self.limit_words % {"cap": number(limit)}


class Bonus(ExtraLeaf):
    code = BONUS
    each_words = gettext_lazy("Mỗi trường hợp cộng %(each)s điểm.")
    limit_words = gettext_lazy("Tổng điểm thưởng không quá %(cap)s.")

    def outcome(self, value, steps, breaches=()) -> Outcome:
        return Outcome(Fraction(0), steps, bonus=value, breaches=breaches)


class Penalty(ExtraLeaf):
    code = PENALTY
    each_words = gettext_lazy("Mỗi trường hợp trừ %(each)s điểm.")
    limit_words = gettext_lazy("Tổng điểm trừ không quá %(cap)s.")

    def outcome(self, value, steps, breaches=()) -> Outcome:
        return Outcome(Fraction(0), steps, penalty=value, breaches=breaches)


def line_limit(rule: CriterionRule) -> Fraction | None:
    """The cap of a bonus or penalty leaf: its maximum or its ``cap``, the smaller; None when none is printed.

    A maximum of 0 is no printed cap: tables list fixed bonuses that go beyond the scale that way (97 + 10 = 107).
    """
    limits = [abs(exact(limit)) for limit in (rule.max_points or None, rule.cap) if limit is not None]
    return min(limits, default=None)
