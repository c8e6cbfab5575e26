"""static/js/draft-autosave.js in a real browser: a registration keeps itself, and the button is never in conflict."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from apps.registrations.models import RegistrationRow
from apps.registrations.tests.factories import award, build
from emulation_portal.tests.browser import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


PASSWORD = "mat-khau-thu-1"
ASKS = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def sign_in_again(page, user):
    user.set_password(PASSWORD)
    user.save()
    dialog = page.locator("dialog.sign-in-again")
    dialog.locator("[name=username]").fill(user.username)
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()


def loses_the_first(title, lost):
    """The answer of the first whole row; on a slow machine the name alone goes ahead of it."""
    whole = f'name="np0-award"\r\n\r\n{title}\r\n'

    def lose(route):
        if not lost and whole in (route.request.post_data or ""):
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    return lose


def test_rows_are_kept_while_typing_and_the_button_saves_the_rest(page, live_server, client):
    """The answer of the first save is lost after it was stored: the row stands once all the same. The session ends in
    between: the button that was pressed goes when the person has signed in again. It stays while no answer comes, and
    what was typed with it.
    """
    world, lost, held = build(2), [], []
    first, second = world.people(1, 2)
    title = str(award("LDTT").pk)
    sign_in(page, live_server, client, world.officers[1])
    url = live_server.url + world.started(1).get_absolute_url()
    page.goto(url)
    page.route(url, loses_the_first(title, lost))
    status = page.locator("[data-autosave-status]")
    page.locator("[name=np0-name]").fill(first.full_name)
    page.locator("[name=np0-award]").select_option(title)
    expect(status).to_contain_text("Chưa lưu được")
    row = RegistrationRow.objects.get()
    page.locator("[name=np0-note]").fill("ghi thêm")
    expect(page.locator(f"[name=r{row.pk}-note]")).to_have_value("ghi thêm")
    expect(page.locator(f"[name=r{row.pk}-version]")).to_have_value("2")
    expect(status).to_contain_text("Đã lưu lúc")
    expect(page.locator("[data-saving]")).to_have_count(0)
    assert not page.evaluate(ASKS)
    page.locator("[name=np1-name]").fill(second.full_name)
    expect(status).to_contain_text("Còn 1 dòng chưa lưu")
    assert page.evaluate(ASKS)
    page.locator("[name=np1-award]").select_option(title)
    expect(status).not_to_contain_text("Còn 1 dòng chưa lưu")
    expect(status).to_contain_text("Đã lưu lúc")
    note = page.locator(f"[name=r{RegistrationRow.objects.get(name=second.full_name).pk}-note]")
    Session.objects.all().delete()
    page.route(url, lambda route: held.insert(0, route), times=1)
    note.fill("ghi sau")
    expect(status).to_contain_text("Đang lưu")
    # Not by click(): that would wait for the page it leads to.
    page.get_by_role("button", name="Lưu", exact=True).evaluate("button => button.click()")
    until(page, lambda: held)
    held.pop().continue_()
    sign_in_again(page, world.officers[1])
    expect(page.locator(".toast-note").first).to_contain_text("Đã lưu lúc")
    page.goto(url)
    page.route(url, lambda route: route.abort())
    note.fill("ghi sau cùng")
    expect(status).to_contain_text("Chưa lưu được")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#live")).to_contain_text("Chưa lưu được")
    page.unroute(url)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".toast-note").first).to_contain_text("Đã lưu lúc")
    found = RegistrationRow.objects.order_by("position").values_list("name", "note")
    assert (list(found), lost) == ([(first.full_name, "ghi thêm"), (second.full_name, "ghi sau cùng")], [200])


def test_another_tab_in_which_somebody_signs_in(page, live_server, client):
    """The same person again: the token of this page is an old one, what is typed is stored. Somebody else: not."""
    world = build(2)
    sign_in(page, live_server, client, world.officers[1])
    page.goto(live_server.url + world.started(1).get_absolute_url())
    sign_in(page, live_server, Client(), world.officers[1])
    page.context.add_cookies([{"name": "csrftoken", "value": "t" * 32, "url": live_server.url}])
    page.locator("[name=np0-name]").fill(world.people(1, 1)[0].full_name)
    page.locator("[name=np0-award]").select_option(str(award("LDTT").pk))
    expect(page.locator("[name=np0-name]")).to_have_count(0)  # stored: it has the name of its row
    row = RegistrationRow.objects.get()
    sign_in(page, live_server, Client(), world.officers[0])
    page.locator(f"[name=r{row.pk}-note]").fill("của người khác")
    expect(page.locator("dialog.sign-in-again")).to_contain_text("Người khác vừa đăng nhập")
    row.refresh_from_db()
    assert row.note == ""
