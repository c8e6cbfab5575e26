"""Mã truy cập API của tôi: shown once, kept as a hash, told, revoked with the password."""

from datetime import timedelta

import pytest
import time_machine

from apps.accounts.domain import access_tokens
from apps.accounts.domain.errors import FactorNeeded, TooManyTokens
from apps.accounts.domain.own_account import change_password
from apps.accounts.models import AccessToken
from apps.accounts.tests.steps import NOW, actor_of, signed_in, with_password, with_totp
from apps.audit.models import Entry
from apps.core.errors import DomainError
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db
LIST, NEW = "/accounts/me/tokens/", "/accounts/me/tokens/new/"
TYPED = {"name": "Hệ thống cán bộ", "scopes": ["units", "awards"], "days": "30"}


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make(user, **changes):
    return access_tokens.create_token(
        **{"name": "Mã", "scopes": ["units"], "days": 30, "actor": actor_of(user), "now": NOW} | changes
    )


def test_a_token_is_shown_once_and_kept_as_a_hash(clock):
    user = with_password()
    browser = signed_in(user)
    form_token = browser.get(NEW).context["form_token"]
    shown = browser.post(NEW, TYPED | {"form_token": form_token})
    secret = shown.context["new"].secret
    token = AccessToken.objects.get()
    assert (secret in shown.content.decode(), shown.headers["Cache-Control"]) == (True, "no-store, private")
    assert token.secret_hash == access_tokens.hashed(secret) != secret
    assert (token.scopes, secret.startswith(token.hint)) == (["units", "awards"], True)
    assert browser.post(NEW, TYPED | {"form_token": form_token}).headers["Location"] == LIST
    listed = browser.get(LIST).content.decode()
    assert (secret in listed, token.hint in listed, AccessToken.objects.count()) == (False, True, 1)
    assert Entry.objects.filter(action="accounts.access_token.create").get().after["scopes"] == ["units", "awards"]
    assert Notice.objects.filter(recipient=user, title="Mã truy cập API mới: Hệ thống cán bộ").exists()


def test_making_one_asks_who_you_are(clock):
    browser = signed_in(with_password())
    clock.shift(timedelta(minutes=16))
    assert "/accounts/me/confirm/" in browser.post(NEW, TYPED).headers["Location"]
    assert not AccessToken.objects.exists()


def test_revoking_is_for_the_owner(clock):
    owner, other = with_password(), with_password()
    made = make(owner)
    url = f"/accounts/me/tokens/{made.token.pk}/revoke/"
    assert signed_in(other).post(url).status_code == 404
    assert access_tokens.bearer_of(made.secret, NOW)[0] == made.token
    for _twice in range(2):
        assert signed_in(owner).post(url).headers["Location"] == LIST
    assert access_tokens.bearer_of(made.secret, NOW) is None
    assert Entry.objects.filter(action="accounts.access_token.revoke").count() == 1


def test_a_new_password_revokes_all(clock):
    user = with_password()
    made = make(user)
    change_password(password_hash="x", keep_session_key="", actor=actor_of(user), now=NOW)
    assert access_tokens.bearer_of(made.secret, NOW) is None


def test_who_must_have_a_second_factor_needs_it_for_a_token_too(clock):
    bare, safe = with_password(is_staff=True), with_totp(is_staff=True)
    with pytest.raises(FactorNeeded):
        make(bare)
    made = make(safe)
    assert access_tokens.bearer_of(made.secret, NOW)[1].user_id == safe.pk
    safe.authenticator_set.all().delete()
    assert access_tokens.bearer_of(made.secret, NOW) is None


@pytest.mark.parametrize("change", [{"scopes": []}, {"scopes": ["units", "x"]}, {"days": 366}])
def test_only_what_is_offered(change):
    with pytest.raises(DomainError):
        make(with_password(), **change)


def test_live_tokens_are_few():
    user = with_password()
    for _each in range(access_tokens.MOST_LIVE):
        made = make(user)
    with pytest.raises(TooManyTokens):
        make(user)
    access_tokens.revoke_token(token_id=made.token.pk, actor=actor_of(user), now=NOW)
    make(user)


def test_any_other_text_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert access_tokens.bearer_of("abc", NOW) is None
    with django_assert_num_queries(1):
        assert access_tokens.bearer_of("tdkt_abc", NOW) is None
