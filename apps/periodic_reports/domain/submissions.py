"""Sending a report: its version is frozen with number and hash; the duty is fulfilled when it was received."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.numbers import format_decimal
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties, proxies
from apps.periodic_reports.domain.lines import editable_version, lock_report
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periodic_reports.queries import receivers_of
from apps.periodic_reports.workflow import REPORT_FLOW
from apps.units.enums import Role
from apps.units.telling_queries import leaders_of, officers_of

REMARKS = ("remark", "inner_remark", "reopened_reason")


class ChangedMeanwhile(DomainError):
    """Somebody saved a line after the person had read the report for sending."""

    default_message = _("Báo cáo đã được sửa sau khi bạn mở trang này. Hãy xem lại rồi gửi.")


class NothingWritten(DomainError):
    """No line says anything."""

    default_message = _("Báo cáo chưa có nội dung nào. Nhập số liệu, nội dung rồi gửi.")


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
            line.whole_note,
        ]
        for line in sorted(lines, key=lambda line: line.item.code)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@operation()
def submit_report(*, report_id: int, actor: Actor, now: datetime, seen: str = "") -> PeriodicReport:
    """Gửi: freeze the open version, give it a receipt number, fulfil the duty at ``now``.

    ``now`` is the moment at which the request was received; of a paper typed by others the day on which it arrived
    counts, unless the unit's own people send. ``seen``: the fingerprint of what was read. A text left empty goes out
    as "Không phát sinh".
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
    if version.entered_received_on and actor.holds(Role.OFFICER, Role.LEADER, unit_id=report.unit_id):
        # Nhập thay was not finished; this is the unit's own sending.
        version.entered_by_label, version.entered_basis, version.entered_received_on = "", "", None
    _freeze(report, version, lines, actor, now)
    at = received_at(version, now)
    report.sent_version, report.submitted_at = version, at
    report.remark = report.inner_remark = report.reopened_reason = ""
    report.save(update_fields=["state", "sent_version", "submitted_at", *REMARKS, "updated_at"])
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
    typed = {"received_on": version.entered_received_on, "basis": version.entered_basis, "actor": actor, "now": now}
    if proxies.enter_for(**owed, **typed, path=path) is None:
        proxies.tell_entered(report, template.label, **typed)


def _freeze(report: PeriodicReport, version: ReportVersion, lines, actor: Actor, now: datetime) -> None:
    version.sha256 = hashlib.sha256(canonical(lines).encode()).hexdigest()
    version.locked_at, version.locked_by_label = now, actor.label_for(report)
    if version.entered_received_on:
        version.correct_until = local(now).date() + timedelta(days=proxies.DAYS_TO_CORRECT)
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
    """Yêu cầu sửa lại: the leader gives the report back inside the unit; its state does not change.

    What the receiving body had asked for stays beside it.
    """
    report = lock_report(report_id)
    editable_version(report)
    report.sent_to_leader_at, report.printed_at, report.inner_remark = None, None, remark
    report.save(update_fields=["sent_to_leader_at", "printed_at", "inner_remark", "updated_at"])
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
