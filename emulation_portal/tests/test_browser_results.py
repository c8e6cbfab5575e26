"""The pages of results, targets and inspections in a real browser: accessible, and whole on a phone."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.clusters.enums import Line
from apps.clusters.models import Finding, Inspection
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cluster_year():
    """Two bureaus with an indicator of a long name: one reached its target, the estimate of the other is below."""
    made = ClusterYearFactory(year__year=2020, name="Khu vực thi đua miền Đông Nam Bộ")
    label = "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn và trước hạn"
    indicator = IndicatorFactory(code="VIEC", label=label, short_label="về việc")
    for done, standing in ((85, "actual"), (70, "estimate")):
        unit = MemberFactory(cluster_year=made, line=Line.ENFORCEMENT).unit
        TargetFactory(unit=unit, indicator=indicator)
        ResultEntryFactory(unit=unit, indicator=indicator, year=2019)
        ResultEntryFactory(unit=unit, indicator=indicator, numerator=Decimal(done), standing=standing)
    inspection = Inspection.objects.create(
        cluster_year=made,
        organiser=made.year.organiser,
        year=made.year,
        unit=unit,
        unit_name=unit.name,
        planned_on=date(2020, 5, 18),
        held_on=date(2020, 5, 19),
        team=["Trần Thị Thử, Trưởng đoàn"],
    )
    Finding.objects.create(inspection=inspection, number=1, text="Chưa mở sổ theo dõi", due_on=date(2020, 6, 19))
    return made


@pytest.fixture
def office(cluster_year):
    return RoleAssignmentFactory(unit=cluster_year.year.organiser, role=Role.STANDING_OFFICE).user


def addresses(cluster_year) -> list[str]:
    member = cluster_year.members.first()
    inspection = cluster_year.inspections.first()
    return [
        reverse("results:result-list"),
        reverse("results:target-list"),
        reverse("results:unit-targets", args=[member.unit_id, 2020]),
        reverse("results:cluster-targets", args=[cluster_year.pk]),
        reverse("results:sector", args=[2020]),
        reverse("results:target-create"),
        reverse("clusters:inspection-list"),
        reverse("clusters:inspection-detail", args=[inspection.pk]),
    ]


def test_results_and_inspections_on_desk_and_phone(page, live_server, client, cluster_year, office):
    sign_in(page, live_server, client, office)
    found = {}
    for address in addresses(cluster_year):
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            answer = page.goto(live_server.url + address)
            found[address, size["width"]] = (answer.status, max(0, overflow(page)), axe_violations(page))
    assert {key: each for key, each in found.items() if each != (200, 0, [])} == {}


def test_an_officer_reads_the_own_estimate_and_confirms_it(page, live_server, client, cluster_year):
    entry = cluster_year.members.last().unit.results.get(year=2020)
    sign_in(page, live_server, client, RoleAssignmentFactory(unit=entry.unit).user)
    page.goto(live_server.url + reverse("results:result-list") + "?standing=estimate&year=2020")
    assert "70,00% (70 ÷ 100) (ước)" in page.inner_text("main")
    page.get_by_role("link", name=entry.indicator.label).click()
    page.get_by_role("link", name="Xác nhận").click()
    page.get_by_role("button", name="Xác nhận").click()
    entry.refresh_from_db()
    assert (entry.standing, entry.as_of) == ("actual", date(2020, 12, 31))
    assert "Đã xác nhận." in page.inner_text("body")
