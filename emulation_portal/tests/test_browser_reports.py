"""Two officers edit one report in real browsers: the second is told who saved and when, and loses nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.periodic_reports.domain.lines import save_line
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.tests.factories import (
    NOW,
    acting,
    issued_template,
    line_of,
    officer_of,
    report_of,
    started,
    text,
)
from emulation_portal.tests.browser import PHONE, arrive, axe_violations, overflow, settled, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report():
    return started(report_of(issued_template(2), 1))


def test_second_officer_is_told_and_loses_nothing(page, live_server, client, report):
    sign_in(page, live_server, client, officer_of(report))
    page.goto(live_server.url + reverse("periodic_reports:report-edit", args=[report.pk]))
    line = line_of(report, "VBQPPL")
    row = page.locator(f"#line-{line.pk}")
    colleague = acting(officer_of(report, full_name="Trần Thị Thử"))
    save_line(line_id=line.pk, expected_version=1, inputs=text("của bà Thử"), actor=colleague, now=NOW)
    row.locator("textarea").fill("nội dung của tôi")
    page.keyboard.press("Tab")
    row.locator(".conflict").wait_for()
    # Typing on, moving on or sending decides nothing: only the choice does.
    row.locator("textarea").press_sequentially("!")
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(row.get_by_role("button", name="Giữ nội dung của tôi")).to_be_focused()
    assert line_of(report, "VBQPPL").text == "của bà Thử"
    assert "Trần Thị Thử đã sửa lúc" in row.inner_text()
    assert "của bà Thử" in row.inner_text()
    assert row.locator("textarea").input_value() == "nội dung của tôi"
    assert axe_violations(page) == []
    row.get_by_role("button", name="Giữ nội dung của tôi").click()
    row.get_by_text("Đã lưu lúc").wait_for()
    assert line_of(report, "VBQPPL").text == "nội dung của tôi"


def test_a_conflict_that_comes_while_a_button_waits_stops_it(page, live_server, client, report):
    sign_in(page, live_server, client, officer_of(report))
    address = live_server.url + reverse("periodic_reports:report-edit", args=[report.pk])
    page.goto(address)
    line, held = line_of(report, "VBQPPL"), []
    row = page.locator(f"#line-{line.pk}")

    def hold(route):
        held.append(route)

    page.route("**" + reverse("periodic_reports:line-save", args=[line.pk]), hold)
    for typed in ("nội dung", "nội dung của tôi"):
        row.locator("textarea").fill(typed)
        page.keyboard.press("Tab")
    until(page, lambda: held)
    held.pop().continue_()
    until(page, lambda: held)  # sent when the first answer has settled
    expect(row).to_have_attribute("data-saving", "yes")
    colleague = acting(officer_of(report, full_name="Trần Thị Thử"))
    save_line(line_id=line.pk, expected_version=2, inputs=text("của bà Thử"), actor=colleague, now=NOW)
    page.evaluate("document.querySelector('[name=continue]').click()")
    held.pop().continue_()
    row.locator(".conflict").wait_for()
    arrive(page)
    assert page.url == address
    expect(row.get_by_role("button", name="Giữ nội dung của tôi")).to_be_focused()
    assert line_of(report, "VBQPPL").text == "của bà Thử"
    assert row.locator("textarea").input_value() == "nội dung của tôi"


def test_officer_writes_by_autosave_and_sends_on_a_phone(page, live_server, client, report):
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, client, officer_of(report))
    page.goto(live_server.url + reverse("periodic_reports:report-edit", args=[report.pk]))
    row = page.locator(f"#line-{line_of(report, 'dung-han').pk}")
    row.get_by_label("Hồ sơ đúng hạn").fill("9")
    row.get_by_label("Hồ sơ đã giải quyết").press_sequentially("10")
    row.locator("[name$=-note]").press_sequentially("theo sổ")
    row.get_by_text("9/10 = 90,00%").wait_for()
    settled(page)
    # Nobody has left the box of the note.
    until(page, lambda: line_of(report, "dung-han").note == "theo sổ")
    assert overflow(page) == 0
    # A long text is kept while it is typed; the button waits for what is being saved and the browser asks nothing.
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    row = page.locator(f"#line-{line_of(report, 'VBQPPL').pk}")
    row.locator("textarea").press_sequentially("Đã ban hành")
    row.get_by_text("Đã lưu lúc").wait_for()
    row.locator("textarea").press_sequentially(" 12 văn bản")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_text("Đã ban hành 12 văn bản").wait_for()
    assert asked == []
    assert page.url.endswith(reverse("periodic_reports:report-check", args=[report.pk]))
    assert overflow(page) == 0
    assert axe_violations(page) == []
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.get_by_text("Số xác nhận").first.wait_for()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
