"""Signing in with two steps in a real browser: passkeys of a virtual authenticator, codes with scripting off."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.domain.factors import factors_of
from apps.accounts.tests.steps import PASSWORD, code_at, with_password, with_totp
from emulation_portal.tests.browser import PHONE, axe_violations, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def authenticator(page):
    """A device that holds passkeys and whose owner always confirms with a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda **change: [
        session.send(f"WebAuthn.{name}", {"authenticatorId": made, **values}) for name, values in change.items()
    ]


def give_password(page, live_server, user, next_url=""):
    page.goto(f"{live_server.url}/accounts/sign-in/?next={next_url}")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("form[data-sign-in] button[type=submit]")


def sign_out(page):
    page.locator(".menu--account summary").first.click()
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_role("heading", name="Đăng nhập").wait_for()


def test_passkey_is_made_used_as_second_step_and_alone(page, live_server, authenticator):
    user = with_password()
    give_password(page, live_server, user, "/accounts/me/second-factor/")
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_label("Tên khóa").fill("Máy ở phòng làm việc")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_role("button", name="Hiện mã dự phòng").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert axe_violations(page) == []
    assert [str(factor) for factor in factors_of(user.pk)] == ["Máy ở phòng làm việc"]

    sign_out(page)
    give_password(page, live_server, user, "/jobs/")
    page.get_by_role("heading", name="Xác thực hai bước").wait_for()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url("**/jobs/")

    sign_out(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/accounts/me/sessions/")
    page.get_by_text("Phiên này").wait_for()
    assert axe_violations(page) == []
    factor = factors_of(user.pk).get()
    assert factor.last_used_at is not None


def test_passkey_that_its_owner_does_not_confirm_signs_nobody_in(page, live_server, authenticator):
    user = with_password()
    give_password(page, live_server, user, "/accounts/me/second-factor/passkeys/add/")
    page.get_by_label("Tên khóa").fill("Điện thoại")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_role("button", name="Hiện mã dự phòng").wait_for()
    sign_out(page)
    authenticator(setUserVerified={"isUserVerified": False})
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_text("Chưa dùng được khóa truy cập").wait_for()
    assert page.url.endswith("/accounts/sign-in/")


def test_code_is_enough_without_scripts_and_on_a_phone(page_without_scripts, live_server):
    page = page_without_scripts
    page.set_viewport_size(PHONE)
    user = with_totp()
    give_password(page, live_server, user, "/jobs/")
    assert page.get_by_role("button", name="Dùng khóa truy cập").count() == 0
    page.fill("[name=code]", "000000")
    page.click("form[data-sign-in] button[type=submit]")
    expect(page.get_by_text("Mã không đúng hoặc đã dùng rồi")).to_have_count(2)
    page.fill("[name=code]", code_at(timezone.now()))
    page.click("form[data-sign-in] button[type=submit]")
    page.wait_for_url("**/jobs/")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_own_pages_fit_and_are_accessible(page, live_server, size):
    if size == "phone":
        page.set_viewport_size(PHONE)
    give_password(page, live_server, with_password())
    for path in ("", "password/", "sessions/", "second-factor/", "second-factor/app/", "confirm/"):
        page.goto(f"{live_server.url}/accounts/me/{path}")
        assert axe_violations(page) == [], path
        assert overflow(page) == 0, path
