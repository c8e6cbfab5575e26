"""What the methods with bands share: choice by label, the band a value falls into, checks and words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from apps.core.text import clean, fold
from apps.scoring.domain.exact import exact
from apps.scoring.domain.methods.base import Finding, Method, Outcome, error, given, missing, warning
from apps.scoring.domain.methods.ranges import Span
from apps.scoring.domain.rules import BandRule, CriterionRule, Measure, MeasureError, Step
from apps.scoring.domain.wording import number, points_text


def _words(method: "BandedMethod", rule: CriterionRule, index: int) -> str:
    return method.band_words(rule, index)


_words_later = lazy(_words, str)


class BandedMethod(Method):
    """A method whose points stand in a list of bands.

    No band has a range: the officer chooses the label. No bands at all: points are typed.
    """

    takes_bands = True

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        if not rule.bands:
            return ("points",)
        return self.inputs if has_ranges(rule) else ("band_label",)

    def compute(self, rule: CriterionRule, measure: Measure, peers) -> Outcome:
        if not rule.bands:
            return given(rule, measure.points)
        if not has_ranges(rule):
            return chosen(rule, measure)
        return self.measured(rule, measure)

    def measured(self, rule: CriterionRule, measure: Measure) -> Outcome:
        """Points of the band into which the measured value falls. Raises MeasureError."""
        raise NotImplementedError

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        if not rule.bands:
            yield warning("method", _("Chưa có mức điểm nào: đơn vị phải tự nhập điểm."))
            return
        yield from band_point_findings(rule)
        ranged = [index for index, band in enumerate(rule.bands) if band.has_range]
        if not ranged:
            yield from self.unranged(rule)
        elif self.whole_line_is_range(rule, ranged):
            yield from self.coverage(rule)
        else:
            for index, band in enumerate(rule.bands):
                if not band.has_range:
                    yield error("band_from", _("Mức này thiếu khoảng trong khi mức khác có."), band=index)

    def unranged(self, rule: CriterionRule) -> Iterator[Finding]:
        """Bands without any range: the label decides."""
        yield warning("band_from", _("Không mức nào có khoảng: đơn vị chọn mức theo tên."), band=0)
        yield from label_findings(rule)

    def whole_line_is_range(self, rule: CriterionRule, ranged: list[int]) -> bool:
        """Whether every band counts as having a range (a calendar's last band has no date)."""
        return len(ranged) == len(rule.bands)

    def coverage(self, rule: CriterionRule) -> Iterator[Finding]:
        """Holes and overlaps."""
        raise NotImplementedError

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        if not rule.bands:
            yield _("Từ 0 đến %(max)s điểm.") % {"max": number(rule.max_points)}
            return
        for index, band in enumerate(rule.bands):
            words = self.band_words(rule, index) if has_ranges(rule) else band.label
            yield _("%(band)s: %(points)s") % {"band": words, "points": points_text(band.points)}

    def band_words(self, rule: CriterionRule, index: int) -> str:
        return rule.bands[index].label

    def fallen(self, rule: CriterionRule, spans: Iterable[Span], value: Fraction, step: Step, field: str) -> Outcome:
        """Outcome of the first band whose span holds the value. Raises MeasureError when none does."""
        for index, span in enumerate(spans):
            if span.contains(value):
                return self.awarded(rule, index, step)
        message = _("Giá trị %(value)s không thuộc mức điểm nào, đề nghị kiểm tra lại số liệu.")
        raise MeasureError(message % {"value": number(value)}, field=field, code="no_band")

    def awarded(self, rule: CriterionRule, index: int, *steps: Step) -> Outcome:
        points = exact(rule.bands[index].points)
        # Written out when it is read: in the reader's language, and not at all where nobody asks why.
        named = Step("band", {"band": _words_later(self, rule, index), "points": points})
        return Outcome(points, (*steps, named))


def has_ranges(rule: CriterionRule) -> bool:
    return any(band.has_range for band in rule.bands)


def chosen(rule: CriterionRule, measure: Measure) -> Outcome:
    """Points of the band whose label was picked. Raises MeasureError for a label that is not there."""
    if not measure.band_label:
        return missing()
    band = by_label(rule.bands, measure.band_label)
    if band is None:
        message = _("Không có mức “%(label)s” trong tiêu chí này.")
        raise MeasureError(message % {"label": measure.band_label}, field="band_label", code="unknown_band")
    return Outcome(exact(band.points), (Step("chosen", {"band": band.label, "points": exact(band.points)}),))


def by_label(bands, label: str):
    """The band or adjustment of that label: letter for letter, else the only one alike without diacritics."""
    wanted = clean(label)
    for band in bands:
        if clean(band.label) == wanted:
            return band
    alike = [band for band in bands if fold(band.label) == fold(label)]
    return alike[0] if len(alike) == 1 else None


def band_point_findings(rule: CriterionRule) -> Iterator[Finding]:
    """Bands above the maximum are wrong; negative ones, or a maximum out of reach, are doubtful."""
    maximum = rule.max_points
    for index, band in enumerate(rule.bands):
        if maximum is not None and band.points > maximum:
            message = _("Mức %(points)s điểm cao hơn điểm tối đa %(max)s của tiêu chí.")
            shown = {"points": number(band.points), "max": number(maximum)}
            yield error("band_points", message % shown, band=index)
        elif band.points < 0:
            yield warning("band_points", _("Mức điểm âm."), band=index)
    if maximum is not None and max(band.points for band in rule.bands) < maximum:
        message = _("Không mức nào đạt điểm tối đa %(max)s.")
        yield warning("band_points", message % {"max": number(maximum)}, band=_highest(rule.bands))


def label_findings(rule: CriterionRule) -> Iterator[Finding]:
    """Labels that are chosen from must be there and differ."""
    seen = Counter()
    for index, band in enumerate(rule.bands):
        key = clean(band.label)
        seen[key] += 1
        if not key:
            yield error("band_label", _("Thiếu tên mức."), band=index)
        elif seen[key] > 1:
            yield error("band_label", _("Tên mức “%(label)s” bị trùng.") % {"label": band.label}, band=index)


def looks_like_share(bands: Iterable[BandRule]) -> bool:
    """Whether bounds were written as 0.95 instead of 95."""
    bounds = [bound for band in bands for bound in (band.lo, band.hi) if bound is not None]
    return any(Decimal(0) < bound < 1 for bound in bounds) and all(bound <= 1 for bound in bounds)


def _highest(bands) -> int:
    return max(range(len(bands)), key=lambda index: bands[index].points)
