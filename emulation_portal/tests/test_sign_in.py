"""Sign-in, lockout, language, and a form sent after the session ended."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import criteria_set_of_leaves, leader_of, open_sheet

PASSWORD = "mat-khau-thu-2026"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def with_password(user: User) -> User:
    user.password = make_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username, password=PASSWORD, **fields):
    return client.post(
        reverse("accounts:sign-in"), {"username": username, "password": password, **fields}, REMOTE_ADDR="127.0.0.1"
    )


def test_right_password_leads_home_or_to_the_page_asked_for(client):
    user = with_password(UserFactory())
    assert sign_in(client, user.username).url == "/"
    assert sign_in(Client(), user.username, next="/score-sheets/").url == "/score-sheets/"


def test_wrong_password_is_told_in_vietnamese_and_keeps_the_name(client):
    user = with_password(UserFactory())
    page = sign_in(client, user.username, "sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
    assert f'value="{user.username}"' in page


def test_next_outside_of_the_site_is_ignored(client):
    user = with_password(UserFactory())
    assert sign_in(client, user.username, next="https://example.org/").url == "/"


@pytest.mark.parametrize(("failures", "locked"), [(9, False), (10, True)])
def test_ten_failures_lock_the_name(client, failures, locked):
    user = with_password(UserFactory())
    for _ in range(failures):
        sign_in(client, user.username, "sai")
    answer = sign_in(client, user.username)
    assert (answer.status_code == 429, answer.status_code == 302) == (locked, not locked)


def test_language_is_kept_in_a_cookie_and_the_browser_is_not_asked(client):
    assert "Đăng nhập" in client.get(reverse("accounts:sign-in"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    answer = client.post(reverse("accounts:language"), {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"
    assert client.cookies["django_language"].value == "en"


def post_confirm(client, sheet, **fields):
    return client.post(reverse("scoring:sheet-confirm", args=[sheet.pk]), {"seen": "", **fields})


def test_form_sent_after_the_session_ended_is_kept_and_sent_on_after_sign_in(client):
    sheet = open_sheet(criteria_set_of_leaves(2))
    user = with_password(leader_of(sheet))
    asked = post_confirm(client, sheet, form_token="abc")
    assert asked.status_code == 401
    assert '<input type="hidden" name="form_token" value="abc"' in asked.content.decode()
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING

    again = post_confirm(client, sheet, **{"sign-in-username": user.username, "sign-in-password": "sai"})
    assert again.status_code == 401
    done = post_confirm(client, sheet, **{"sign-in-username": user.username, "sign-in-password": PASSWORD})
    assert done.url == reverse("scoring:sheet-receipt", args=[sheet.pk])
    assert ScoreSheet.objects.get().state == SheetState.SELF_SUBMITTED


def test_signing_in_on_the_way_gives_no_right_that_the_person_has_not(client):
    sheet = open_sheet(criteria_set_of_leaves(2))
    outsider = with_password(UserFactory())
    answer = post_confirm(client, sheet, **{"sign-in-username": outsider.username, "sign-in-password": PASSWORD})
    assert answer.status_code == 404


def test_signing_in_on_the_way_asks_for_the_csrf_token():
    client = Client(enforce_csrf_checks=True)
    sheet = open_sheet(criteria_set_of_leaves(2))
    user = with_password(leader_of(sheet))
    answer = post_confirm(client, sheet, **{"sign-in-username": user.username, "sign-in-password": PASSWORD})
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_htmx_is_sent_to_sign_in_as_ever(client):
    sheet = open_sheet(criteria_set_of_leaves(2))
    answer = client.post(reverse("scoring:sheet-confirm", args=[sheet.pk]), HTTP_HX_REQUEST="true")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign-in"))


OWNED = re.compile(r'name="sign-in-owner" value="([^"]+)"')


def kept_form_of(client, user, sheet):
    """The page that keeps the form which ``user`` sent after the session had ended in this browser."""
    client.post(reverse("accounts:sign-in"), {"username": user.username, "password": PASSWORD})
    Session.objects.all().delete()
    return OWNED.search(post_confirm(client, sheet, form_token="abc").content.decode())[1]


@pytest.mark.parametrize("tampered", [False, True])
def test_a_kept_form_is_not_carried_out_for_somebody_else_on_the_same_screen(client, tampered):
    sheet = open_sheet(criteria_set_of_leaves(2))
    absent, present = with_password(UserFactory()), with_password(leader_of(sheet))
    owner = kept_form_of(client, present if tampered else absent, sheet) + ("x" if tampered else "")
    fields = {"sign-in-username": present.username, "sign-in-password": PASSWORD, "sign-in-owner": owner}
    answer = client.post(reverse("scoring:sheet-confirm", args=[sheet.pk]), {"seen": "", **fields}, follow=True)
    assert answer.redirect_chain[0] == ("/", 302)
    assert "người đăng nhập trước trên máy này" in answer.content.decode()
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING
    again = post_confirm(client, sheet, **{"sign-in-owner": owner})
    assert again.url == "/"
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING


def test_a_kept_form_is_sent_on_for_its_owner(client):
    sheet = open_sheet(criteria_set_of_leaves(2))
    user = with_password(leader_of(sheet))
    owner = kept_form_of(client, user, sheet)
    fields = {"sign-in-username": user.username, "sign-in-password": PASSWORD, "sign-in-owner": owner}
    assert post_confirm(client, sheet, **fields).url == reverse("scoring:sheet-receipt", args=[sheet.pk])
