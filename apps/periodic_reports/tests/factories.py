"""Templates and reports. ``issued_template`` asks the units of a cluster through the domain."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periodic_reports.domain.lines import LineChange, LineInput, save_lines, start_report
from apps.periodic_reports.domain.submissions import submit_report
from apps.periodic_reports.domain.templates import TemplateData, create_template, issue_template
from apps.periodic_reports.enums import ItemKind, ReportKind
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory

NOW = datetime(2022, 6, 20, 3, 0, tzinfo=UTC)  # 10:00 in Việt Nam, ten days before the due date
DUE = date(2022, 6, 30)
SYSTEM = system_actor()

ITEMS = [
    {"kind": ItemKind.AMOUNT, "code": "hoa-giai", "section": "I. Số liệu", "label": "Số vụ việc hòa giải thành"},
    {
        "kind": ItemKind.RATE,
        "code": "dung-han",
        "section": "I. Số liệu",
        "label": "Tỷ lệ hồ sơ giải quyết đúng hạn",
        "numerator_label": "Hồ sơ đúng hạn",
        "denominator_label": "Hồ sơ đã giải quyết",
    },
    {
        "kind": ItemKind.TEXT,
        "code": "VBQPPL",
        "section": "II. Lĩnh vực công tác",
        "label": "Văn bản quy phạm pháp luật",
        "field_code": "VBQPPL",
    },
    {
        "kind": ItemKind.TEXT,
        "code": "PBGDPL",
        "section": "II. Lĩnh vực công tác",
        "label": "Phổ biến, giáo dục pháp luật",
        "field_code": "PBGDPL",
    },
]


def template_data(**changes) -> TemplateData:
    values = {
        "code": "6-thang",
        "label": "Báo cáo sơ kết 6 tháng",
        "kind": ReportKind.HALF_YEAR,
        "kinds": [UnitKind.MINISTRY_UNIT],
        "starts_on": date(2022, 1, 1),
        "ends_on": date(2022, 6, 30),
        "due_on": DUE,
        "items": ITEMS,
    }
    return TemplateData(**values | changes)


def cluster_of(members: int, *, year: int = 2022, **options) -> ClusterYear:
    """A ClusterYear of so many members; the first one heads it."""
    cluster_year = ClusterYearFactory(year__year=year, **options)
    units = MemberFactory.create_batch(members, cluster_year=cluster_year)
    HeadTermFactory(cluster_year=cluster_year, unit=units[0].unit, role=HeadRole.HEAD)
    return cluster_year


def issued_template(members: int = 3, *, cluster_year: ClusterYear | None = None, **changes) -> ReportTemplate:
    """An issued template that every member of a ClusterYear owes."""
    cluster_year = cluster_year or cluster_of(members)
    made = create_template(year_id=cluster_year.year_id, data=template_data(**changes), actor=SYSTEM, now=NOW)
    return issue_template(template_id=made.pk, actor=SYSTEM, now=NOW)


def report_of(template: ReportTemplate, index: int = 0) -> PeriodicReport:
    """The report of a member, by place in protocol order."""
    return template.reports.select_related("template__year__organiser", "unit").in_order()[index]


def started(report: PeriodicReport) -> PeriodicReport:
    start_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    return report


def line_of(report: PeriodicReport, code: str):
    """The newest line with this code."""
    versions = report.versions.order_by("-number")
    return versions[0].lines.select_related("item", "report_version").get(item__code=code)


def fill(report: PeriodicReport, *, now: datetime = NOW, actor=SYSTEM, **inputs) -> None:
    """Save lines by code, with - written _."""
    start_report(report_id=report.pk, actor=actor, now=now)
    changes = {}
    for code, given in inputs.items():
        line = line_of(report, {"hoa_giai": "hoa-giai", "dung_han": "dung-han"}.get(code, code))
        changes[line.pk] = LineChange(line.version, given)
    save_lines(report_id=report.pk, changes=changes, actor=actor, now=now)


def amount(value, **more) -> LineInput:
    return LineInput(amount=Decimal(value), **more)


def rate(numerator, denominator, **more) -> LineInput:
    return LineInput(numerator=Decimal(numerator), denominator=Decimal(denominator), **more)


def text(value, **more) -> LineInput:
    return LineInput(text=value, **more)


def send(report: PeriodicReport, *, at: datetime = NOW, **inputs) -> PeriodicReport:
    """Fill in (an amount of 10 where nothing is given) and send at that moment."""
    fill(report, now=min(at, NOW + timedelta(days=300)), **(inputs or {"hoa_giai": amount(10)}))
    return submit_report(report_id=report.pk, actor=SYSTEM, now=at)


def officer_of(report: PeriodicReport, **user):
    return RoleAssignmentFactory(unit=report.unit, role=Role.OFFICER, user=UserFactory(**user)).user


def leader_of(report: PeriodicReport, **user):
    return RoleAssignmentFactory(unit=report.unit, role=Role.LEADER, user=UserFactory(**user)).user


def office_of(template: ReportTemplate):
    return RoleAssignmentFactory(unit=template.year.organiser, role=Role.STANDING_OFFICE).user


def acting(user):
    return actor_for(user, NOW.date())
