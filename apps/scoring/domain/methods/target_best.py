"""``target_best``: against the target and the best of the whole ClusterYear.

M standard, A result, T target, share = (A − T) / T:
A < T: ½·M·A/T. A = T: ½·M. A > T: ½·M + ½·M·share ÷ best share.
No target but a result: M·A ÷ best A among the units without target. Neither: 0.
Such points go stale when another unit's figure changes, so a ClusterYear is always computed whole.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Method, Outcome, missing
from apps.scoring.domain.methods.results import is_rate, result_of, target_of
from apps.scoring.domain.rules import CriterionRule, Measure, Peers, Step
from apps.scoring.domain.wording import number

HALF = Fraction(1, 2)


class TargetBest(Method):
    code = "target_best"
    inputs = ("target", "actual", "numerator", "denominator")
    needs_peers = True

    def compute(self, rule: CriterionRule, measure: Measure, peers: Peers | None) -> Outcome:
        target, result = target_of(measure), result_of(measure)
        if target is None and result is None:
            return missing()
        maximum = exact(rule.max_points)
        if target is None:
            return self.untargeted(maximum, result, peers)
        reached = result if result is not None else Fraction(0)
        step = Step("against_target", {"result": reached, "target": target, "rate": is_rate(measure)})
        if reached <= target:
            points = HALF * maximum * reached / target
            return Outcome(points, (step, Step("half_share", {"max": maximum, "points": points})))
        own = (reached - target) / target
        if peers is None:
            return Outcome(HALF * maximum, (step, Step("waits_for_cluster")), provisional=True)
        best = max(peers.best_share or own, own)
        points = HALF * maximum + HALF * maximum * own / best
        shown = {"max": maximum, "own": own * 100, "best": best * 100, "points": points}
        return Outcome(points, (step, Step("share_of_best", shown)))

    def untargeted(self, maximum: Fraction, result: Fraction, peers: Peers | None) -> Outcome:
        if peers is None:
            return Outcome(Fraction(0), (Step("waits_for_cluster"),), provisional=True)
        best = max(peers.best_untargeted or result, result)
        points = maximum * result / best if best else Fraction(0)
        shown = {"max": maximum, "result": result, "best": best, "points": points}
        return Outcome(points, (Step("no_target"), Step("result_of_best", shown)))

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        half = number(exact(rule.max_points) / 2)
        shown = {"half": half, "max": number(rule.max_points)}
        yield _("Chưa đạt chỉ tiêu: %(half)s điểm × kết quả / chỉ tiêu; đạt đúng chỉ tiêu: %(half)s điểm.") % shown
        yield _("Vượt: cộng thêm đến %(half)s điểm theo tỷ lệ vượt so với đơn vị vượt cao nhất trong Cụm.") % shown
        yield _("Không giao chỉ tiêu mà có kết quả: %(max)s điểm × kết quả / kết quả cao nhất của nhóm này.") % shown


def peers_of(measures: Iterable[Measure]) -> Peers:
    """The bests of one leaf over the whole ClusterYear; lines marked not applicable take no part."""
    shares, untargeted = [], []
    for measure in measures:
        result = None if measure.not_applicable else result_of(measure)
        if result is None:
            continue
        target = target_of(measure)
        if target is None:
            untargeted.append(result)
        elif result > target:
            shares.append((result - target) / target)
    return Peers(max(shares, default=None), max(untargeted, default=None))
