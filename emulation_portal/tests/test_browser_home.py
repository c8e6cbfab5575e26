"""Home of each role, the board and its pages in a real browser: accessible, fit for a phone, usable without scripts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.grants import actor_for
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.obligations.models import Obligation
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.scoring.domain.returns import return_sheet
from apps.scoring.domain.submissions import send_to_leader
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_now")]

SHEET = {"width": 990, "height": 665}  # A4 laid across, without its margins


@pytest.fixture
def at_now():
    """The day of the case; the clock goes on, because the browser's sessions and timeouts need one that does."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def world(at_now):
    """One unit waits for its leader, one sent late, one had its sheet returned; the head's own unit is overdue."""
    made = build(4)
    send_to_leader(sheet_id=made.sheet(1).pk, actor=actor_for(made.officers[1], NOW.date()), now=NOW)
    made.send(2, at=NOW - timedelta(days=1))
    made.send(3, at=NOW - timedelta(days=3))
    return made


def people(world) -> dict:
    return {
        "officer": world.officers[1],
        "leader": world.leaders[1],
        "head": world.head,
        "standing_office": world.standing_office,
        "auditor": world.auditor,
    }


HEADINGS = {
    "officer": "Việc cần làm năm 2020 – đã xong 0/1",
    "leader": "Việc chờ lãnh đạo",
    "head": "Nhiệm vụ Trưởng Cụm năm 2020",
    "standing_office": "Cần xử lý hôm nay",
    "auditor": "Cần xem",
}


def assert_good(page) -> None:
    """No axe violation and nothing to scroll sideways, at the desk and on a phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert axe_violations(page) == []
        assert overflow(page) == 0


@pytest.mark.parametrize("role", list(HEADINGS))
def test_home_of_each_role(page, live_server, client, world, role):
    sign_in(page, live_server, client, people(world)[role])
    page.goto(live_server.url)
    assert page.locator("h1").inner_text() == HEADINGS[role]
    assert_good(page)


@pytest.mark.parametrize("name", ["board-detail", "board-reminder", "board-extend"])
def test_pages_of_the_board(page, live_server, client, world, name):
    arguments = [world.cluster_year.pk] + ([world.units[0].pk, "score_sheet"] if name == "board-extend" else [])
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url + reverse(f"dashboard:{name}", args=arguments))
    assert_good(page)


def test_board_of_many_duties_prints_whole(page, live_server, client, world):
    """What the edge of the sheet cuts off is read as another number."""
    for number in range(14):
        code, label = f"plan_item:{number}", "Báo cáo tổng kết công tác tư pháp và phong trào thi đua năm"
        duty = DutyFactory(year=world.cluster_year.year, code=code, label=label)
        for unit in world.units:
            ObligationFactory(duty=duty, unit=unit)
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url + reverse("dashboard:board-detail", args=[world.cluster_year.pk]))
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    assert page.locator(".data-table thead th").count() > 14
    assert overflow(page) == 0


def test_list_of_clusters_and_trail(page, live_server, client, world):
    sign_in(page, live_server, client, world.auditor)
    for name in ("board-list", "trail-list"):
        page.goto(live_server.url + reverse(f"dashboard:{name}"))
        assert_good(page)
    sign_in(page, live_server, client, world.standing_office)
    page.goto(live_server.url + reverse("dashboard:catalogue"))
    assert_good(page)
    page.set_viewport_size(DESK)
    settled(page)
    tops = [page.locator(".shelves > .panel").nth(place).bounding_box()["y"] for place in (0, 1)]
    assert tops[0] == tops[1]  # beside each other, not one long column


def test_officer_reads_why_the_sheet_came_back_and_who_to_call(page, live_server, client, world):
    return_sheet(sheet_id=world.sheet(3).pk, remark="Thiếu tài liệu minh chứng", actor=SYSTEM, now=NOW)
    sign_in(page, live_server, client, world.officers[3])
    page.goto(live_server.url)
    task = page.locator(".task")
    assert "Yêu cầu bổ sung" in task.inner_text()
    assert "Thiếu tài liệu minh chứng" in task.inner_text()
    assert "024 0000 0000" in page.locator(".site-footer").inner_text()
    assert_good(page)


def test_reminder_is_copied_with_one_click(page, live_server, client, world):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url + reverse("dashboard:board-reminder", args=[world.cluster_year.pk]))
    page.get_by_role("button", name="Sao chép nội dung nhắc").click()
    page.locator("#live", has_text="Đã sao chép nội dung nhắc.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#reminder-text").input_value()
    assert world.units[0].name in copied
    assert world.units[2].name not in copied


def test_role_and_year_are_switched_by_keyboard(page, live_server, client, world):
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url)
    switcher = page.locator(".site-tools summary", has_text="Đang làm việc với tư cách")
    switcher.focus()
    page.keyboard.press("Enter")
    expect(switcher.locator("..")).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Việc cần làm năm 2020").wait_for()
    settled(page)  # its scripts are there, too

    account = page.locator(".menu--account").first
    account.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(account).to_have_attribute("open", "")
    account.get_by_role("button").last.focus()
    page.keyboard.press("Tab")
    expect(account).not_to_have_attribute("open", "")  # it would lie over where the focus is now


def test_extension_and_filter_without_scripts(page_without_scripts, live_server, client, world):
    page = page_without_scripts
    sign_in(page, live_server, client, world.head)
    board = live_server.url + reverse("dashboard:board-detail", args=[world.cluster_year.pk])
    page.goto(board)
    page.get_by_label("Chỉ đơn vị chậm").check()
    page.get_by_role("button", name="Lọc").click()
    rows = page.locator(".data-table tbody tr")
    assert [rows.nth(n).locator("th").inner_text() for n in range(rows.count())] == [
        world.units[0].name,
        world.units[1].name,
        world.units[2].name,
    ]
    rows.get_by_role("link", name=world.units[1].name, exact=True).click()
    page.get_by_role("link", name="Gia hạn").click()
    page.get_by_role("button", name="Gia hạn").click()
    assert "Cần sửa trước khi tiếp tục" in page.locator(".error-summary").inner_text()
    page.get_by_label("Gia hạn đến ngày").fill("20/11/2020")
    page.get_by_label("Người đề nghị").fill("Ông Lê Văn Mẫu")
    page.get_by_role("radio", name="Điện thoại").check()
    page.get_by_label("Lý do").fill("Chờ số liệu quyết toán")
    page.get_by_role("button", name="Gia hạn").click()
    expect(page).to_have_url(
        live_server.url + reverse("dashboard:board-unit", args=[world.cluster_year.pk, world.units[1].pk])
    )
    expect(page.locator("main")).to_contain_text("Đã gia hạn")
    assert Obligation.objects.get(unit=world.units[1]).extended_to is not None


def test_switching_the_role_without_scripts(page_without_scripts, live_server, client, world):
    page = page_without_scripts
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url)
    page.locator(".site-tools summary", has_text="Đang làm việc với tư cách").click()
    page.get_by_role("button", name=f"Cán bộ TĐKT – {world.units[0].name}").first.click()
    assert page.locator("h1").inner_text() == "Việc cần làm năm 2020 – đã xong 0/1"
