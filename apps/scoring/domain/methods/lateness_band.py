"""``lateness_band``: days late, or the date held against calendar cut-offs (in January, after 31/01)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.scoring.domain.methods.banded import BandedMethod
from apps.scoring.domain.methods.base import Finding, Outcome, error, missing, whole
from apps.scoring.domain.methods.ranges import UPWARDS, faults, whole_span
from apps.scoring.domain.rules import CriterionRule, Measure, MeasureError, Step
from apps.scoring.domain.wording import cutoff_text, days_text


class LatenessBand(BandedMethod):
    code = "lateness_band"
    inputs = ("count",)

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        return ("actual_on",) if by_calendar(rule) else super().inputs_for(rule)

    def measured(self, rule: CriterionRule, measure: Measure) -> Outcome:
        if by_calendar(rule):
            return self.on_calendar(rule, measure)
        if measure.count is None:
            return missing()
        days = whole(measure.count, "count")
        spans = (whole_span(band) for band in rule.bands)
        return self.fallen(rule, spans, days, Step("days_late", {"days": days}), "count")

    def on_calendar(self, rule: CriterionRule, measure: Measure) -> Outcome:
        """The earliest cut-off not yet passed."""
        if measure.actual_on is None:
            return missing()
        for index in calendar_order(rule):
            date_to = rule.bands[index].date_to
            if date_to is None or measure.actual_on <= date_to:
                return self.awarded(rule, index, Step("done_on", {"date": measure.actual_on}))
        raise MeasureError(_("Ngày này không thuộc mức điểm nào."), field="actual_on", code="no_band")

    def whole_line_is_range(self, rule: CriterionRule, ranged: list[int]) -> bool:
        return by_calendar(rule) or super().whole_line_is_range(rule, ranged)

    def coverage(self, rule: CriterionRule) -> Iterator[Finding]:
        if by_calendar(rule):
            yield from self.calendar_faults(rule)
            return
        for index, message in faults([whole_span(band) for band in rule.bands], UPWARDS):
            yield error("band_from", message, band=index)

    def calendar_faults(self, rule: CriterionRule) -> Iterator[Finding]:
        """Each date once, days and dates not mixed, and exactly one band for all that comes later."""
        seen, later = set(), 0
        for index, band in enumerate(rule.bands):
            if band.lo is not None or band.hi is not None:
                yield error("band_from", _("Không dùng số ngày và mốc ngày trong cùng một tiêu chí."), band=index)
            if band.date_to is None:
                later += 1
            elif band.date_to in seen:
                yield error("band_date_to", _("Mốc ngày bị trùng."), band=index)
            seen.add(band.date_to)
        last = len(rule.bands) - 1
        if not later:
            yield error("band_date_to", _("Thiếu mức cho việc thực hiện sau mốc cuối (để trống mốc ngày)."), band=last)
        elif later > 1:
            yield error("band_date_to", _("Chỉ một mức được để trống mốc ngày."), band=last)

    def band_words(self, rule: CriterionRule, index: int) -> str:
        if not by_calendar(rule):
            return days_text(rule.bands[index])
        order = calendar_order(rule)
        place = order.index(index)
        return cutoff_text(rule.bands[index], rule.bands[order[place - 1]] if place else None)


def by_calendar(rule: CriterionRule) -> bool:
    return any(band.date_to is not None for band in rule.bands)


def calendar_order(rule: CriterionRule) -> list[int]:
    """Bands by date, the one without a date last."""
    bands = rule.bands
    return sorted(range(len(bands)), key=lambda i: (bands[i].date_to is None, bands[i].date_to or 0))
