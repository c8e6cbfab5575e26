"""``lookup2``: a table of two measures (workload × ratio). First the count, second the ratio in percent.

What lies between the whole bounds of two neighbours ("đến 999", "từ 1000") belongs to the lower one.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.scoring.domain.methods.banded import BandedMethod
from apps.scoring.domain.methods.base import (
    MAX_COUNT,
    Finding,
    Outcome,
    amount,
    bounded,
    error,
    missing,
    percent,
    ratio_step,
)
from apps.scoring.domain.methods.ranges import RATIO, UPWARDS, Span, first_span, grid_faults, second_span, whole_span
from apps.scoring.domain.rules import CriterionRule, Measure, MeasureError, Step
from apps.scoring.domain.wording import first_range, number, second_range


class Lookup2(BandedMethod):
    code = "lookup2"
    inputs = ("count", "numerator", "denominator")

    def measured(self, rule: CriterionRule, measure: Measure) -> Outcome:
        ratio = percent(measure)
        if ratio is None or measure.count is None:
            return missing()
        count = bounded(amount(measure.count, "count"), MAX_COUNT, "count")
        steps = (Step("first_measure", {"count": count}), ratio_step(measure, ratio))
        exact_cells = [(first_span(band), second_span(band)) for band in rule.bands]
        for table in (exact_cells, cells(rule)):
            for index, (first, second) in enumerate(table):
                if first.contains(count) and second.contains(ratio):
                    return self.awarded(rule, index, *steps)
        message = _("Không có ô nào trong bảng cho %(count)s và %(percent)s%%.")
        shown = {"count": number(count), "percent": number(ratio)}
        raise MeasureError(message % shown, field="count", code="no_band")

    def coverage(self, rule: CriterionRule) -> Iterator[Finding]:
        for index, message in grid_faults(cells(rule), (UPWARDS, RATIO)):
            yield error("band_from", message, band=0 if index is None else index)

    def band_words(self, rule: CriterionRule, index: int) -> str:
        band = rule.bands[index]
        first = first_range(band)
        second = second_range(band, "%")
        name = f"{band.label}: " if band.label else ""
        return _("%(name)skhối lượng %(first)s, tỷ lệ %(second)s") % {
            "name": name,
            "first": first[:1].lower() + first[1:],
            "second": second[:1].lower() + second[1:],
        }


def cells(rule: CriterionRule) -> list[tuple[Span, Span]]:
    """Both ranges of each band; the first over whole numbers where all its bounds are whole."""
    bounds = [bound for band in rule.bands for bound in (band.lo, band.hi) if bound is not None]
    first = whole_span if all(bound == bound.to_integral_value() for bound in bounds) else first_span
    return [(first(band), second_span(band)) for band in rule.bands]
