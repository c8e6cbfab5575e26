"""Periodic reports of the demo: 2023 with estimates, the running year with late and returned ones, a Sở's own.

All figures and texts are invented; the templates say so (minh họa).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.demo.loading.member_reports import load_member_reports
from apps.demo.loading.past import REPORTS, call_nobody_late
from apps.demo.loading.report_lines import fill
from apps.notifications.domain.sending import nobody_is_told
from apps.periodic_reports.domain.consolidating import consolidate
from apps.periodic_reports.domain.returns import return_report
from apps.periodic_reports.domain.submissions import submit_report
from apps.periodic_reports.domain.templates import TemplateData, create_template, issue_template
from apps.periodic_reports.enums import ItemKind
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periodic_reports.shipped import find_shipped, shipped_data
from apps.periods.domain.years import ensure_year
from apps.units.models import Unit

LATE_BY = timedelta(days=2)
LATE, RETURNED = "STP-LAO-CAI", "STP-HA-NOI"
CASE_YEAR, CASE_DAY = 2023, date(2023, 10, 12)  # estimates written in October: bài của Sở Tư pháp Lào Cai


def load_reports(*, actor: Actor, now: datetime) -> int:
    """All reports of the demo; answers how many were sent now. Repeating changes nothing."""
    ministry = Unit.objects.get(code="BTP")
    today = timezone.localtime(now).date()
    with nobody_is_told():
        sent = _case_of_2020(ministry, actor) + _case_of_2023(ministry, actor)
        call_nobody_late(REPORTS, actor, now)
        sent += _half_year(ministry, today, actor)
        sent += _communes(today, actor)
        sent += load_member_reports(ministry, today, actor=actor, now=now)
    return sent + _year(ministry, today, actor)


def _case_of_2023(ministry: Unit, actor: Actor) -> int:
    """The region of the northern border mountains: the head's own report, written in October with (ước)."""
    template = _issued(ministry, CASE_YEAR, "bc-nam", due_on=date(CASE_YEAR, 11, 15), actor=actor)
    if template is None:
        return 0
    reports = template.reports.filter(unit__code__in=[LATE, "STP-YEN-BAI", "STP-LAI-CHAU"])
    return _send(reports, at=_moment(CASE_DAY), actor=actor, estimated=True)


def _case_of_2020(ministry: Unit, actor: Actor) -> int:
    """The first members of Cụm số 1 in protocol order: what the year's reports of the cluster are made of."""
    template = _issued(ministry, 2020, "bc-don-vi-bo", due_on=date(2020, 12, 15), actor=actor)
    if template is None:
        return 0
    members = Member.objects.standing().filter(cluster_year__cluster__code="CUM-1", cluster_year__year__year=2020)
    first = members.order_by("order").values_list("unit_id", flat=True)[:3]
    return _send(template.reports.filter(unit__in=list(first)).in_order(), at=_moment(date(2020, 12, 10)), actor=actor)


def _half_year(ministry: Unit, today: date, actor: Actor) -> int:
    """Everybody has sent, Lào Cai two days late; the ministry has taken the reports over."""
    due_on = min(date(today.year, 7, 10), today - timedelta(days=30))
    template = _issued(ministry, today.year, "bc-6-thang", due_on=due_on, actor=actor)
    if template is None:
        return 0
    in_time = template.reports.exclude(unit__code=LATE)
    sent = _send(in_time, at=_moment(due_on - timedelta(days=1)), actor=actor)
    sent += _send(template.reports.filter(unit__code=LATE), at=_moment(due_on + LATE_BY), actor=actor)
    consolidate(template_id=template.pk, actor=actor, now=_moment(due_on + timedelta(days=5)))
    return sent


def _year(ministry: Unit, today: date, actor: Actor) -> int:
    """Due three days ago: some have sent, one late, one got its report back, one is being written, others miss."""
    due_on = today - timedelta(days=3)
    template = _issued(ministry, today.year, "bc-nam", due_on=due_on, actor=actor)
    if template is None:
        return 0
    reports = list(template.reports.exclude(unit__code__in=[LATE, RETURNED]).in_order())
    sent = _send(reports[:14], at=_moment(due_on - timedelta(days=1)), actor=actor)
    sent += _send(reports[14:15], at=_moment(due_on + LATE_BY), actor=actor)
    sent += _send(template.reports.filter(unit__code=RETURNED), at=_moment(due_on), actor=actor)
    returned = template.reports.filter(unit__code=RETURNED).first()
    if returned:
        return_report(
            report_id=returned.pk,
            remark="Bổ sung số liệu hòa giải ở cơ sở theo từng xã, phường (minh họa).",
            actor=actor,
            now=_moment(due_on + timedelta(days=1)),
        )
    if own := template.reports.filter(unit__code=LATE).first():
        fill(own, at=_moment(due_on), actor=actor, wanted=lambda line: line.item.kind == ItemKind.AMOUNT)
    return sent


def _communes(today: date, actor: Actor) -> int:
    """A Sở asks the offices of its communes; most have sent."""
    department = Unit.objects.get(code=LATE)
    due_on = today - timedelta(days=10)
    template = _issued(department, today.year, "bc-cap-xa", due_on=due_on, actor=actor)
    if template is None:
        return 0
    reports = list(template.reports.in_order())
    return _send(reports[:-2], at=_moment(due_on - timedelta(days=2)), actor=actor)


def _issued(organiser: Unit, year: int, shipped: str, *, due_on: date, actor: Actor) -> ReportTemplate | None:
    """The shipped template issued for the year; None when it is there already."""
    now = _moment(due_on - timedelta(days=40))
    found = ensure_year(organiser_id=organiser.pk, year=year, actor=actor, now=now)
    data = shipped_data(find_shipped(shipped), year, due_on=due_on)
    if ReportTemplate.objects.filter(year=found, code=data.code).exists():
        return None
    data = TemplateData(**data.columns() | {"basis": "Công văn hướng dẫn báo cáo (minh họa)"}, items=data.items)
    made = create_template(year_id=found.pk, data=data, actor=actor, now=now)
    return issue_template(template_id=made.pk, actor=actor, now=now)


def _send(reports: Iterable[PeriodicReport], *, at: datetime, actor: Actor, estimated: bool = False) -> int:
    count = 0
    for report in reports:
        fill(report, at=at - timedelta(hours=2), actor=actor, estimated=estimated)
        submit_report(report_id=report.pk, actor=actor, now=at)
        count += 1
    return count


def _moment(day: date) -> datetime:
    """Half past two in the afternoon of a day."""
    return timezone.make_aware(datetime.combine(day, time(14, 30)))
