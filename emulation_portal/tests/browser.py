"""A real browser for the tests: Debian's Chromium driven by Playwright, and axe for accessibility.

The fixtures reach the tests through conftest.py. Mark such tests ``pytest.mark.browser``. Chromium is found by the
variable CHROMIUM or on PATH; where there is none the tests are skipped, or fail when EMULATION_BROWSER is "required"
(so that the build never passes by skipping them).
"""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


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
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page of desk size in its own session; any error of a script or refused by the CSP fails the test."""
    context = browser.new_context(viewport=DESK, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    opened = context.new_page()
    problems = watch(opened)
    yield opened
    context.close()
    assert problems == []


@pytest.fixture
def page_without_scripts(browser):
    """A page with scripting off."""
    context = browser.new_context(viewport=DESK, locale="vi-VN", java_script_enabled=False)
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
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflow(page) -> int:
    """Pixels by which the page is wider than the screen: 0 when nothing must be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
