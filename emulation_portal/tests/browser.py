"""A real browser for the tests: Debian's Chromium driven by Playwright, and axe for accessibility.

The fixtures reach the tests through conftest.py. Mark such tests ``pytest.mark.browser``. Chromium is found by the
variable CHROMIUM or on PATH; where there is none the tests are skipped, or fail when EMULATION_BROWSER is "required"
(so that the build never passes by skipping them).
"""

import os
import shutil
import time
from functools import wraps

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect, sync_playwright

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}

# Playwright does not wait for the page that a click leads to: a test would read the old one on a busy machine.
# The page marks itself when a link or form that nobody has stopped takes it away; the next page bears no mark. One that
# waits for what is being saved says so itself (static/js/leaving.js). A page is there with its styles, not before them.
# A form with data-guard that is stopped goes by itself a moment later: after the save of its draft that is under way,
# or when the session was asked for; unless the page asks to sign in or says why it stays.
MARK_LEAVING = """
    window.addEventListener("click", event => {
        const link = event.target.closest && event.target.closest("a[href]");
        if (!link || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
        const there = new URL(link.href, location.href);
        const here = there.href.split("#")[0] === location.href.split("#")[0] && there.hash;
        if (there.protocol.startsWith("http") && !here) window.isLeaving = true;
    });
    window.addEventListener("submit", event => { if (!event.defaultPrevented) window.isLeaving = true; });
    window.addEventListener("click", () => { window.isHeld = false; }, true);
    window.addEventListener("submit", event => { window.isHeld = event.target.matches("[data-guard]"); }, true);
"""
STAYS = "document.querySelector('dialog.sign-in-again') || document.querySelector('#live')?.textContent"
LEAVES = f"""Boolean(window.isLeaving || window.isHeld && !({STAYS}) || document.readyState !== 'complete'
    || document.body?.dataset.leaving)"""
# What comes by itself after a page or a part of one: what was asked for by htmx, what is saved without a button, fonts,
# styles, charts and the boxes in place of long lists (these two by scripts that load when the page is there already).
UNDER_WAY = """() => {
    const found = [...document.querySelectorAll(
        ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added, [data-saving=yes], " +
        "select[data-search]:not(.tomselected), figure[data-chart]:not([data-drawn])"
    )].map(node => node.outerHTML.slice(0, 200));
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) if (!link.sheet) found.push(link.href);
    if (document.fonts.status !== "loaded") found.push("fonts");
    return found;
}"""
NEXT_FRAMES = """() => document.querySelector("canvas") && new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(() => done()))
)"""
# Where scripts are off the page cannot mark itself; whether such a click leads away is asked before it.
LEADS_AWAY = "node => node.matches('a[href]:not([href^=\"#\"], [target], [download]), form button[type=submit]')"
LONGEST_WAY = 20.0  # seconds; a file that downloads instead of a page ends the waiting sooner
LONGEST_RESIZE = 3.0  # seconds until a chart has followed a new width


def chromium_path() -> str:
    """Where the browser is, or the empty text."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


@pytest.fixture(scope="session")
def browser():
    """One browser for the whole run."""
    path = chromium_path()
    if not path:
        reason = "Chromium not found: install the package chromium or set CHROMIUM"
        if os.environ.get("EMULATION_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's synchronous API keeps an event loop in this thread; the ORM of the fixtures must still be allowed.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=LONGEST_WAY * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        plain = {each: each.click for each in (Locator, Page)}
        for each, click in plain.items():
            each.click = _arriving(click)
        yield running
        for each, click in plain.items():
            each.click = click
        running.close()


def _arriving(click):
    """``click`` that returns when the page it leads to, if any, is there."""

    @wraps(click)
    def click_and_arrive(self, *arguments, **options):
        page, downloads = getattr(self, "page", self), []

        def note(download):
            downloads.append(download)

        page.on("download", note)
        if getattr(page.context, "without_scripts", False):
            target = self if isinstance(self, Locator) else self.locator(arguments[0])
            if target.evaluate(LEADS_AWAY):
                page.evaluate("window.isLeaving = true")
        click(self, *arguments, **options)
        arrive(page, downloads)
        page.remove_listener("download", note)

    return click_and_arrive


def arrive(page, downloads=()) -> None:
    """Wait until the page does not stand before leaving any more."""
    end = time.monotonic() + LONGEST_WAY
    while time.monotonic() < end and not downloads and not page.is_closed():
        try:
            if not page.evaluate(LEAVES):
                return
        except Error:  # the old page went away while it was asked
            pass
        page.wait_for_timeout(20)


def until(page, condition) -> None:
    """Wait for something outside of the page (a request that was held back, a row of the database)."""
    end = time.monotonic() + LONGEST_WAY
    while not condition():
        assert time.monotonic() < end, f"waited too long on {page.url}"
        page.wait_for_timeout(20)


def settled(page) -> None:
    """Wait until the page is there and nothing in it is under way any more; what stays under way fails the test."""
    arrive(page)
    if getattr(page.context, "without_scripts", False):
        return
    end = time.monotonic() + LONGEST_WAY
    while found := page.evaluate(UNDER_WAY):
        assert time.monotonic() < end, f"never settled: {page.url}: {found}"
        page.wait_for_timeout(20)
    page.evaluate(NEXT_FRAMES)


def session_in(browser, *, viewport=DESK, **options) -> BrowserContext:
    """A session of its own, in which nothing moves: axe would judge a colour on its way to another."""
    context = browser.new_context(
        viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce", **options
    )
    context.add_init_script(MARK_LEAVING)
    return context


@pytest.fixture
def page(browser):
    """A page of desk size in its own session; any error of a script or refused by the CSP fails the test."""
    context = session_in(browser)
    opened = context.new_page()
    problems = watch(opened)
    yield opened
    context.close()
    assert problems == []


@pytest.fixture
def page_without_scripts(browser):
    """A page with scripting off."""
    context = session_in(browser, java_script_enabled=False)
    context.without_scripts = True
    yield context.new_page()
    context.close()


def watch(page) -> list[str]:
    """Collect errors of scripts and refusals of the content security policy."""
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    return problems


def sign_in(page, live_server, client, user) -> None:
    """Put the session of ``user`` into the browser without typing a password."""
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def axe_violations(page) -> list[str]:
    """What axe finds on the page, one line per rule and place; the empty list is the aim."""
    settled(page)
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflow(page) -> int:
    """Pixels by which the page is wider than the screen: 0 when nothing must be scrolled sideways. What is gone in a
    moment does not count: a chart follows a new width with a later frame.
    """
    settled(page)
    end = time.monotonic() + LONGEST_RESIZE
    while (found := page.evaluate("document.documentElement.scrollWidth - window.innerWidth")) > 0:
        if time.monotonic() > end:
            break
        page.wait_for_timeout(50)
    return found
