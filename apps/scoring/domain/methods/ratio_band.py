"""``ratio_band``: numerator over denominator, the band by the unrounded fraction. Bounds are in percent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.scoring.domain.methods.banded import BandedMethod, looks_like_share
from apps.scoring.domain.methods.base import Finding, Outcome, error, missing, percent, ratio_step
from apps.scoring.domain.methods.ranges import RATIO, faults, first_span
from apps.scoring.domain.rules import CriterionRule, Measure
from apps.scoring.domain.wording import ratio_text


class RatioBand(BandedMethod):
    code = "ratio_band"
    inputs = ("numerator", "denominator")

    def measured(self, rule: CriterionRule, measure: Measure) -> Outcome:
        value = percent(measure)
        if value is None:
            return missing()
        spans = (first_span(band) for band in rule.bands)
        return self.fallen(rule, spans, value, ratio_step(measure, value), "numerator")

    def coverage(self, rule: CriterionRule) -> Iterator[Finding]:
        if looks_like_share(rule.bands):
            yield error("band_from", _("Khoảng tỷ lệ ghi theo phần trăm: viết 95, không viết 0,95."), band=0)
            return
        for index, message in faults([first_span(band) for band in rule.bands], RATIO, "%"):
            yield error("band_from", message, band=index)

    def band_words(self, rule: CriterionRule, index: int) -> str:
        return ratio_text(rule.bands[index])
