"""The ministry opens the next year in a real browser: one guided step, confirmed; on a phone; without scripts."""

from datetime import date

import pytest
from django.urls import reverse

from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.obligations.models import Duty
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.models import EmulationYear
from apps.periods.reference import load_holidays
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    """The standing office of a ministry with one cluster, a head and a duty of 2026."""
    load_holidays()
    cluster_year = ClusterYearFactory(year__year=2026, name="Cụm thi đua số 1")
    year = cluster_year.year
    duty = DutyFactory(year=year, code="registration", label="Đăng ký thi đua", due_on=date(2026, 3, 14))
    for number in range(3):
        member = MemberFactory(cluster_year=cluster_year)
        ObligationFactory(duty=duty, unit=member.unit)
        if number == 0:
            HeadTermFactory(cluster_year=cluster_year, unit=member.unit, role=HeadRole.HEAD)
    return RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user


def test_ministry_opens_the_next_year_in_one_guided_step(page, live_server, client, office):
    sign_in(page, live_server, client, office)
    page.goto(live_server.url + reverse("periods:year-list"))
    assert axe_violations(page) == []
    page.get_by_role("link", name="Mở năm thi đua 2027").click()
    assert "14/03/2027 là ngày nghỉ" in page.inner_text("main")
    assert axe_violations(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
    page.get_by_label("Hạn nộp: Đăng ký thi đua").fill("21/03/2027")
    page.get_by_role("button", name="Xem lại trước khi mở").click()
    assert "21/03/2027 là ngày nghỉ (Chủ nhật)" in page.inner_text("main")
    assert overflow(page) <= 0
    assert axe_violations(page) == []
    page.get_by_role("button", name="Mở năm thi đua 2027").click()
    year = EmulationYear.objects.get(year=2027)
    assert page.url == live_server.url + year.get_absolute_url()
    assert Duty.objects.get(year=year).due_on == date(2027, 3, 21)
    assert overflow(page) <= 0
    assert axe_violations(page) == []


def test_guided_step_and_calendar_address_work_without_scripts(page_without_scripts, live_server, client, office):
    page = page_without_scripts
    sign_in(page, live_server, client, office)
    last = EmulationYear.objects.get()
    page.goto(live_server.url + reverse("periods:year-next", args=[last.pk]))
    page.get_by_role("button", name="Xem lại trước khi mở").click()
    page.get_by_role("button", name="Sửa lại").click()
    page.get_by_role("button", name="Xem lại trước khi mở").click()
    page.get_by_role("button", name="Mở năm thi đua 2027").click()
    assert EmulationYear.objects.filter(year=2027, state="open").exists()
    page.goto(live_server.url + reverse("periods:calendar"))
    assert "Tháng 3" in page.inner_text("main")
    page.goto(live_server.url + reverse("periods:calendar-address"))
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    assert page.get_by_label("Địa chỉ của bạn").input_value().endswith(".ics")
