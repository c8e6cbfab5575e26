"""Lấy số liệu từ Kết quả, thành tích: what was typed once is not typed again."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.periodic_reports.domain.lines import LineChange, LineInput, editable_version, forget_print, lock_report, write
from apps.periodic_reports.enums import ReportKind
from apps.periodic_reports.models import PeriodicReport, ReportLine
from apps.results.enums import Period
from apps.results.figures import Figure
from apps.results.models import ResultEntry
from apps.results.queries import figures


class NothingToTakeOver(DomainError):
    """No line is empty for which the unit has entered a figure."""

    default_message = gettext_lazy("Không có số liệu nào ở Kết quả, thành tích cho các dòng còn trống.")


def figures_for(report: PeriodicReport, codes: list[str]) -> dict[str, Figure]:
    """The unit's figures of the report's year and period by code of indicator; one query."""
    template = report.template
    period = Period.HALF if template.kind == ReportKind.HALF_YEAR else Period.YEAR
    found = figures([report.unit_id], template.year.year, codes, period=period)
    return {code: figure for (_unit, code), figure in found.items()}


def outdated_lines(report: PeriodicReport, lines: list[ReportLine]) -> set[int]:
    """Ids of lines whose figure was taken over and is another one at Kết quả, thành tích now, or gone ("Đã cũ: số
    liệu nguồn đã sửa"). Nothing is corrected by itself. At most one query.
    """
    taken = [line for line in lines if line.source_path]
    known = figures_for(report, [line.item.indicator_code for line in taken]) if taken else {}
    return {line.pk for line in taken if _said(line) != _said(_input_of(line, known.get(line.item.indicator_code)))}


def _said(line: ReportLine | LineInput | None) -> tuple | None:
    return line and (line.amount, line.numerator, line.denominator, line.is_estimate)


@operation()
def take_over(*, report_id: int, actor: Actor, now: datetime) -> list[ReportLine]:
    """Fill figures that are still empty from the unit's results, with a link to each; answers the lines filled.

    Estimates stay marked. A rate known only as a percentage cannot be added up and is left out. What somebody typed
    is never overwritten, not half of a rate nor a note.

    Raises NothingToTakeOver, ReportNotEditable, ReportNotStarted, YearClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    empty = [line for line in _lines(version) if line.is_empty]
    known = figures_for(report, [line.item.indicator_code for line in empty])
    filled = []
    for line in empty:
        figure = known.get(line.item.indicator_code)
        inputs = _input_of(line, figure)
        if inputs is None:
            continue
        change = LineChange(line.version, replace(inputs, note=line.note), _("Kết quả, thành tích"), _path(figure))
        write(line, change, actor, now)
        line.save()
        filled.append(line)
    if not filled:
        raise NothingToTakeOver
    forget_print(report)
    after = {"lines": [line.item.code for line in filled]}
    record("periodic_reports.report.take_over", actor=actor, target=report, at=now, after=after)
    return filled


def _lines(version) -> list[ReportLine]:
    lines = version.lines.select_related("item").exclude(item__indicator_code="")
    return list(lines.order_by("item__position"))


def _input_of(line: ReportLine, figure: Figure | None) -> LineInput | None:
    if figure is None:
        return None
    if line.item.is_rate:
        if not figure.adds_up:
            return None
        numerator, denominator = _decimal(figure.numerator), _decimal(figure.denominator)
        return LineInput(numerator=numerator, denominator=denominator, is_estimate=figure.is_estimate)
    if line.item.is_text:
        return None
    return LineInput(amount=_decimal(figure.value), is_estimate=figure.is_estimate)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))


def _path(figure: Figure) -> str:
    return ResultEntry(pk=figure.entry_id).get_absolute_url()
