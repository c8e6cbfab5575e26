"""Signing in with two steps; who must; the pages."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from apps.accounts import required_factor
from apps.accounts.domain import factors
from apps.accounts.domain.errors import FactorNeeded
from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.accounts.tests.steps import (
    NOW,
    PASSWORD,
    SECOND,
    SECRET,
    SIGN_IN,
    actor_of,
    code_at,
    sign_in,
    signed_in,
    tried,
    with_password,
    with_totp,
)
from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.notifications.models import Notice
from apps.units.domain.delegations import delegate
from apps.units.domain.roles import give_role
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
WORKING_YEAR = "/working-years/"
FACTORS, SET_UP = "/accounts/me/second-factor/", "/accounts/me/second-factor/app/"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


# --- Signing in --------------------------------------------------------------------------------------


def test_password_alone_does_not_sign_in(client, clock):
    user = with_totp()
    assert sign_in(client, user, next="/jobs/").headers["Location"] == SECOND
    assert "_auth_user_id" not in client.session
    assert client.get("/jobs/").status_code == 302
    assert client.post(SECOND, {"code": "000000"}).status_code == 422
    answer = client.post(SECOND, {"code": code_at(NOW)})
    assert answer.headers["Location"] == "/jobs/"
    assert client.get("/jobs/").status_code == 200


def test_recovery_code_signs_in_once(client, clock):
    user = with_totp()
    code = factors.show_recovery_codes(user_id=user.pk, actor=actor_of(user), now=NOW)[9]
    for taken in (True, False):
        browser = Client()
        sign_in(browser, user)
        assert (browser.post(SECOND, {"code": f"{code[:4]} {code[4:]}"}).status_code == 302) is taken
    assert len(factors.recovery_codes_of(user.pk).get_unused_codes()) == 9


def test_second_step_waits_ten_minutes(client, clock):
    user = with_totp()
    sign_in(client, user)
    clock.shift(timedelta(minutes=10, seconds=1))
    answer = client.post(SECOND, {"code": code_at(NOW + timedelta(minutes=10, seconds=1))}, follow=True)
    assert "Đã quá 10 phút" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_second_step_ends_when_the_account_changes(client, clock, change):
    user = with_totp()
    sign_in(client, user)
    type(user).objects.filter(pk=user.pk).update(**change)
    assert client.post(SECOND, {"code": code_at(NOW)}).headers["Location"] == SIGN_IN


def test_second_step_without_a_first_one_leads_to_sign_in(client):
    assert client.get(SECOND).headers["Location"] == SIGN_IN


def test_brute_force_of_the_second_step_is_told_and_held(client, clock):
    user = with_totp()
    sign_in(client, user)
    answers = [client.post(SECOND, {"code": f"{n:06}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "15 phút" in answers[-1].content.decode()
    fresh = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(fresh, user)
    assert fresh.post(SECOND, {"code": code_at(NOW)}).status_code == 429


@pytest.mark.parametrize("field", ["code", "passkey"])
@pytest.mark.parametrize(
    "junk", ["", "\0", "x" * 20, "ư" * 3000, "{}", "[1]", '{"id": 1}', '{"response": null}', "٣٣٣"]
)
def test_junk_in_the_second_step_is_a_message(client, clock, field, junk):
    sign_in(client, with_totp())
    assert client.post(SECOND, {field: junk}).status_code == 422


def test_form_of_an_ended_session_asks_for_the_code_too(client, clock):
    user = with_totp()
    address = WORKING_YEAR
    first = client.post(address, {"year": "2026", "sign-in-username": user.username, "sign-in-password": PASSWORD})
    assert first.status_code == 401
    assert 'name="sign-in-code"' in first.content.decode()
    assert '<input type="hidden" name="year" value="2026"' in first.content.decode()
    assert PASSWORD not in first.content.decode()
    assert client.post(address, {"year": "2026", "sign-in-code": "000000"}).status_code == 401
    assert "_auth_user_id" not in client.session
    assert client.post(address, {"year": "2026", "sign-in-code": code_at(NOW)}).status_code == 404
    assert client.session["_auth_user_id"] == str(user.pk)


# --- Who must ----------------------------------------------------------------------------------------


def ministry(role):
    assignment = RoleAssignmentFactory(role=role, unit__kind=UnitKind.MINISTRY)
    assignment.user.set_password(PASSWORD)
    assignment.user.save()
    return assignment.user


@pytest.mark.parametrize(
    ("role", "kind", "must"),
    [
        (Role.STANDING_OFFICE, UnitKind.MINISTRY, True),
        (Role.AUDITOR, UnitKind.MINISTRY, True),
        (Role.OFFICER, UnitKind.MINISTRY, False),
        (Role.STANDING_OFFICE, UnitKind.JUSTICE_DEPARTMENT, False),
    ],
)
def test_who_must_have_a_second_factor(role, kind, must):
    user = RoleAssignmentFactory(role=role, unit__kind=kind).user
    assert bool(required_factor.reason(user, actor_for(user, NOW.date()))) is must


@pytest.mark.parametrize(("demo", "local", "must"), [(1, 1, False), (1, 0, True), (0, 1, True), (0, 0, True)])
def test_demo_accounts_are_exempt_only_while_services_are_embedded(settings, demo, local, must):
    settings.LOCAL = bool(local)
    user = UserFactory(is_staff=True, is_demo=bool(demo))
    assert bool(required_factor.reason(user, actor_of(user))) is must


@pytest.mark.parametrize("who", ["office", "administrator"])
def test_who_must_and_has_none_sets_it_up_before_anything_else(client, clock, who):
    user = ministry(Role.STANDING_OFFICE) if who == "office" else with_password(is_staff=True)
    assert sign_in(client, user, next="/jobs/").headers["Location"] == FACTORS
    for address in ("/", "/jobs/", "/accounts/me/", "/accounts/me/sessions/", "/admin/"):
        assert client.get(address).headers["Location"] == FACTORS, address
    assert "Cài đặt trước khi làm việc" in client.get(FACTORS).content.decode()
    assert 'src="data:image/svg+xml' in client.get(SET_UP).content.decode()
    secret = get_adapter().decrypt(client.session["totp_secret"])
    assert client.post(SET_UP, {"code": "000000"}).status_code == 422
    answer = client.post(SET_UP, {"code": code_at(NOW, secret)})
    assert answer.headers["Location"] == "/accounts/me/second-factor/recovery-codes/"
    assert "totp_secret" not in client.session
    assert client.get("/jobs/").status_code == 200


def test_form_of_an_ended_session_waits_for_the_set_up(client, clock):
    user = ministry(Role.STANDING_OFFICE)
    fields = {"sign-in-username": user.username, "sign-in-password": PASSWORD, "year": "2026"}
    assert client.post(WORKING_YEAR, fields).headers["Location"] == FACTORS


@pytest.mark.parametrize(
    ("role", "kind", "has_one", "stays"),
    [
        (Role.STANDING_OFFICE, UnitKind.MINISTRY, False, False),
        (Role.STANDING_OFFICE, UnitKind.MINISTRY, True, True),
        (Role.OFFICER, UnitKind.MINISTRY, False, True),
        (Role.STANDING_OFFICE, UnitKind.JUSTICE_DEPARTMENT, False, True),
    ],
)
def test_role_that_asks_for_a_second_factor_ends_sessions_without_one(clock, role, kind, has_one, stays):
    user = with_totp() if has_one else with_password()
    browser = signed_in(user)
    assert browser.get("/jobs/").status_code == 200
    unit = UnitFactory(kind=kind)
    give_role(user_id=user.pk, unit_id=unit.pk, role=role, starts_on=NOW.date(), actor=system_actor(), now=NOW)
    assert (browser.get("/jobs/").status_code == 200) is stays


def test_standing_in_for_such_a_role_ends_them_too(clock):
    user = with_password()
    browser = signed_in(user)
    held = RoleAssignmentFactory(role=Role.AUDITOR, unit__kind=UnitKind.MINISTRY)
    days = {"starts_on": NOW.date(), "ends_on": NOW.date()}
    delegate(assignment_id=held.pk, user_id=user.pk, **days, reason="Nghỉ phép", actor=system_actor(), now=NOW)
    assert browser.get("/jobs/").status_code == 302


def test_last_factor_of_who_must_have_one_stays(clock):
    user = ministry(Role.AUDITOR)
    give = factors.give_totp(user_id=user.pk, secret=SECRET, actor=actor_of(user), now=NOW)
    with pytest.raises(FactorNeeded):
        factors.remove_factor(factor_id=give.pk, actor=actor_for(user, NOW.date()), now=NOW)
    assert factors.has_factor(user.pk)


# --- The pages ---------------------------------------------------------------------------------------


def test_recovery_codes_are_shown_once(clock):
    user = with_totp()
    client = signed_in(user)
    page = "/accounts/me/second-factor/recovery-codes/"
    assert "Hiện mã dự phòng" in client.get(page).content.decode()
    shown = client.post(page).content.decode()
    codes = factors.recovery_codes_of(user.pk).generate_codes()
    assert len(codes) == len(set(codes)) == 10
    assert all(f"<li>{code[:4]} {code[4:]}</li>" in shown for code in codes)
    assert client.post(page).headers["Location"] == FACTORS
    assert codes[0][:4] + " " not in client.get(page).content.decode()
    client.post(f"{page}renew/")
    assert not set(codes) & set(factors.recovery_codes_of(user.pk).generate_codes())
    assert tried(user, codes[0]) is None


def test_factor_is_removed_by_its_owner_only_with_the_recovery_codes(clock):
    user, other = with_totp(), with_totp()
    foreign = factors.factors_of(other.pk).get()
    own = factors.factors_of(user.pk).get()
    client = signed_in(user)
    assert client.post(f"{FACTORS}{foreign.pk}/remove/").status_code == 404
    assert "mã dự phòng bị xóa" in client.get(f"{FACTORS}{own.pk}/remove/").content.decode()
    assert client.post(f"{FACTORS}{own.pk}/remove/").headers["Location"] == FACTORS
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    told = Notice.objects.filter(recipient=user).values_list("title", flat=True)
    assert "Đã bỏ một cách xác thực hai bước: Ứng dụng xác thực" in told


def test_sensitive_pages_ask_again_after_a_quarter_of_an_hour(clock):
    client = signed_in(with_totp())
    assert client.get(f"{FACTORS}recovery-codes/").status_code == 200
    clock.shift(timedelta(minutes=15, seconds=1))
    asked = client.post(f"{FACTORS}recovery-codes/")
    confirm = "/accounts/me/confirm/?next=%2Faccounts%2Fme%2Fsecond-factor%2Frecovery-codes%2F"
    assert asked.headers["Location"] == confirm
    now = NOW + timedelta(minutes=15, seconds=1)
    assert client.post(confirm, {"code": "000000"}).status_code == 422
    assert client.post(confirm, {"code": code_at(now)}).headers["Location"] == f"{FACTORS}recovery-codes/"
    assert client.get(f"{FACTORS}recovery-codes/").status_code == 200


def test_without_a_factor_the_password_is_asked_again(clock):
    client = signed_in(with_password())
    clock.shift(timedelta(minutes=16))
    confirm = client.get(SET_UP).headers["Location"]
    assert client.post(confirm, {"password": "sai"}).status_code == 422
    assert client.post(confirm, {"password": PASSWORD}).headers["Location"] == SET_UP


def test_administrator_resets_a_lost_factor_with_a_reason(clock):
    user = with_totp()
    theirs = signed_in(user)
    administrator = with_totp(is_staff=True)
    clock.shift(timedelta(minutes=1))
    client = signed_in(administrator)
    address = f"/accounts/users/{user.pk}/second-factor/reset/"
    assert client.post(address, {"reason": "ngắn"}).status_code == 422
    assert client.post(address, {"reason": "Mất điện thoại, đã gọi lại"}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert theirs.get("/jobs/").status_code == 302
    entry = Entry.objects.get(action="accounts.second_factor.reset")
    assert (entry.reason, entry.actor_id) == ("Mất điện thoại, đã gọi lại", str(administrator.pk))
    notice = Notice.objects.get(recipient=user, title="Quản trị đã đặt lại xác thực hai bước của bạn")
    assert "Mất điện thoại, đã gọi lại" in notice.body
    own = f"/accounts/users/{administrator.pk}/second-factor/reset/"
    assert client.get(own).status_code == 403


def test_technical_administration_is_no_way_around_the_second_step(client, clock):
    user = with_totp(is_staff=True, is_superuser=True)
    client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(SIGN_IN)
    page = signed_in(user).get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "Đặt lại xác thực hai bước" in page
    assert signed_in_administration_lists_no_factors(user)


def signed_in_administration_lists_no_factors(user):
    client = Client()
    client.force_login(user)
    return [client.get(f"/admin/{path}/").status_code for path in ("mfa", "account")] == [404, 404]
