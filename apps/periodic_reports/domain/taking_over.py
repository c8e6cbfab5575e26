"""Lấy số liệu: what was typed once at Kết quả, thành tích, or sent by the units below, is not typed again."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.periodic_reports import policies
from apps.periodic_reports.domain.consolidating import has_waiting
from apps.periodic_reports.domain.lines import LineChange, LineInput, editable_version, forget_print, lock_report, write
from apps.periodic_reports.enums import ReportKind
from apps.periodic_reports.models import PeriodicReport, ReportLine
from apps.periodic_reports.own_totals import OwnTotal, is_own_total, own_totals
from apps.results.enums import Period
from apps.results.figures import Figure
from apps.results.models import ResultEntry
from apps.results.queries import figures, told_in_words
from apps.results.sentences import words_of


class NothingToTakeOver(DomainError):
    """No line is empty for which the unit has entered or gathered anything."""

    default_message = gettext_lazy(
        "Không có số liệu nào ở Kết quả, thành tích hay trong bản tổng hợp của đơn vị cho các dòng còn trống."
    )


def figures_for(report: PeriodicReport, codes: list[str]) -> dict[str, Figure]:
    """The unit's figures of the report's year and period by code of indicator; one query."""
    template = report.template
    period = Period.HALF if template.kind == ReportKind.HALF_YEAR else Period.YEAR
    found = figures([report.unit_id], template.year.year, codes, period=period)
    return {code: figure for (_unit, code), figure in found.items()}


class SourceStates(NamedTuple):
    """Ids of lines whose figure or text was taken over and needs another look; nothing is corrected by itself.

    ``outdated``: it is another one at its source now, another number of units is missing, or it is gone ("Đã cũ: số
    liệu nguồn đã sửa"). ``waiting``: it is a sum of the unit's own for which reports have come since that were not
    frozen yet ("Có báo cáo mới chưa chốt").
    """

    outdated: set[int]
    waiting: set[int]


def source_states(report: PeriodicReport, lines: list[ReportLine], *, with_waiting: bool = True) -> SourceStates:
    """How the sources of these lines stand now. At most three queries; ``with_waiting`` asks one more for each template
    of the unit's own, for who sees its sums: else nothing is said to wait.
    """
    taken = [line for line in lines if line.source_path]
    if not taken:
        return SourceStates(set(), set())
    summed = [line for line in taken if is_own_total(line.source_path)]
    known = _Sources(report, taken, with_totals=bool(summed))
    outdated = {line.pk for line in taken if _said(line) != _said(known.of_kind(line)) or known.has_other_gap(line)}
    return SourceStates(outdated, known.waiting(summed) if with_waiting else set())


def _said(line: ReportLine | LineInput | None) -> tuple | None:
    return line and (line.amount, line.numerator, line.denominator, line.is_estimate, line.text)


@dataclass(frozen=True)
class _Found:
    """What may be written on a line, and where it comes from."""

    inputs: LineInput
    label: str
    path: str


class _Sources:
    """What these lines may say: the unit's own entries, else what it has gathered from below. Three queries."""

    def __init__(self, report: PeriodicReport, lines: list[ReportLine], *, with_totals: bool = True):
        codes = [line.item.indicator_code for line in lines if line.item.indicator_code]
        self.figures = figures_for(report, codes) if codes else {}
        fields = {line.item.field_code for line in lines if line.item.is_text and line.item.field_code}
        self.year = report.template.year.year
        days = (report.template.starts_on, report.template.ends_on)
        self.told = told_in_words(report.unit_id, self.year, fields, *days) if fields else {}
        self.totals = own_totals(report) if with_totals else {}

    def of_line(self, line: ReportLine) -> _Found | None:
        return self._entered(line) or self._gathered(line)

    def of_kind(self, line: ReportLine) -> LineInput | None:
        """As the source from which the line was taken says it now."""
        found = self._gathered(line) if is_own_total(line.source_path) else self._entered(line)
        return found and found.inputs

    def has_other_gap(self, line: ReportLine) -> bool:
        """Whether a newer sum has the same figure with another number of units missing."""
        total = self.totals.get(line.item.code) if is_own_total(line.source_path) else None
        return total is not None and total.path != line.source_path and total.gap != line.source_gap

    def waiting(self, summed: list[ReportLine]) -> set[int]:
        """Ids of those of these sums for which the newest consolidation has not taken over all that was sent."""
        made = {line.pk: self.totals[line.item.code].consolidation for line in summed if line.item.code in self.totals}
        templates = {each.template_id: each.template for each in made.values()}
        waits = {pk: has_waiting(template) for pk, template in templates.items()}
        return {pk for pk, each in made.items() if waits[each.template_id]}

    def _entered(self, line: ReportLine) -> _Found | None:
        if line.item.is_text:
            return self._in_words(line)
        figure = self.figures.get(line.item.indicator_code)
        inputs = _input_of(line, figure)
        return inputs and _Found(inputs, _("Kết quả, thành tích"), _path(figure))

    def _in_words(self, line: ReportLine) -> _Found | None:
        """One line for each entry of the work field; with one link to all of them where there are several."""
        code = line.item.field_code
        if not (entries := self.told.get(code)):
            return None
        with kept_language():
            text = "\n".join(f"- {words_of(each)}." for each in entries)
        listed = urlencode({"year": self.year, "field_code": code})
        path = f"{reverse('results:result-list')}?{listed}" if entries[1:] else entries[0].get_absolute_url()
        return _Found(LineInput(text=text), _("Kết quả, thành tích"), path)

    def _gathered(self, line: ReportLine) -> _Found | None:
        total = self.totals.get(line.item.code)
        inputs = _sum_of(line, total)
        return inputs and _Found(inputs, total.label, total.path)


@operation()
def take_over(*, report_id: int, actor: Actor, now: datetime) -> list[ReportLine]:
    """Fill lines that are still empty: figures from the unit's results, else from the sums of its own units below,
    texts of a work field from what was told in words; with a link to each. Answers the lines filled. Whoever types for
    the unit does not see those sums, so they stay out.

    Estimates stay marked; of a sum to which units are missing the source says so. A rate known only as a percentage
    cannot be added up and is left out. What somebody typed is never overwritten, not half of a rate nor a note.

    Raises NothingToTakeOver, ReportNotEditable, ReportNotStarted, YearClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    empty = [line for line in _lines(version) if line.is_empty]
    known = _Sources(report, empty, with_totals=policies.draws_on_own_totals(actor, report))
    filled = []
    for line in empty:
        if (found := known.of_line(line)) is None:
            continue
        inputs = replace(found.inputs, note=line.note)
        write(line, LineChange(line.version, inputs, found.label, found.path), actor, now)
        line.save()
        filled.append(line)
    if not filled:
        raise NothingToTakeOver
    forget_print(report)
    after = {"lines": [line.item.code for line in filled]}
    record("periodic_reports.report.take_over", actor=actor, target=report, at=now, after=after)
    return filled


def _lines(version) -> list[ReportLine]:
    return list(version.lines.select_related("item").order_by("item__position"))


def _input_of(line: ReportLine, figure: Figure | None) -> LineInput | None:
    if figure is None:
        return None
    if line.item.is_rate:
        if not figure.adds_up:
            return None
        numerator, denominator = _decimal(figure.numerator), _decimal(figure.denominator)
        return LineInput(numerator=numerator, denominator=denominator, is_estimate=figure.is_estimate)
    return LineInput(amount=_decimal(figure.value), is_estimate=figure.is_estimate)


def _sum_of(line: ReportLine, total: OwnTotal | None) -> LineInput | None:
    if total is None or not total.fits(line.item):
        return None
    names = ("numerator", "denominator") if line.item.is_rate else ("value",)
    figures = [total.figure(name) for name in names]
    if None in figures:
        return None
    if line.item.is_rate:
        return LineInput(numerator=figures[0], denominator=figures[1], is_estimate=total.is_estimate)
    return LineInput(amount=figures[0], is_estimate=total.is_estimate)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))


def _path(figure: Figure) -> str:
    return ResultEntry(pk=figure.entry_id).get_absolute_url()
