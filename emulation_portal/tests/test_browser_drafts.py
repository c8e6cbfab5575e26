"""static/js/draft-autosave.js in a real browser: a registration keeps itself, and the button is never in conflict."""

import pytest
from playwright.sync_api import expect

from apps.registrations.models import RegistrationRow
from apps.registrations.tests.factories import award, build
from emulation_portal.tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_rows_are_kept_while_typing_and_the_button_saves_the_rest(page, live_server, client):
    world = build(2)
    first, second = world.people(1, 2)
    sign_in(page, live_server, client, world.officers[1])
    page.goto(live_server.url + world.started(1).get_absolute_url())
    page.locator("[name=np0-name]").fill(first.full_name)
    page.locator("[name=np0-award]").select_option(str(award("LDTT").pk))
    expect(page.locator("[data-autosave-status]")).to_contain_text("Đã lưu lúc")
    row = RegistrationRow.objects.get()
    page.locator(f"[name=r{row.pk}-note]").fill("ghi thêm")
    page.locator("[name=np1-name]").fill(second.full_name)
    page.locator("[name=np1-award]").select_option(str(award("LDTT").pk))
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".toast-note").first).to_contain_text("Đã lưu lúc")
    found = RegistrationRow.objects.order_by("position").values_list("name", "note")
    assert list(found) == [(first.full_name, "ghi thêm"), (second.full_name, "")]
