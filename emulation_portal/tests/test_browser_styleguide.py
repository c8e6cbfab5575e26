"""The design system in a real browser: accessible, fit for a phone, for the keyboard and without scripts."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

# A closed part of the page, come later, with an abbreviation that the page has not yet; answers which one.
CLOSED_WITH_ABBREVIATION = """() => {
  const shown = new Set([...document.querySelectorAll(".abbr")].map((each) => each.textContent));
  const names = Object.keys(JSON.parse(document.getElementById("abbreviations").textContent));
  const name = names.find((each) => !shown.has(each));
  const closed = document.createElement("details");
  closed.id = "closed";
  closed.innerHTML = `<summary>Thêm</summary><p>${name}</p>`;
  document.querySelector("main").append(closed);
  const detail = { elt: closed, target: closed, requestConfig: { elt: closed } };
  closed.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail }));
  return name;
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff():
    return get_user_model().objects.create_user("staff", is_staff=True)


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_styleguide_when_opened_has_no_axe_violation_and_no_sideways_scrolling(page, live_server, client, staff, size):
    sign_in(page, live_server, client, staff)
    if size:
        page.set_viewport_size(size)
    page.goto(f"{live_server.url}/styleguide/")
    page.locator(".chart__frame canvas").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0


def test_sign_in_page_has_no_axe_violation(page, live_server):
    page.goto(f"{live_server.url}/accounts/sign-in/")
    assert axe_violations(page) == []


def test_first_tab_is_the_skip_link_and_it_leads_to_the_content(page, live_server, client, staff):
    sign_in(page, live_server, client, staff)
    page.goto(f"{live_server.url}/styleguide/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_abbreviation_when_focused_shows_its_meaning(page, live_server, client, staff):
    sign_in(page, live_server, client, staff)
    page.goto(f"{live_server.url}/styleguide/")
    abbreviation = page.locator(".abbr", has_text="TĐKT").first
    meaning = abbreviation.locator(".abbr__meaning")
    expect(meaning).to_have_css("opacity", "0")
    abbreviation.focus()
    expect(meaning).to_have_css("opacity", "1")
    in_text = page.locator("main .abbr[data-meaning]", has_text="TĐKT").first
    in_text.hover()
    expect(in_text).to_have_css("content", '"Thi đua, khen thưởng"', pseudo="after")
    name = page.evaluate(CLOSED_WITH_ABBREVIATION)
    inside = page.locator("#closed .abbr", has_text=name)
    assert inside.get_attribute("tabindex") is None
    page.locator("#closed summary").click()
    page.locator("#closed .abbr[tabindex='0']:not(.abbr--quiet)", has_text=name).wait_for()


def test_page_without_scripts_keeps_tables_forms_and_menus(page_without_scripts, live_server, client, staff):
    page = page_without_scripts
    sign_in(page, live_server, client, staff)
    page.goto(f"{live_server.url}/styleguide/")
    assert page.locator(".chart__table table").is_visible()
    assert not page.locator(".chart__frame").is_visible()
    page.locator("select[name=empty-unit]").select_option(index=2)
    assert page.locator("#id_q").is_visible()
    page.goto(f"{live_server.url}/styleguide/?print=1")
    assert not page.locator(".site-footer").is_visible()
    assert page.locator(".print-head").is_visible()
