"""Giving a report back to its unit: with a remark (Yêu cầu bổ sung), or reopened with a reason (Mở lại)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.models import Entry
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.line_rows import with_line_remarks
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.periodic_reports.domain.lines import lock_report
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periodic_reports.workflow import REPORT_FLOW
from apps.periods.domain.years import require_writable
from apps.units.telling_queries import people_of

REMARK_LENGTH = 500
COPIED = (
    "item_id",
    "amount",
    "numerator",
    "denominator",
    "is_estimate",
    "nothing_arose",
    "text",
    "note",
    "source_label",
    "source_path",
    "saved_by_id",
    "saved_by_label",
    "saved_at",
)


class RemarkMissing(DomainError):
    """Nothing says what the unit should do."""

    default_message = _("Ghi yêu cầu chung hoặc yêu cầu cho ít nhất một dòng.")


class ReasonNeeded(DomainError):
    """This step stands in the trail with its reason."""

    default_message = _("Ghi lý do.")


class NoCorrection(DomainError):
    """Nobody typed for the unit, or the days to correct are over."""

    default_message = _("Đã hết hạn sửa bản nhập thay. Cần sửa thì đề nghị Trưởng Cụm mở lại.")


@operation()
def return_report(
    *, report_id: int, actor: Actor, now: datetime, remark: str = "", line_remarks: Mapping[int, str] | None = None
) -> PeriodicReport:
    """Yêu cầu bổ sung: a new version with the same lines, those named with a remark. What was sent stays as it was.

    ``line_remarks``: id of a line of the sent version → remark. The duty is owed again; its first lateness stays.
    Raises TransitionNotAllowed, RemarkMissing, YearClosed.
    """
    report = lock_report(report_id)
    require_writable(report.template.year)
    before = report.state
    report.state = REPORT_FLOW.target("return", before)
    report.remark = clean(remark, multiline=True)
    said = {pk: text for pk, each in (line_remarks or {}).items() if (text := clean(each)[:REMARK_LENGTH])}
    lines = ReportLine.objects.filter(pk__in=said, report_version_id=report.sent_version_id)
    remarks = {item_id: said[pk] for pk, item_id in lines.values_list("pk", "item_id")}
    if not report.remark and not remarks:
        raise RemarkMissing(field="remark")
    _open_again(report, remarks)
    fields = ["state", "remark", "printed_at", "sent_to_leader_at", "updated_at"]
    report.save(update_fields=fields)
    after = {"state": report.state, "lines": len(remarks)}
    reason = report.remark
    record(
        "periodic_reports.report.return", actor=actor, target=report, at=now, before=before, after=after, reason=reason
    )
    told, to = with_line_remarks(report.remark, len(remarks)), people_of(report, now)
    notify("periodic_reports.returned", to=to, about=report, body=told, actor=actor, now=now)
    return report


@operation()
def reopen_report(*, report_id: int, reason: str, actor: Actor, now: datetime) -> PeriodicReport:
    """Mở lại cho đơn vị sửa, of a report sent or taken over; consolidations made before keep their figures.

    Raises TransitionNotAllowed, ReasonNeeded, YearClosed.
    """
    report = lock_report(report_id)
    require_writable(report.template.year)
    before = report.state
    report.state = REPORT_FLOW.target("reopen", before)
    report.reopened_reason = clean(reason, multiline=True)
    if not report.reopened_reason:
        raise ReasonNeeded(field="reason")
    _open_again(report, {})
    report.save(update_fields=["state", "reopened_reason", "printed_at", "sent_to_leader_at", "updated_at"])
    told, to = report.reopened_reason, people_of(report, now)
    record(
        "periodic_reports.report.reopen",
        actor=actor,
        target=report,
        at=now,
        before=before,
        after=report.state,
        reason=told,
    )
    notify("periodic_reports.reopened", to=to, about=report, body=told, actor=actor, now=now)
    return report


@operation()
def correct_report(*, report_id: int, actor: Actor, now: datetime) -> PeriodicReport:
    """Sửa bản nhập thay: the unit corrects what was typed for it; the day of the paper stays the day it was sent.

    The caller has asked ``policies.can_correct``. Raises NoCorrection, TransitionNotAllowed, YearClosed.
    """
    report = lock_report(report_id)
    require_writable(report.template.year)
    before = report.state
    report.state = REPORT_FLOW.target("correct", before)
    until = report.sent_version.correct_until
    if until is None or local(now).date() > until:
        raise NoCorrection
    _open_again(report, {})
    report.save(update_fields=["state", "printed_at", "sent_to_leader_at", "updated_at"])
    record("periodic_reports.report.correct", actor=actor, target=report, at=now, before=before, after=report.state)
    return report


@operation()
def close_again(*, report_id: int, since: datetime, actor: Actor, now: datetime) -> PeriodicReport | None:
    """The hour of a reopening has passed: what was sent before stands again, taken over where it was. None when it was
    sent since.

    What was typed meanwhile stays in the open version and is found there at the next reopening. The caller writes the
    duty (obligations.reopenings).
    """
    report = lock_report(report_id)
    if report.sent_version_id is None or not REPORT_FLOW.allows("close_again", report.state):
        return None
    if report.sent_version.locked_at > since:
        return None
    before = report.state
    report.state = REPORT_FLOW.target("close_again", before)
    if _was_taken_over(report):
        report.state = REPORT_FLOW.target("accept", report.state)
    report.save(update_fields=["state", "updated_at"])
    record("periodic_reports.report.close_again", actor=actor, target=report, at=now, before=before, after=report.state)
    return report


def _was_taken_over(report: PeriodicReport) -> bool:
    """Whether the next body had the report when it was last reopened, as the trail tells."""
    key = f"{report._meta.label_lower}:{report.pk}"
    told = Entry.objects.filter(target_key=key, action="periodic_reports.report.reopen").order_by("pk")
    return told.values_list("before", flat=True).last() == ReportState.ACCEPTED


def _open_again(report: PeriodicReport, remarks: Mapping[int, str]) -> None:
    """An open version with the lines of the sent one (or what was typed before it was closed); owed again."""
    report.printed_at, report.sent_to_leader_at = None, None
    open_copy(report, remarks)
    template = report.template
    duties.unfulfil(year_id=template.year_id, code=template.duty_code, unit_id=report.unit_id)


def open_copy(report: PeriodicReport, remarks: Mapping[int, str]) -> None:
    """The open version (else a new one with the lines of the sent one) with these remarks by id of item."""
    version = report.versions.filter(locked_at=None).first()
    if version is None:
        version = ReportVersion.objects.create(report=report, number=report.sent_version.number + 1)
        source = ReportLine.objects.filter(report_version_id=report.sent_version_id).order_by("pk")
        ReportLine.objects.bulk_create(ReportLine(report_version=version, **row) for row in source.values(*COPIED))
    lines = list(version.lines.all())
    for line in lines:
        line.return_remark = remarks.get(line.item_id, "")
    ReportLine.objects.bulk_update(lines, ["return_remark"])
