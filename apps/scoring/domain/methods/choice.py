"""``choice``: one band by its label (ban hành: 2 điểm; không ban hành: 0)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.scoring.domain.methods.banded import BandedMethod, band_point_findings, chosen, label_findings
from apps.scoring.domain.methods.base import Finding, Outcome, given, warning
from apps.scoring.domain.rules import CriterionRule, Measure
from apps.scoring.domain.wording import points_text


class Choice(BandedMethod):
    code = "choice"
    inputs = ("band_label",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        return chosen(rule, measure) if rule.bands else given(rule, measure.points)

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if not rule.bands:
            yield warning("method", _("Chưa có mức điểm nào: đơn vị phải tự nhập điểm."))
            return
        yield from band_point_findings(rule)
        yield from label_findings(rule)
        for index, band in enumerate(rule.bands):
            if band.has_range:
                yield warning("band_from", _("Tiêu chí chọn mức theo tên nên khoảng này không dùng."), band=index)

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if not rule.bands:
            yield from super().describe(rule)
        for band in rule.bands:
            yield _("%(band)s: %(points)s") % {"band": band.label, "points": points_text(band.points)}
