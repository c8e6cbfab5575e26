"""Saving lines: who saves second is told who was first and when, and what was typed is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.core.errors import DomainError, LinesRefused
from apps.core.locking import hold
from apps.core.numbers import format_decimal
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periodic_reports.enums import ItemKind
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periods.domain.years import require_writable


class ReportNotEditable(DomainError):
    """The report was sent; nobody writes until it is returned or reopened."""

    default_message = _("Báo cáo đã gửi, không sửa được. Cần sửa thì đề nghị cấp nhận báo cáo mở lại.")


class ReportNotStarted(DomainError):
    """Nobody has opened the first version yet."""

    default_message = _("Báo cáo chưa bắt đầu soạn.")


class LineRefused(DomainError):
    """What was typed does not fit together."""


@dataclass(frozen=True)
class LineInput:
    """What a person types on a line; what the kind of the line does not ask for is empty."""

    amount: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_estimate: bool = False
    nothing_arose: bool = False
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class LineChange:
    """What to save on one line, and the version the person saw."""

    expected_version: int
    inputs: LineInput
    source_label: str = ""
    source_path: str = ""


def stored_input(line: ReportLine) -> LineInput:
    return LineInput(**{each.name: getattr(line, each.name) for each in fields(LineInput)})


def _source_kept(line: ReportLine, inputs: LineInput) -> dict:
    """Where a figure comes from stays beside it when only the note is another."""
    same = replace(inputs, note="") == replace(stored_input(line), note="")
    return {"source_label": line.source_label, "source_path": line.source_path} if same else {}


def lock_report(report_id: int) -> PeriodicReport:
    """The report under its lock. Every write of a report starts here."""
    reports = PeriodicReport.objects.select_related("template__year__organiser", "unit", "sent_version")
    return hold(reports, report_id)


def editable_version(report: PeriodicReport) -> ReportVersion:
    """The open version of a locked report. Raises ReportNotEditable, ReportNotStarted, YearClosed."""
    require_writable(report.template.year)
    if not report.is_in_hand:
        raise ReportNotEditable
    version = report.versions.filter(locked_at=None).first()
    if version is None:
        raise ReportNotStarted
    return version


@operation()
def start_report(*, report_id: int, actor: Actor, now: datetime) -> ReportVersion:
    """Bắt đầu soạn: the first version with an empty line for each of the template's. Repeating changes nothing.

    Raises ReportNotEditable, YearClosed.
    """
    report = lock_report(report_id)
    try:
        return editable_version(report)
    except ReportNotStarted:
        version = ReportVersion.objects.create(report=report, number=report.versions.count() + 1)
    items = report.template.items.values_list("pk", flat=True)
    ReportLine.objects.bulk_create(ReportLine(report_version=version, item_id=pk) for pk in items)
    record("periodic_reports.report.start", actor=actor, target=report, at=now)
    return version


@operation()
def save_line(*, line_id: int, expected_version: int, inputs: LineInput, actor: Actor, now: datetime) -> ReportLine:
    """Save one line of the open version; the same again changes nothing, not even the version.

    Raises ReportNotEditable, YearClosed, StaleVersion, LineRefused (``field`` names the input).
    """
    report_id = ReportLine.objects.values_list("report_version__report_id", flat=True).get(pk=line_id)
    change = LineChange(expected_version, inputs)
    try:
        return save_lines(report_id=report_id, changes={line_id: change}, actor=actor, now=now)[line_id]
    except LinesRefused as refused:
        raise refused.errors[line_id] from None


@operation()
def save_lines(
    *, report_id: int, changes: Mapping[int, LineChange], actor: Actor, now: datetime
) -> dict[int, ReportLine]:
    """Save many lines of one report, all or nothing; answers the lines asked for, by id.

    Raises LinesRefused with the error of each line, ReportNotEditable, YearClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    lines = {line.pk: line for line in version.lines.select_related("item").order_by("item__position")}
    if not changes.keys() <= lines.keys():
        raise ReportNotEditable
    errors: dict[int, DomainError] = {}
    touched: list[tuple[ReportLine, dict]] = []
    for pk, change in changes.items():
        line, before = lines[pk], summary(lines[pk])
        try:
            inputs = checked(line.item.kind, change.inputs)
            if inputs == stored_input(line):
                continue
            require_version(line, change.expected_version)
        except DomainError as error:
            errors[pk] = error
            continue
        write(line, replace(change, inputs=inputs, **_source_kept(line, inputs)), actor, now)
        touched.append((line, before))
    if errors:
        raise LinesRefused(errors)
    told = []
    for line, before in touched:
        line.save()
        told.append(Line("periodic_reports.report_line.save", line, before=before, after=summary(line)))
    record_many(told, actor=actor, at=now)
    if touched:
        forget_print(report)
    return {pk: lines[pk] for pk in changes}


def forget_print(report: PeriodicReport) -> None:
    """What was printed is no longer what would be sent."""
    if report.printed_at is not None:
        report.printed_at = None
        report.save(update_fields=["printed_at", "updated_at"])


def write(line: ReportLine, change: LineChange, actor: Actor, now: datetime) -> None:
    for each in fields(LineInput):
        setattr(line, each.name, getattr(change.inputs, each.name))
    line.source_label, line.source_path = change.source_label, change.source_path
    line.version += 1
    line.saved_by_id, line.saved_by_label, line.saved_at = actor.user_id, actor.label, now


def checked(kind: str, inputs: LineInput) -> LineInput:
    """The input with only what the kind asks for, texts cleaned. Raises LineRefused."""
    text = clean(inputs.text, multiline=True) if kind == ItemKind.TEXT else ""
    if inputs.nothing_arose and text:
        raise LineRefused(_("Đã có nội dung thì bỏ dấu “Không phát sinh”."), field="nothing_arose")
    amount = inputs.amount if kind == ItemKind.AMOUNT else None
    numerator, denominator = (inputs.numerator, inputs.denominator) if kind == ItemKind.RATE else (None, None)
    if inputs.nothing_arose and (amount or numerator or denominator):
        raise LineRefused(_("Đã có số liệu thì bỏ dấu “Không phát sinh”."), field="nothing_arose")
    if numerator and denominator == 0:
        raise LineRefused(_("Mẫu số bằng 0 thì tử số phải bằng 0."), field="denominator")
    has_figure = amount is not None or numerator is not None or denominator is not None
    return LineInput(
        amount=amount,
        numerator=numerator,
        denominator=denominator,
        is_estimate=inputs.is_estimate and has_figure,
        nothing_arose=inputs.nothing_arose,
        text=text,
        note=clean(inputs.note),
    )


def summary(line: ReportLine) -> dict:
    """What the trail says of a line."""
    figures = {name: format_decimal(getattr(line, name)) for name in ("amount", "numerator", "denominator")}
    said = {name: value for name, value in figures.items() if value}
    return said | {"nothing_arose": line.nothing_arose, "length": len(line.text), "version": line.version}
