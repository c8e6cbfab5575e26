"""Nhập thay: a body that receives the report types it from the unit's paper; the day the paper came counts."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.periodic_reports.domain.lines import editable_version, lock_report, start_report
from apps.periodic_reports.domain.returns import open_copy
from apps.periodic_reports.models import PeriodicReport, ReportVersion
from apps.periodic_reports.queries import typed_by_unit, typed_lines
from apps.units.telling_queries import people_of

ENTERED = ("entered_by_label", "entered_basis", "entered_received_on")


class NotYetReceived(DomainError):
    """A day of arrival in the future."""

    default_message = _("Ngày nhận bản giấy không được sau hôm nay.")


class ReceivedTooEarly(DomainError):
    """The paper cannot have come before the time on which it reports, nor before what it corrects."""


class UnitWrites(DomainError):
    """The unit has typed: its draft is its own."""

    default_message = _("Đơn vị đang tự soạn báo cáo này nên không nhập thay. Nội dung đang soạn chỉ đơn vị xem được.")


class NotEntered(DomainError):
    """Nobody is typing for the unit."""

    default_message = _("Báo cáo này không có bản nhập thay nào đang làm.")


@operation()
def enter_for(*, report_id: int, received_on: date, basis: str, actor: Actor, now: datetime) -> PeriodicReport:
    """Nhập thay, from the paper that arrived on ``received_on``; again: another day or basis of the same paper.

    The caller has asked ``policies.can_enter_for``. Raises NotYetReceived, ReceivedTooEarly, UnitWrites,
    ReportNotEditable, YearClosed.
    """
    if received_on > local(now).date():
        raise NotYetReceived(field="received_on")
    report = lock_report(report_id)
    version = start_report(report_id=report_id, actor=actor, now=now)
    earliest = local(report.submitted_at).date() if report.submitted_at else report.template.starts_on
    if received_on < earliest:
        message = _("Ngày nhận bản giấy không được trước ngày %(day)s.") % {"day": format_date(earliest)}
        raise ReceivedTooEarly(message, field="received_on")
    if typed_by_unit(report):
        raise UnitWrites
    _mark(version, actor.label, basis, received_on)
    after = {"received_on": received_on.isoformat()}
    record("periodic_reports.report.enter_for", actor=actor, target=report, at=now, after=after, reason=basis)
    return report


@operation()
def cancel_entry(*, report_id: int, actor: Actor, now: datetime) -> PeriodicReport:
    """Hủy nhập thay: what was typed for the unit goes, unless the unit has typed in it as well; then it is the unit's.

    The caller has asked ``policies.can_enter_for``. Raises NotEntered, ReportNotEditable, YearClosed.
    """
    report = lock_report(report_id)
    version = editable_version(report)
    if not version.entered_by_label:
        raise NotEntered
    reason = version.entered_basis
    if typed_lines(report, version).filter(saved_by_id__in=people_of(report, now)).exists():
        _mark(version, "", "", None)
    else:
        remarks = dict(version.lines.exclude(return_remark="").values_list("item_id", "return_remark"))
        version.delete()
        if report.sent_version_id:
            open_copy(report, remarks)
    record("periodic_reports.report.cancel_entry", actor=actor, target=report, at=now, reason=reason)
    return report


def _mark(version: ReportVersion, label: str, basis: str, received_on: date | None) -> None:
    version.entered_by_label, version.entered_basis, version.entered_received_on = label, basis, received_on
    version.save(update_fields=[*ENTERED, "updated_at"])
