"""static/js/autosave.js, leaving.js and session.js in a real browser: nothing typed is lost."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from apps.accounts.domain.factors import give_totp
from apps.accounts.tests.steps import NOW, SECRET, actor_of, code_at
from emulation_portal.tests.autosave_urls import Line
from emulation_portal.tests.browser import settled, sign_in, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("emulation_portal.tests.autosave_urls"),
]


@pytest.fixture
def line(page, live_server, client):
    """The page is open and the person signed in."""
    Line.reset()
    user = get_user_model().objects.create_user("officer", password="mat-khau-thu-1")
    sign_in(page, live_server, client, user)
    page.goto(f"{live_server.url}/autosave/")
    return page


ASKS = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def saved(page, version):
    page.locator(f"input[name=version][value='{version}']").wait_for(state="attached")


def held_back(page):
    """The next save of the line reaches the server when it is let go."""
    held = []

    def hold(route):
        held.append(route)

    def let_go():
        until(page, lambda: held)
        held.pop().continue_()

    page.route("**/line/1/", hold, times=1)
    return let_go


def test_change_is_saved_and_the_new_version_comes_back(line):
    line.fill("[name=points]", "2,5")
    assert line.evaluate(ASKS)  # typed, and not even sent yet
    line.keyboard.press("Tab")
    saved(line, 1)
    settled(line)
    assert not line.evaluate(ASKS)
    assert Line.log == [(0, "2,5", "")]
    assert line.locator("[data-autosave-status]").inner_text() == "Đã lưu lúc 14:05."
    # A phone is locked, another app is opened: the page may never come back.
    line.fill("[name=note]", "dở")
    line.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    saved(line, 2)
    assert Line.log[1:] == [(1, "2,5", "dở")]


def test_what_is_typed_while_saving_stays_and_is_saved_with_the_new_version(line):
    let_go = held_back(line)
    line.fill("[name=points]", "2")
    line.keyboard.press("Tab")
    line.keyboard.type("theo báo cáo")
    # A key pressed while the page settles the answer.
    line.evaluate("""window.addEventListener("htmx:afterSwap", () => document.execCommand("insertText", false, "!"))""")
    let_go()
    saved(line, 1)
    settled(line)
    assert line.evaluate("document.activeElement.name") == "note"
    line.keyboard.type(" số 5")
    line.keyboard.press("Tab")
    saved(line, 2)
    assert line.input_value("[name=note]") == "theo báo cáo! số 5"
    assert Line.log == [(0, "2", ""), (1, "2", "theo báo cáo! số 5")]


def test_two_lines_answered_in_the_same_moment_keep_what_was_typed_in_each(line):
    line.goto(f"{line.url}?two")
    held = []

    def hold_the_first(route):
        held.append(route)
        if len(held) > 2:
            route.continue_()

    line.route("**/line/*/", hold_the_first)
    for number in (1, 2):
        line.fill(f"#line-{number} [name=points]", str(number))
        line.fill(f"#line-{number} [name=note]", f"dở {number}")
    until(line, lambda: len(held) == 2)
    # Both answers are taken in before the page has settled the first.
    line.evaluate("""() => {
        const later = window.setTimeout;
        window.setTimeout = (act, ms) => later(act, ms === 20 ? 300 : ms);
    }""")
    for route in held[:2]:
        route.continue_()
    line.locator("#line-1 [name=version][value='2']").wait_for(state="attached")
    line.locator("#line-2 [name=note]").blur()
    line.locator("#line-2 [name=version][value='2']").wait_for(state="attached")
    assert [Line.stored[number]["note"] for number in (1, 2)] == ["dở 1", "dở 2"]
    # The answer of one draws the other anew, in which somebody has begun to type.
    held.clear()
    line.fill("#line-1 [name=points]", "4")
    line.fill("#line-2 [name=note]", "dở 2!")
    until(line, lambda: held)
    held[0].continue_()
    line.locator("#line-1 [name=version][value='3']").wait_for(state="attached")
    assert line.evaluate("document.activeElement.closest('form').id") == "line-2"
    line.unroute("**/line/*/")
    line.keyboard.press("Tab")
    until(line, lambda: Line.stored[2]["note"] == "dở 2!")


def test_what_was_refused_is_asked_for_before_the_page_is_left(line):
    Line.fails.append(422)
    line.fill("[name=points]", "nhiều")
    line.keyboard.press("Tab")
    line.get_by_text("Sai số.").wait_for()
    line.locator("[data-saving=refused]").wait_for()
    assert line.evaluate(ASKS)
    line.fill("[name=points]", "3")
    line.keyboard.press("Tab")
    saved(line, 1)
    settled(line)
    assert not line.evaluate(ASKS)


def test_change_finished_while_saving_is_not_lost(line):
    Line.seconds = 0.5
    line.fill("[name=points]", "2")
    line.keyboard.press("Tab")
    line.keyboard.type("muộn")
    line.keyboard.press("Shift+Tab")
    saved(line, 2)
    assert Line.log == [(0, "2", ""), (1, "2", "muộn")]


def test_lost_connection_is_told_and_the_line_is_sent_again(line):
    """First as it was sent, then what was typed since: had the first been stored, nobody conflicts with herself."""
    line.route("**/line/1/", lambda route: route.abort())
    line.fill("[name=points]", "3")
    line.keyboard.press("Tab")
    line.get_by_text("Chưa lưu được. Hệ thống sẽ thử lại").wait_for()
    line.unroute("**/line/1/")
    line.keyboard.type("sau khi mất mạng")
    line.keyboard.press("Tab")
    saved(line, 2)
    assert Line.log == [(0, "3", ""), (1, "3", "sau khi mất mạng")]


def test_a_server_that_fails_has_not_answered_and_the_line_is_sent_again(line):
    """Perhaps it was stored all the same: the same again, then what was typed since."""
    line.evaluate("""() => {
        const [set, clear] = [window.setTimeout, window.clearTimeout];
        let next = 0;
        window.clocks = new Set(); // those of the next attempt; none of them goes off
        window.setTimeout = (act, ms, ...rest) => {
            if (ms !== 5000) return set(act, ms, ...rest);
            window.clocks.add(--next); // no clock of the browser is below zero
            return next;
        };
        window.clearTimeout = (clock) => window.clocks.delete(clock) || clear(clock);
    }""")
    Line.fails += [503, 503]
    line.fill("[name=points]", "3")
    line.keyboard.press("Tab")
    line.get_by_text("Chưa lưu được. Hệ thống sẽ thử lại").wait_for()
    assert line.evaluate(ASKS)
    with line.expect_response("**/line/1/"):
        line.evaluate("window.dispatchEvent(new Event('online'))")
    line.get_by_text("Chưa lưu được. Hệ thống sẽ thử lại").wait_for()
    assert line.evaluate("window.clocks.size") == 1  # however often it failed
    line.keyboard.type("trong khi máy chủ hỏng")
    line.evaluate("window.dispatchEvent(new Event('online'))")  # no need to wait for the next attempt
    saved(line, 1)
    line.keyboard.press("Tab")
    saved(line, 2)
    assert Line.log == [*[(0, "3", "")] * 3, (1, "3", "trong khi máy chủ hỏng")]


def test_a_button_goes_after_what_is_under_way_or_unanswered(line):
    """It was taken for the save before, which the page then sent, or redrew, without it."""
    let_go = held_back(line)
    line.fill("[name=points]", "2")
    line.locator("[name=agree]").click()
    let_go()
    saved(line, 2)
    assert Line.log == [(0, "2", ""), (1, "2", "", "agree")]
    Line.fails.append(503)
    line.fill("[name=points]", "3")
    line.keyboard.press("Tab")
    line.get_by_text("Chưa lưu được. Hệ thống sẽ thử lại").wait_for()
    line.locator("[name=agree]").click()
    saved(line, 4)
    assert Line.log[2:] == [(2, "3", ""), (2, "3", ""), (3, "3", "", "agree")]
    # The session ends: the button goes when the person is back.
    Session.objects.all().delete()
    line.locator("[name=agree]").click()
    dialog = line.locator("dialog.sign-in-again")
    dialog.locator("[name=username]").fill("officer")
    dialog.locator("[name=password]").fill("mat-khau-thu-1")
    dialog.locator("button[type=submit]").click()
    saved(line, 5)
    assert Line.log[5:] == [(4, "3", "", "agree")]


def test_expired_session_opens_sign_in_in_place_and_the_line_is_sent_again(line):
    Session.objects.all().delete()
    line.fill("[name=points]", "4")
    line.keyboard.press("Tab")
    dialog = line.locator("dialog.sign-in-again")
    dialog.wait_for()
    assert line.input_value("[name=points]") == "4"
    dialog.locator("[name=username]").fill("officer")
    dialog.locator("[name=password]").fill("sai")
    dialog.locator("button[type=submit]").click()
    dialog.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng").wait_for()
    dialog.locator("[name=username]").fill("officer")
    dialog.locator("[name=password]").fill("mat-khau-thu-1")
    dialog.locator("button[type=submit]").click()
    saved(line, 1)
    assert Line.log == [(0, "4", "")]


def test_what_was_typed_is_not_sent_for_somebody_else(line, live_server):
    other = get_user_model().objects.create_user("other", password="mat-khau-thu-1")
    Session.objects.all().delete()
    line.fill("[name=points]", "4")
    line.keyboard.press("Tab")
    dialog = line.locator("dialog.sign-in-again")
    dialog.locator("[name=username]").fill("other")
    dialog.locator("[name=password]").fill("mat-khau-thu-1")
    dialog.locator("button[type=submit]").click()
    dialog.get_by_text("Người khác vừa đăng nhập").wait_for()
    assert dialog.get_by_role("link", name="Về trang chủ").is_visible()
    assert Line.log == []
    # Nor for one who has signed in in another tab; here it is the first person who comes back to it.
    line.goto(f"{live_server.url}/autosave/")
    sign_in(line, live_server, Client(), get_user_model().objects.exclude(pk=other.pk).get())
    line.fill("[name=points]", "6")
    line.keyboard.press("Tab")
    dialog.get_by_text("Người khác vừa đăng nhập").wait_for()
    assert Line.log == []


def test_second_step_is_asked_in_place_too(line):
    user = get_user_model().objects.get()
    give_totp(user_id=user.pk, secret=SECRET, actor=actor_of(user), now=NOW)
    Session.objects.all().delete()
    line.fill("[name=points]", "5")
    line.keyboard.press("Tab")
    dialog = line.locator("dialog.sign-in-again")
    dialog.locator("[name=username]").fill("officer")
    dialog.locator("[name=password]").fill("mat-khau-thu-1")
    dialog.locator("button[type=submit]").click()
    dialog.locator("[name=code]").fill("000000")
    dialog.locator("button[type=submit]").click()
    dialog.get_by_text("Mã không đúng hoặc đã dùng rồi").first.wait_for()
    assert Line.log == []
    dialog.locator("[name=code]").fill(code_at(timezone.now()))
    dialog.locator("button[type=submit]").click()
    saved(line, 1)
    assert Line.log == [(0, "5", "")]
