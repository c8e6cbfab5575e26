"""static/js/review.js in a real browser: "Đồng ý" counts whatever was under way, and the list shows what is stored."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.scoring.tests.review_cases import D, head_of, open_lines, sheet_in_step
from emulation_portal.tests.browser import settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_agreeing_after_a_save_without_an_answer_and_a_refused_row_saved_beside(page, live_server, client):
    sheet = sheet_in_step()
    first, second = open_lines(sheet)["A.1"], open_lines(sheet)["A.2"]
    rows = [page.locator(f"#line-{line.pk}") for line in (first, second)]
    sign_in(page, live_server, client, head_of(sheet))
    page.goto(live_server.url + reverse("scoring:review", args=[sheet.pk]))
    # The reason was sent, nobody answered; she changes her mind.
    address = "**" + reverse("scoring:review-row", args=[sheet.pk, first.pk])
    page.route(address, lambda route: route.fulfill(status=502, body=""), times=1)
    rows[0].locator("[data-points]").fill("0,5")
    rows[0].locator("[name$=-reason]").select_option("late")
    expect(rows[0]).to_contain_text("Chưa lưu được")
    rows[0].locator("[data-agree]").click()
    expect(rows[1]).to_have_class(re.compile("is-current"))  # only when it is stored
    first.refresh_from_db()
    assert (first.points, first.reason) == (D(2), None)
    # Straight from the box, which sends it by itself.
    rows[0].locator("[data-points]").fill("1")
    rows[0].locator("[name$=-reason]").select_option("late")
    expect(rows[0]).to_contain_text("Chấm khác")
    rows[0].locator("[data-points]").fill("1,5")
    rows[0].locator("[data-agree]").click()
    expect(rows[0]).not_to_contain_text("Chấm khác")
    first.refresh_from_db()
    assert (first.points, first.reason) == (D(2), None)
    # Refused in the list, put right beside it.
    rows[1].locator("[data-points]").fill("99")
    rows[1].locator("[name$=-reason]").select_option("late")
    expect(rows[1].locator(".field-error")).to_be_visible()
    rows[1].locator("[data-open]").click()
    beside = page.locator("[data-detail]")
    beside.wait_for()
    settled(page)  # before that its button is a plain one
    beside.locator("[name$=agreed_points]").fill("1")
    beside.locator("[name$=reason]").select_option("late")
    beside.get_by_role("button", name="Lưu", exact=True).click()
    expect(rows[1].locator("[data-points]")).to_have_value("1")
    expect(rows[1].locator(".field-error")).to_have_count(0)
