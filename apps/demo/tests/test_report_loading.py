"""The reports of the demo: one late, one returned, some missing; a second loading changes nothing."""

from datetime import UTC, datetime

import pytest

from apps.core import reference
from apps.core.actor import system_actor
from apps.demo.loading.bodies import load_clusters, load_communes, load_units
from apps.demo.loading.duties import load_duties
from apps.demo.loading.member_reports import load_member_reports
from apps.demo.loading.people import load_people
from apps.demo.loading.reports import load_reports
from apps.obligations.models import Obligation, ProxyEntry
from apps.periodic_reports.aggregation_queries import aggregate
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.units.models import Unit

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SYSTEM = system_actor()


@pytest.mark.django_db
def test_reports_of_the_demo():
    reference.load_all()
    load_units(actor=SYSTEM, now=NOW)
    load_communes(actor=SYSTEM, now=NOW)
    assert load_reports(actor=SYSTEM, now=NOW) > 40
    template = ReportTemplate.objects.for_list().get(year__year=2026, code="bc-nam")
    found = aggregate(template, NOW)
    assert (found.asked, found.sent) == (34, 15)
    assert all(gap.days_late == 3 for gap in found.overdue)
    assert [late.days_late for late in found.late] == [2]
    half = Obligation.objects.get(duty__code="report:bc-6-thang", unit__code="STP-LAO-CAI", duty__year__year=2026)
    assert half.days_late(NOW) == 2
    assert PeriodicReport.objects.get(template=template, unit__code="STP-HA-NOI").state == ReportState.RETURNED
    case = PeriodicReport.objects.get(template__year__year=2023, unit__code="STP-LAO-CAI")
    assert case.sent_version.lines.filter(is_estimate=True).exists()
    before = PeriodicReport.objects.count()
    assert load_reports(actor=SYSTEM, now=NOW) == 0
    assert PeriodicReport.objects.count() == before


@pytest.mark.django_db
def test_each_report_of_the_calendar_opens_a_paper():
    reference.load_all()
    units = load_units(actor=SYSTEM, now=NOW)
    load_people(actor=SYSTEM, now=NOW)
    cluster_years = load_clusters(units, actor=SYSTEM, now=NOW)
    load_duties(cluster_years[max(cluster_years)], actor=SYSTEM, now=NOW)
    ministry = Unit.objects.get(code="BTP")
    assert load_member_reports(ministry, NOW.date(), actor=SYSTEM, now=NOW) > 11
    codes = ("report:six_months", "report:year")
    owed = Obligation.objects.filter(duty__code__in=codes)
    papers = set(PeriodicReport.objects.values_list("template__code", "unit_id"))
    assert {(each.duty.code.removeprefix("report:"), each.unit_id) for each in owed.select_related("duty")} == papers
    sent = PeriodicReport.objects.sent().count()
    assert owed.filter(fulfilled_at__isnull=False).count() == sent
    assert ProxyEntry.objects.count() == 1
    assert load_member_reports(ministry, NOW.date(), actor=SYSTEM, now=NOW) == 0
