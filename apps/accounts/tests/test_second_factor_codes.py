"""Codes of an application and recovery codes: time windows, one use, a few wrong ones, secrets at rest."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import connection

from apps.accounts.domain import factors
from apps.accounts.domain.errors import FactorExists, TooManyCodes, WrongCode
from apps.accounts.enums import Factor
from apps.accounts.models import CodeFailures
from apps.accounts.tests.steps import (
    NOW,
    SECRET,
    actor_of,
    code_at,
    tried,
    with_password,
    with_totp,
)
from apps.audit.models import Entry
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize(
    ("seconds", "good"), [(-61, False), (-60, False), (-30, True), (0, True), (30, True), (59, True), (60, False)]
)
def test_code_is_good_one_step_before_and_after_its_own(seconds, good):
    user = with_totp()
    assert (tried(user, code_at(NOW + timedelta(seconds=seconds))) == Factor.TOTP) is good


@pytest.mark.parametrize("later", [0, 29, 30, 59])
def test_code_is_good_once_as_long_as_its_window_lasts(later):
    user = with_totp()
    code = code_at(NOW)
    assert tried(user, code) == Factor.TOTP
    assert tried(user, code, NOW + timedelta(seconds=later)) is None


def test_an_earlier_code_is_spent_by_a_later_one():
    user = with_totp()
    assert tried(user, code_at(NOW + timedelta(seconds=30))) == Factor.TOTP
    assert tried(user, code_at(NOW)) is None


def test_code_that_took_the_application_into_use_does_not_sign_in_as_well():
    user = with_password()
    arguments = {"user_id": user.pk, "secret": SECRET, "actor": actor_of(user), "now": NOW}
    factors.set_up_totp(**arguments, code=code_at(NOW))
    assert tried(user, code_at(NOW)) is None
    assert tried(user, code_at(NOW + timedelta(seconds=30))) == Factor.TOTP
    with pytest.raises(FactorExists):
        factors.set_up_totp(**arguments, code=code_at(NOW))


def test_wrong_first_code_sets_nothing_up():
    user = with_password()
    with pytest.raises(WrongCode):
        factors.set_up_totp(user_id=user.pk, secret=SECRET, code="000000", actor=actor_of(user), now=NOW)
    assert not factors.has_factor(user.pk)
    assert not Entry.objects.exists()


def test_code_may_be_typed_with_spaces():
    code = code_at(NOW)
    assert tried(with_totp(), f" {code[:3]} {code[3:]} ") == Factor.TOTP


def test_ten_wrong_codes_shut_the_door_for_a_quarter_of_an_hour():
    user = with_totp()
    for _attempt in range(10):
        assert tried(user, "000000") is None
    with pytest.raises(TooManyCodes):
        tried(user, code_at(NOW))
    almost = NOW + timedelta(minutes=14, seconds=59)
    with pytest.raises(TooManyCodes):
        tried(user, code_at(almost), almost)
    later = NOW + timedelta(minutes=15)
    assert tried(user, code_at(later), later) == Factor.TOTP
    assert CodeFailures.objects.get().count == 0
    assert Entry.objects.filter(action="accounts.second_factor.shut").count() == 1
    told = Notice.objects.filter(recipient=user, title="Mã xác thực của bạn đã bị nhập sai nhiều lần").get()
    assert "hãy đổi mật khẩu" in told.body


def test_recovery_codes_are_counted_with_the_others():
    user = with_totp()
    codes = factors.show_recovery_codes(user_id=user.pk, actor=actor_of(user), now=NOW)
    for _attempt in range(10):
        tried(user, "12345678")
    with pytest.raises(TooManyCodes):
        tried(user, codes[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["totp", "recovery"])
def test_one_code_sent_twice_at_once_is_taken_once(kind):
    user = with_totp()
    shown = factors.show_recovery_codes(user_id=user.pk, actor=actor_of(user), now=NOW)
    code = code_at(NOW) if kind == "totp" else shown[3]
    barrier, taken = Barrier(2), []

    def try_code():
        barrier.wait()
        taken.append(tried(user, code))
        connection.close()

    threads = [Thread(target=try_code) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each is None for each in taken) == [False, True]


def test_secrets_are_unreadable_in_the_database_and_survive_a_new_secret_key(settings):
    user = with_totp()
    stored = {each.type: str(each.data) for each in Authenticator.objects.all()}
    assert SECRET not in stored["totp"]
    codes = factors.show_recovery_codes(user_id=user.pk, actor=actor_of(user), now=NOW)
    assert not any(code in stored["recovery_codes"] for code in codes)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key-of-fifty-characters-or-so"
    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
