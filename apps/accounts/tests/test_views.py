"""Signing in and out, the language switch, technical administration."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.checks import Tags, run_checks
from django.test import Client

from apps.accounts.domain import housekeeping
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SIGN_IN, SIGN_OUT, LANGUAGE = "/accounts/sign-in/", "/accounts/sign-out/", "/accounts/language/"
PASSWORD = "mat-khau-thu-1"
pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(password=make_password(PASSWORD))


def sign_in(client, user, next_url=""):
    return client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, "next": next_url})


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("", "/"),
        ("/jobs/?page=2", "/jobs/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (SIGN_IN, "/"),
        (f"{SIGN_IN}?next={SIGN_IN}", "/"),
    ],
)
def test_sign_in_leads_only_to_pages_of_ours(client, user, wanted, leads):
    assert sign_in(client, user, wanted).headers["Location"] == leads
    assert client.get(SIGN_IN, {"next": wanted}).headers["Location"] == leads


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_language_switch_leads_only_to_pages_of_ours(client, wanted):
    assert client.post(LANGUAGE, {"language": "en", "next": wanted}).headers["Location"] == "/"


def test_sign_in_changes_the_key_of_the_session(client, user):
    client.get(SIGN_IN)
    session = client.session
    session["known"] = "before"
    session.save()
    before = session.session_key
    sign_in(client, user)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_sign_out_ends_the_session_and_empties_the_browsers_cache(client, user):
    sign_in(client, user)
    key = client.session.session_key
    response = client.post(SIGN_OUT)
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get(SIGN_OUT).status_code == 405


def test_account_locked_while_signed_in_is_out_at_once(client, user):
    sign_in(client, user)
    assert client.get("/jobs/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/jobs/").status_code == 302
    assert client.post("/jobs/1/cancel/").status_code == 401
    assert sign_in(client, user).status_code == 200


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("junk", ["\0", "a\0b", "x" * 300, "\ud7ff", "'; --"])
def test_junk_in_the_sign_in_form_is_a_message(client, field, junk):
    response = client.post(f"{SIGN_IN}?{'q' * 3000}", {"username": "a", "password": "b"} | {field: junk})
    assert response.status_code == 200


def test_cookies_carry_their_flags_under_https(client, user, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.HTTPS = True
    client.get(SIGN_IN, secure=True)
    response = sign_in(client, user)
    client.post(LANGUAGE, {"language": "en"})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")
    assert (token["secure"], token["samesite"]) == (True, "Lax")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["secure"] is True
    assert response.status_code == 302


def test_sweep_keeps_what_may_still_be_asked_for(client, user):
    sign_in(client, user)
    client.post(SIGN_IN, {"username": "x", "password": "y"})
    now = Session.objects.get().expire_date
    assert housekeeping.sweep(now - timedelta(minutes=1)) == 0
    housekeeping.sweep(now + timedelta(days=31))
    assert (Session.objects.count(), AccessAttempt.objects.count(), AccessLog.objects.count()) == (0, 0, 1)
    housekeeping.sweep(now + timedelta(days=740))
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("local", "known", "found"), [(True, True, []), (False, True, ["accounts.E001"]), (False, False, [])]
)
def test_demo_accounts_outside_of_embedded_services_are_reported(settings, local, known, found):
    settings.LOCAL = local
    UserFactory(is_demo=True, is_active=known)
    messages = run_checks(tags=[Tags.database], databases=["default"])
    assert [message.id for message in messages if message.id.startswith("accounts.")] == found


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_administration_writes_the_trail(administrator, user):
    url = f"/admin/accounts/user/{user.pk}/change/"
    data = {"username": user.username, "full_name": "Tên Mới", "honorific": "Ông", "is_active": "on"}
    assert administrator.post(url, data).status_code == 302
    added = {"username": "moi", "full_name": "Người Mới", "password1": PASSWORD, "password2": PASSWORD}
    assert administrator.post("/admin/accounts/user/add/", added | {"usable_password": "true"}).status_code == 302
    entries = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert entries == ["accounts.user.change", "accounts.user.create"]
    assert "mat-khau" not in str(list(Entry.objects.values_list("after", flat=True)))
    history = User._meta.apps.get_model("accounts", "UserEvent").objects
    assert history.filter(pgh_context_id__isnull=False, full_name="Tên Mới").exists()


def test_administration_locks_accounts_and_deletes_none(administrator, user):
    assert administrator.get(f"/admin/accounts/user/{user.pk}/delete/").status_code == 403
    administrator.post("/admin/accounts/user/", {"action": "delete_selected", "_selected_action": user.pk, "post": "y"})
    assert User.objects.filter(pk=user.pk).exists()


def test_administration_is_for_technical_staff_and_in_vietnamese(client, user):
    client.force_login(user)
    assert client.get("/admin/accounts/user/").status_code == 302
    assert client.get("/admin/login/").status_code == 403
    client.logout()
    answer = client.get("/admin/login/?next=/admin/accounts/")
    assert answer.headers["Location"] == f"{SIGN_IN}?next=%2Fadmin%2Faccounts%2F"
