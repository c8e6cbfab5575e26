"""Sending a report: its version is frozen with number and hash; the duty is fulfilled when it was received."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.numbers import format_decimal
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties, proxies
from apps.periodic_reports.domain.lines import editable_version, lock_report, start_report
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periodic_reports.queries import leaders_of, officers_of, receivers_of
from apps.periodic_reports.workflow import REPORT_FLOW


class ChangedMeanwhile(DomainError):
    """Somebody saved a line after the person had read the report for sending."""

    default_message = _("Báo cáo đã được sửa sau khi bạn mở trang này. Hãy xem lại rồi gửi.")


class NothingWritten(DomainError):
    """No line says anything."""

    default_message = _("Báo cáo chưa có nội dung nào. Nhập số liệu, nội dung rồi gửi.")


class NotYetReceived(DomainError):
    """A day of arrival in the future."""

    default_message = _("Ngày nhận bản giấy không được sau hôm nay.")


def fingerprint(lines: Iterable[ReportLine]) -> str:
    """Short text that differs as soon as any line was saved anew: what the person read is what is sent."""
    seen = ",".join(f"{line.pk}:{line.version}" for line in sorted(lines, key=lambda line: line.pk))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def canonical(lines: Iterable[ReportLine]) -> str:
    """The text whose SHA-256 a sent version keeps: what each line says, by code, without ids and times."""
    rows = [
        [
            line.item.code,
            *(format_decimal(getattr(line, name), grouped=False) for name in ("amount", "numerator", "denominator")),
            line.is_estimate,
            line.nothing_arose,
            line.text,
            line.note,
        ]
        for line in sorted(lines, key=lambda line: line.item.code)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@operation()
def submit_report(*, report_id: int, actor: Actor, now: datetime, seen: str = "") -> PeriodicReport:
    """Gửi: freeze the open version, give it a receipt number, fulfil the duty at ``now``.

    ``now`` is the moment at which the request was received; of a paper typed by others the day on which it arrived
    counts. ``seen``: the fingerprint of what was read. A text left empty goes out as "Không phát sinh".
    Raises TransitionNotAllowed, ReportNotEditable, YearClosed, ChangedMeanwhile, NothingWritten, DutyClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    before = report.state
    report.state = REPORT_FLOW.target("submit", before)
    lines = list(version.lines.select_related("item"))
    if seen and seen != fingerprint(lines):
        raise ChangedMeanwhile
    if not any(line.is_filled for line in lines):
        raise NothingWritten
    _freeze(report, version, lines, actor, now)
    at = received_at(version, now)
    report.sent_version, report.submitted_at, report.remark = version, at, ""
    report.save(update_fields=["state", "sent_version", "submitted_at", "remark", "updated_at"])
    _fulfil(report, version, actor, now)
    after = {"state": report.state, "receipt": version.receipt_number, "sha256": version.sha256}
    record("periodic_reports.report.submit", actor=actor, target=report, at=now, before=before, after=after)
    notify("periodic_reports.submitted", to=receivers_of(report, now), about=report, actor=actor, now=now)
    return report


def received_at(version: ReportVersion, now: datetime) -> datetime:
    """When the version counts as received: now, or the day on which its paper came."""
    return proxies.received_at(version.entered_received_on) if version.entered_received_on else now


def _fulfil(report: PeriodicReport, version: ReportVersion, actor: Actor, now: datetime) -> None:
    template = report.template
    owed = {"year_id": template.year_id, "code": template.duty_code, "unit_id": report.unit_id}
    path = report.get_absolute_url()
    if version.entered_received_on is None:
        duties.fulfil(**owed, at=now, path=path)
        return
    received_on, basis = version.entered_received_on, version.entered_basis
    proxies.enter_for(**owed, received_on=received_on, basis=basis, actor=actor, now=now, path=path)


def _freeze(report: PeriodicReport, version: ReportVersion, lines, actor: Actor, now: datetime) -> None:
    version.sha256 = hashlib.sha256(canonical(lines).encode()).hexdigest()
    version.locked_at, version.locked_by_label = now, actor.label_for(report)
    version.receipt_number = f"BC-{report.template.year.year}-{version.pk:06d}"
    version.save()


@operation()
def send_to_leader(*, report_id: int, actor: Actor, now: datetime) -> PeriodicReport:
    """Trình lãnh đạo: the leader is asked to read and send. Repeating changes nothing."""
    report = lock_report(report_id)
    editable_version(report)
    if report.sent_to_leader_at is None:
        report.sent_to_leader_at = now
        report.save(update_fields=["sent_to_leader_at", "updated_at"])
        record("periodic_reports.report.send_to_leader", actor=actor, target=report, at=now)
        notify("periodic_reports.to_leader", to=leaders_of(report, now), about=report, actor=actor, now=now)
    return report


@operation()
def return_to_officer(*, report_id: int, remark: str, actor: Actor, now: datetime) -> PeriodicReport:
    """Yêu cầu sửa lại: the leader gives the report back inside the unit; its state does not change."""
    report = lock_report(report_id)
    editable_version(report)
    report.sent_to_leader_at, report.printed_at, report.remark = None, None, remark
    report.save(update_fields=["sent_to_leader_at", "printed_at", "remark", "updated_at"])
    record("periodic_reports.report.return_to_officer", actor=actor, target=report, at=now, reason=remark)
    to = officers_of(report, now)
    notify("periodic_reports.to_officer", to=to, about=report, body=remark, actor=actor, now=now)
    return report


@operation()
def note_printed(*, report_id: int, actor: Actor, now: datetime) -> PeriodicReport:
    """In để trình ký: the report now waits for the signature on paper. One already sent is only printed."""
    report = lock_report(report_id)
    if report.is_in_hand:
        report.printed_at = now
        report.save(update_fields=["printed_at", "updated_at"])
        record("periodic_reports.report.print", actor=actor, target=report, at=now)
    return report


@operation()
def enter_for(*, report_id: int, received_on: date, basis: str, actor: Actor, now: datetime) -> PeriodicReport:
    """Nhập thay: the next body types the report from the unit's paper, which arrived on ``received_on``.

    The caller has asked ``policies.can_enter_for``. Raises NotYetReceived, ReportNotEditable, YearClosed.
    """
    if received_on > local(now).date():
        raise NotYetReceived(field="received_on")
    report = lock_report(report_id)
    version = start_report(report_id=report_id, actor=actor, now=now)
    version.entered_by_label, version.entered_basis, version.entered_received_on = actor.label, basis, received_on
    version.save(update_fields=["entered_by_label", "entered_basis", "entered_received_on", "updated_at"])
    after = {"received_on": received_on.isoformat()}
    record("periodic_reports.report.enter_for", actor=actor, target=report, at=now, after=after, reason=basis)
    return report
