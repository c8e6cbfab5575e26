"""Clusters, heads, units, sheets and awards in a real browser: the walk of the scenarios that each test names."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from apps.catalog.reference import load_catalogue
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.queries import members_in_order
from apps.clusters.tests.factories import MemberFactory
from apps.clusters.tests.test_handover import decide, region
from apps.core.sheets.kinds import _KINDS
from apps.core.tests.sheets import Results
from apps.registry.models import Award, GrantDocument
from apps.registry.tests.test_scenarios import LISTS, rows_of, sheet
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory
from apps.units.tests.test_successions import department, merge
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in
from emulation_portal.tests.test_scenarios_units import THE_13, form, names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock():
    """Sets the day; the clock goes on, because the browser's sessions and timeouts need one that does."""
    travellers = []

    def on(year: int, month: int, day: int) -> None:
        for traveller in travellers:
            traveller.stop()
        travellers[:] = [time_machine.travel(datetime(year, month, day, 2, tzinfo=UTC), tick=True)]
        travellers[0].start()

    yield on
    for traveller in travellers:
        traveller.stop()


@pytest.fixture
def rates(monkeypatch):
    """A kind of sheet with rates, known for this test only."""
    kind = Results()
    monkeypatch.setitem(_KINDS, kind.name, kind)
    return kind


def assert_good(page) -> None:
    """No axe violation, and nothing to scroll sideways on a phone."""
    assert axe_violations(page) == [], page.url
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0, page.url
    page.set_viewport_size(DESK)


def rows(page) -> list[str]:
    """Headings of the rows of the page's tables, without the links after them."""
    return [
        re.split(r"\n|Chuyển Cụm", text)[0].strip() for text in page.locator(".data-table tbody th").all_inner_texts()
    ]


def menu(page) -> list[str]:
    return page.locator(".site-nav a").all_inner_texts()


def choose_year(page, year: int) -> None:
    page.locator(".site-tools summary", has_text="Năm thi đua").click()
    page.get_by_role("button", name=str(year)).click()


# --- Units and clusters ------------------------------------------------------------------------------


def test_s000_5_a_unit_moved_in_the_next_year_stays_in_the_first(page, live_server, client):
    office = UnitFactory(name="Sở Tư pháp tỉnh Mẫu", kind=UnitKind.JUSTICE_DEPARTMENT, parent=UnitFactory())
    services = [UnitFactory(name=f"Trung tâm {n}", parent=office) for n in range(2)]
    communes = [UnitFactory(name=f"Văn phòng HĐND và UBND xã {n}", parent=office) for n in range(3)]
    form(office, 2022, {"DVSN": services, "XA": communes})
    form(office, 2023, {"DVSN": services})
    first = ClusterYear.objects.get(cluster__code="XA")
    sign_in(page, live_server, client, RoleAssignmentFactory(unit=office, role=Role.STANDING_OFFICE).user)

    page.goto(live_server.url + reverse("clusters:cluster-year-list"))
    assert_good(page)
    page.get_by_role("link", name="Cụm thi đua XA").click()
    assert_good(page)
    page.get_by_role("link", name="Lập năm khác").click()
    assert page.get_by_label("Sang năm thi đua").input_value() == "2023"
    assert_good(page)
    page.get_by_role("button", name="Lập Cụm của năm đó").click()
    page.get_by_text("Đã lập Cụm của năm đó.").wait_for()
    page.locator("a", has_text="Chuyển Cụm: Văn phòng HĐND và UBND xã 2").click()
    page.get_by_role("radio", name="Cụm thi đua DVSN").check()
    assert_good(page)
    page.get_by_label("Lý do, căn cứ").fill("Quyết định sắp xếp lại năm 2023")
    page.get_by_role("button", name="Chuyển", exact=True).click()
    page.get_by_text("Đã chuyển. Các năm khác không thay đổi.").wait_for()

    page.get_by_role("link", name="2022", exact=True).click()
    assert rows(page) == [unit.name for unit in communes]
    second = ClusterYear.objects.get(cluster__code="XA", year__year=2023)
    assert (names(first), names(second)) == ([unit.name for unit in communes], [unit.name for unit in communes[:2]])
    page.goto(live_server.url + reverse("dashboard:unit-clusters", args=[communes[2].pk]))
    assert rows(page) == ["Cụm thi đua DVSN", "Cụm thi đua XA"]
    assert_good(page)


def test_s003_1_thirteen_units_in_order_and_s003_9_posts_of_the_next_year(page, live_server, client, clock):
    clock(2020, 12, 21)
    ministry = UnitFactory(name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    units = [UnitFactory(name=name, parent=ministry) for name in THE_13]
    form(ministry, 2020, {"CUM-1": units})
    form(ministry, 2021, {"CUM-1": units})
    now, following = ClusterYear.objects.order_by("year__year")
    decide(now, date(2020, 1, 1), units[3])
    sign_in(page, live_server, client, RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user)

    page.goto(live_server.url + now.get_absolute_url())
    numbers = page.get_by_role("table", name="Đơn vị thành viên").locator("tbody td:first-child").all_inner_texts()
    assert numbers == [str(number) for number in range(1, 14)]
    assert rows(page)[1:] == THE_13

    page.goto(live_server.url + reverse("units:unit-list"))
    assert_good(page)
    page.get_by_label("Tên, tên cũ hoặc mã").fill("phap luat quoc te")
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name="Vụ Pháp luật quốc tế", exact=True).click()
    assert_good(page)
    page.get_by_role("link", name="Cụm thi đua theo năm").click()
    assert page.locator(".data-table tbody td.num").all_inner_texts() == ["7", "7"]

    page.goto(live_server.url + following.get_absolute_url())
    page.get_by_role("link", name="Giao nhiệm vụ Trưởng, Phó Trưởng").click()
    assert_good(page)
    page.get_by_label("Số, ký hiệu quyết định").fill("2700/QĐ-BTP")
    page.get_by_label("Ngày ban hành").fill("20/12/2020")
    head, deputy = "Trưởng Cụm", "Phó Trưởng Cụm thứ nhất"
    for title, unit, person, post in (
        (head, "Vụ Pháp luật quốc tế", "Bạch Quốc An", "Vụ trưởng Vụ Pháp luật quốc tế"),
        (deputy, "Cục Kế hoạch - Tài chính", "Phan Anh Tuấn", "Cục trưởng Cục Kế hoạch - Tài chính"),
    ):
        page.get_by_label(f"{title}: đơn vị").select_option(unit)
        page.get_by_label(f"{title}: họ và tên").fill(person)
        page.get_by_label(f"{title}: chức vụ").fill(post)
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    page.get_by_text("Đã ghi quyết định.").wait_for()
    page.emulate_media(media="print")
    for text in ("Bạch Quốc An", "Vụ trưởng Vụ Pháp luật quốc tế", "Phan Anh Tuấn", "2700/QĐ-BTP (20/12/2020)"):
        expect(page.get_by_text(text).first).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".print-head").wait_for(state="hidden")
    assert_good(page)
    assert HeadTerm.objects.filter(cluster_year=following, starts_on=date(2021, 1, 1)).count() == 2
    assert len(members_in_order(following.pk)) == 13


def test_yen_bai_is_found_from_lao_cai(page, live_server, client):
    ministry = UnitFactory(name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    lao_cai, yen_bai = department("Lào Cai", parent=ministry), department("Yên Bái", parent=ministry)
    department("Yên Định", parent=ministry)
    merge([yen_bai], lao_cai)
    sign_in(page, live_server, client, RoleAssignmentFactory(unit=ministry).user)
    page.goto(live_server.url + reverse("units:unit-list"))
    page.get_by_label("Tên, tên cũ hoặc mã").fill("yen bai")
    page.get_by_role("button", name="Lọc").click()
    assert len(rows(page)) == 2
    page.get_by_role("link", name=lao_cai.name, exact=True).click()
    assert page.get_by_text("Yên Bái").first.is_visible()
    assert_good(page)


def test_s001_1_head_by_decision_then_reader(page, live_server, client, clock):
    clock(2022, 12, 20)
    this_year, next_year = region(2023, 2024)
    lao_cai, other = UnitFactory(name="Sở Tư pháp tỉnh Lào Cai"), UnitFactory(name="Sở Tư pháp tỉnh Hà Giang")
    for cluster_year in (this_year, next_year):
        for unit in (lao_cai, other):
            MemberFactory(cluster_year=cluster_year, unit=unit)
    office = RoleAssignmentFactory(unit=this_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    officer = RoleAssignmentFactory(unit=lao_cai).user

    sign_in(page, live_server, client, office)
    page.goto(live_server.url + reverse("clusters:head-appoint", args=[this_year.pk]))
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    page.locator(".error-summary").wait_for()
    assert_good(page)
    page.get_by_label("Số, ký hiệu quyết định").fill("2478/QĐ-BTP")
    page.get_by_label("Ngày ban hành").fill("15/12/2022")
    page.get_by_label("Trưởng Khu vực: đơn vị").select_option(lao_cai.name)
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    page.get_by_text("Đã ghi quyết định.").wait_for()

    clock(2023, 1, 2)
    sign_in(page, live_server, client, officer)
    page.goto(live_server.url)
    choose_year(page, 2023)
    assert menu(page)[0] == "Theo dõi đơn vị"
    page.get_by_role("link", name="Theo dõi đơn vị").first.click()
    assert_good(page)

    decide(next_year, date(2024, 1, 1), other, symbol="3000/QĐ-BTP")
    clock(2024, 1, 2)
    sign_in(page, live_server, client, officer)
    page.goto(live_server.url)
    assert "Theo dõi đơn vị" not in menu(page)
    choose_year(page, 2023)
    page.locator(".site-tools summary", has_text="Đang làm việc với tư cách").click()
    page.get_by_role("button", name="việc còn lại").click()
    assert menu(page) == ["Năm đã phụ trách", "Chấm điểm, xếp hạng", "Thành viên, Trưởng, Phó Trưởng"]
    for entry in menu(page):
        page.get_by_role("link", name=entry).first.click()
        assert page.locator("h1").is_visible()
        assert_good(page)


# --- Sheets ------------------------------------------------------------------------------------------


def test_s002_1_mixed_marks_are_pointed_out_and_a_doubt_is_asked(page, live_server, client, rates):
    sign_in(page, live_server, client, RoleAssignmentFactory().user)
    page.goto(live_server.url + reverse("documents:import-list"))
    assert_good(page)
    page.get_by_role("link", name=rates.label).first.click()
    assert_good(page)
    cells = ["Đơn vị\tTỷ lệ vượt", "Cục A\t2,74%", "Cục B\t2.79%", "Cục C\t2.790"]
    page.get_by_label("Hoặc dán từ Excel").fill("\n".join(cells))
    page.get_by_role("button", name="Kiểm tra").click()
    page.get_by_text("Còn điểm chưa rõ, chưa ghi gì").wait_for()
    assert page.get_by_text("Cột này dùng lẫn dấu phẩy (“2,74%”").is_visible()
    assert page.get_by_role("link", name="Ghi vào hệ thống").count() == 0
    assert_good(page)

    doubt = page.locator(".import-doubt")
    expect(doubt).to_have_count(1)
    doubt.get_by_role("radio", name="2,79").check()
    page.get_by_role("button", name="Kiểm tra lại").click()
    page.get_by_text("Tệp đọc được hết, có thể ghi").wait_for()
    preview = page.get_by_role("table", name="Các dòng đầu, như hệ thống hiểu").inner_text()
    assert "2,74%" in preview
    assert "2,79%" in preview
    assert rates.stored == {}
    page.get_by_role("link", name="Ghi vào hệ thống").click()
    assert_good(page)
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Thêm mới 3, thay đổi 0, giữ nguyên 0 dòng.").wait_for()
    assert_good(page)
    assert [row["rate"] for row in rates.stored.values()] == [Decimal("2.74"), Decimal("2.79"), Decimal("2.79")]


# --- Awards ------------------------------------------------------------------------------------------


def city():
    """The Sở of the article, its people who stand in the lists, and those who work with them."""
    load_catalogue()
    ministry = UnitFactory(name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    department = UnitFactory(code="STP-HN", name="Sở Tư pháp thành phố Hà Nội", parent=ministry)
    room = UnitFactory(name="Phòng Tư pháp minh họa", parent=department)
    PostingFactory(person=PersonFactory(full_name="Trần Thị Thử 1"), unit=room)
    auditor = RoleAssignmentFactory(unit=ministry, role=Role.AUDITOR).user
    return RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user, auditor


def upload(page, lines) -> None:
    page.get_by_label("Tệp Excel (.xlsx) hoặc CSV").set_input_files(
        {"name": "khen-thuong.csv", "mimeType": "text/csv", "buffer": sheet(lines)}
    )
    page.get_by_role("button", name="Kiểm tra").click()


def import_corrected_list(page, live_server, client, office) -> GrantDocument:
    """S000-8: 31 of 32 persons are stopped, the corrected file is written."""
    symbol = "101/QĐ-UBND"
    collectives, individuals, occasion = LISTS[symbol]
    second = list(rows_of("103/QĐ-UBND", 0, 1, "Dịp khác"))
    sign_in(page, live_server, client, office)
    page.goto(live_server.url + reverse("documents:import-create", args=["awards"]))
    declared = (collectives, individuals)
    upload(page, [*rows_of(symbol, collectives, individuals - 1, occasion, declared=declared), *second])
    page.get_by_text("Tệp có lỗi, chưa ghi gì").wait_for()
    assert page.get_by_text("thiếu 1 cá nhân so với quyết định (32)").first.is_visible()
    assert not GrantDocument.objects.exists()
    page.get_by_role("link", name="Nộp tệp đã sửa").click()
    upload(page, [*rows_of(symbol, collectives, individuals, occasion), *second])
    page.get_by_text("Tệp đọc được hết, có thể ghi").wait_for()
    page.get_by_role("link", name="Ghi vào hệ thống").click()
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Thêm mới 68, thay đổi 0").wait_for()
    return GrantDocument.objects.get(document__symbol=symbol)


def test_s000_7_to_9_awards_from_a_list_and_what_the_auditor_reads(page, live_server, client):
    office, auditor = city()
    grant = import_corrected_list(page, live_server, client, office)
    assert_good(page)
    for subject, number in (("tập thể", 35), ("cá nhân", 32)):
        page.goto(live_server.url + reverse("registry:grant-list"))
        page.locator("a", has_text=f"{number} {subject}, {grant.document.symbol}").click()
        assert page.get_by_text(f"{number} dòng").first.is_visible()
    assert page.get_by_text("2 hình thức trong năm").count() == 1
    assert_good(page)
    page.get_by_role("link", name="Trần Thị Thử 1", exact=True).first.click()
    assert_good(page)
    for route in (reverse("registry:grant-list"), grant.get_absolute_url()):
        page.goto(live_server.url + route)
        assert_good(page)

    sign_in(page, live_server, client, auditor)
    page.goto(live_server.url)
    for entry in menu(page):
        page.get_by_role("link", name=entry, exact=True).first.click()
        assert page.locator("h1").is_visible()
        assert_good(page)
    page.goto(live_server.url + reverse("dashboard:trail-list"))
    assert page.locator(".data-table tbody tr").count() > 0
    for route in (reverse("dashboard:integrity"), reverse("dashboard:seal-list"), reverse("registry:award-list")):
        page.goto(live_server.url + route)
        assert_good(page)


def test_s000_8_awards_from_a_list_without_scripts(page_without_scripts, live_server, client):
    office, _auditor = city()
    import_corrected_list(page_without_scripts, live_server, client, office)
    assert Award.objects.count() == 68
