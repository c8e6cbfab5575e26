"""The head checks a sheet in a real browser: by keyboard, by mouse on a phone, and without scripts."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from apps.clusters.enums import HeadRole
from apps.scoring.enums import SheetState, Stage
from apps.scoring.reference import load_difference_reasons
from apps.scoring.tests.factories import criteria_set_of_leaves, officer_of
from apps.scoring.tests.review_cases import head_of, open_lines, sent_sheet, sheet_in_step
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, session_in, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(live_server, name, *args) -> str:
    return live_server.url + reverse(f"scoring:{name}", args=args)


def row(page, line):
    return page.locator(f"#line-{line.pk}")


def test_head_takes_over_checks_by_keyboard_and_makes_the_sheet_final(page, live_server, client):
    load_difference_reasons()
    sheet = sent_sheet(criteria_set_of_leaves(4, parts=2), A_1="2", A_2="1.5", B_1="2", B_2="1")
    sign_in(page, live_server, client, head_of(sheet))
    page.goto(address(live_server, "review", sheet.pk))
    page.get_by_role("button", name="Tiếp nhận").click()
    lines = open_lines(sheet)
    assert axe_violations(page) == []

    # j: the first line, the riskiest; Enter opens it beside the list.
    page.keyboard.press("j")
    expect(row(page, lines["A.1"])).to_have_class(r"review-line review-line--look is-current")
    page.keyboard.press("Enter")
    expect(page.locator("#review-detail")).to_contain_text("Đơn vị chưa nêu tài liệu nào.")
    assert axe_violations(page) == []

    # d: own points; the line waits for its reason, then it is saved and the sums follow.
    page.keyboard.press("d")
    page.keyboard.type("1,25")
    page.keyboard.press("Tab")
    expect(row(page, lines["A.1"])).to_contain_text("Chọn hoặc ghi lý do chênh lệch")
    row(page, lines["A.1"]).get_by_label("Lý do chênh lệch").select_option("no_evidence")
    expect(row(page, lines["A.1"])).to_contain_text("Chấm khác")
    expect(page.locator("#review-summary")).to_contain_text("5,75")
    assert axe_violations(page) == []

    # Esc comes back to the line, j goes on, a agrees and moves to the next one not checked.
    row(page, lines["A.1"]).get_by_label("Điểm kiểm tra").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(row(page, lines["B.1"])).to_have_attribute("data-checked", "yes")
    expect(row(page, lines["A.2"])).to_have_class(r"review-line review-line--low is-current")
    page.keyboard.press("?")
    expect(page.locator("#review-keys")).to_have_attribute("open", "")
    page.keyboard.press("?")

    # All others at once, with count and sum; then the differences once more, and final.
    page.get_by_role("link", name="Đồng ý tất cả dòng còn lại").click()
    expect(page.get_by_role("main")).to_contain_text("2 dòng chưa kiểm tra, tổng 2,5 điểm")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Đồng ý 2 dòng").click()
    page.get_by_role("link", name="Hoàn thành kiểm tra").click()
    expect(page.get_by_role("table")).to_contain_text("Chưa có tài liệu minh chứng")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Hoàn thành và chốt điểm").click()
    expect(page.get_by_role("status").first).to_be_attached()
    expect(page.get_by_role("main")).to_contain_text("Bảng điểm đã chốt.")
    assert axe_violations(page) == []
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FINAL
    assert sheet.versions.get(stage=Stage.FINAL).total == Decimal("5.75")


def test_keys_do_nothing_inside_inputs(page, live_server, client):
    sheet = sheet_in_step()
    sign_in(page, live_server, client, head_of(sheet))
    page.goto(address(live_server, "review", sheet.pk))
    line = open_lines(sheet)["A.1"]
    page.keyboard.press("j")
    page.keyboard.press("d")
    note = row(page, line).get_by_label("Ghi rõ")
    note.click()
    page.keyboard.type("aj dk?")
    expect(note).to_have_value("aj dk?")
    assert open_lines(sheet)["A.1"].checked_at is None


@pytest.fixture
def second_page(browser):
    """A second person at another desk."""
    context = session_in(browser)
    yield context.new_page()
    context.close()


def test_two_heads_at_one_line_see_both_values(page, second_page, live_server, client):
    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]
    sign_in(page, live_server, client, head_of(sheet))
    page.goto(address(live_server, "review", sheet.pk))
    other = second_page
    sign_in(other, live_server, Client(), head_of(sheet, HeadRole.DEPUTY, full_name="Trần Thị Thử"))
    other.goto(address(live_server, "review", sheet.pk))
    for each, points in ((page, "1"), (other, "0,5")):
        row(each, line).get_by_label("Điểm kiểm tra").fill(points)
        row(each, line).get_by_label("Lý do chênh lệch").select_option("late")
        expect(row(each, line)).to_contain_text("Đã lưu")
    expect(row(other, line)).to_contain_text("Nội dung của bạn vẫn còn ở dưới.")
    expect(row(other, line).get_by_label("Điểm kiểm tra")).to_have_value("0,5")
    # What she changes beside it is not sent over the first one's words: only her button sends it.
    row(other, line).get_by_label("Lý do chênh lệch").select_option("no_evidence")
    other.wait_for_timeout(300)
    assert open_lines(sheet)["A.1"].points == Decimal(1)
    row(other, line).get_by_role("button", name="Lưu").click()
    expect(row(other, line)).to_contain_text("-1,5")
    assert open_lines(sheet)["A.1"].points == Decimal("0.5")


def test_on_a_phone_the_line_opens_over_the_foot_and_nothing_scrolls_sideways(page, live_server, client):
    sheet = sheet_in_step()
    sign_in(page, live_server, client, head_of(sheet))
    page.set_viewport_size(PHONE)
    page.goto(address(live_server, "review", sheet.pk))
    assert overflow(page) <= 0
    page.get_by_role("link", name="Tiêu chí A.1").click()
    expect(page.locator("#review-detail")).to_contain_text("Tài liệu minh chứng")
    assert overflow(page) <= 0
    assert axe_violations(page) == []
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("#review-detail article")).to_have_count(0)
    for name in ("review-return", "review-agree", "review-finish", "sheet-comparison"):
        page.goto(address(live_server, name, sheet.pk))
        assert overflow(page) <= 0
        assert axe_violations(page) == []


def test_without_scripts_one_line_is_saved_and_one_given_back(page_without_scripts, live_server, client):
    page = page_without_scripts
    sheet = sheet_in_step()
    lines = open_lines(sheet)
    sign_in(page, live_server, client, head_of(sheet))
    page.goto(address(live_server, "review", sheet.pk))
    line = row(page, lines["A.1"])
    line.get_by_label("Điểm kiểm tra").fill("1,5")
    line.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("main")).to_contain_text("chọn hoặc ghi lý do chênh lệch")
    expect(page.get_by_label("Điểm kiểm tra")).to_have_value("1,5")
    page.get_by_label("Lý do chênh lệch").select_option("count_reduced")
    page.get_by_role("button", name="Lưu").click()
    expect(row(page, lines["A.1"])).to_contain_text("Chấm khác")
    assert open_lines(sheet)["A.1"].points == Decimal("1.5")
    row(page, lines["A.2"]).get_by_role("button", name="Đồng ý").click()
    expect(row(page, lines["A.2"])).to_have_class(r"review-line review-line--low is-checked")
    page.get_by_role("link", name="Yêu cầu bổ sung").click()
    page.get_by_label("Tiêu chí A.1").fill("Gửi danh sách kèm theo")
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.RETURNED
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address(live_server, "sheet-part", sheet.pk, 1))
    expect(page.get_by_role("main")).to_contain_text("Gửi danh sách kèm theo")
