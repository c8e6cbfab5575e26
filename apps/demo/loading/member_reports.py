"""The two reports that members of Cụm số 1 owe by the year's calendar, so that each cell of the board opens a paper."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.core.actor import Actor
from apps.demo.loading.report_lines import fill
from apps.obligations.models import Duty, Obligation
from apps.periodic_reports.domain.entering import enter_for
from apps.periodic_reports.domain.submissions import submit_report
from apps.periodic_reports.domain.templates import TemplateData, create_template, issue_template
from apps.periodic_reports.enums import ReportKind
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periodic_reports.shipped import find_shipped, shipped_data
from apps.units.models import Unit

SHIPPED = "bc-don-vi-bo"
# code of the template, what it is called, of which kind, last day of its figures
ASKED = (
    ("six_months", "Báo cáo sơ kết 6 tháng", ReportKind.HALF_YEAR, (6, 30)),
    ("year", "Báo cáo tổng kết năm", ReportKind.YEAR, (12, 31)),
)
BASIS = "Báo cáo bản giấy gửi qua văn thư (minh họa)"


def load_member_reports(ministry: Unit, today: date, *, actor: Actor, now: datetime) -> int:
    """A template behind each duty of the calendar, a report where the duty is fulfilled; answers how many were sent."""
    sent = 0
    for code, label, kind, (month, day) in ASKED:
        duty = Duty.objects.filter(year__organiser=ministry, year__year=today.year, code=f"report:{code}").first()
        if duty is None or ReportTemplate.objects.filter(year_id=duty.year_id, code=code).exists():
            continue
        columns = shipped_data(find_shipped(SHIPPED), today.year, due_on=duty.due_on)
        changed = {"code": code, "label": label, "kind": kind, "ends_on": date(today.year, month, day)}
        changed |= {"internal_due_on": duty.internal_due_on, "basis": duty.basis}
        data = TemplateData(**columns.columns() | changed, items=columns.items)
        asked_at = _moment(duty.due_on - timedelta(days=40))
        owed = {each.unit_id: each for each in duty.obligations.order_by("unit__protocol_order", "unit_id")}
        made = create_template(year_id=duty.year_id, data=data, actor=actor, now=asked_at)
        template = issue_template(template_id=made.pk, actor=actor, now=asked_at)
        sent += _send(template, owed, actor=actor, now=now)
    return sent


def _send(template: ReportTemplate, owed: dict[int, Obligation], *, actor: Actor, now: datetime) -> int:
    """Members as the duty says; whoever else the template asks has sent in time once it is due."""
    sent, today = 0, timezone.localtime(now).date()
    # The first of those who did not send had sent paper.
    typed_for = next((unit_id for unit_id, each in owed.items() if each.fulfilled_at is None), None)
    for report in template.reports.in_order():
        obligation = owed.get(report.unit_id)
        at = obligation.fulfilled_at if obligation else None
        if obligation is None and template.due_on < today:
            at = _moment(template.due_on - timedelta(days=2))
        if at is not None:
            fill(report, at=at - timedelta(hours=2), actor=actor)
            submit_report(report_id=report.pk, actor=actor, now=at)
            sent += 1
        elif report.unit_id == typed_for and template.due_on < today:
            sent += _type(report, now)
    return sent


def _type(report: PeriodicReport, now: datetime) -> int:
    """Nhập thay by the standing office, three days late."""
    today, at = timezone.localtime(now).date(), now - timedelta(days=1)
    office = actor_for(User.objects.get(username="btp.thuongtruc"), today)
    received_on = max(today - timedelta(days=17), report.template.starts_on)
    if received_on > timezone.localtime(at).date():
        return 0
    enter_for(report_id=report.pk, received_on=received_on, basis=BASIS, actor=office, now=at)
    fill(report, at=at, actor=office)
    submit_report(report_id=report.pk, actor=office, now=at)
    return 1


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=14, minute=30)))
