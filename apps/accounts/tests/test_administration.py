"""Accounts in technical administration: passwords are no quiet way in, and owners hear of what opens their account."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from apps.accounts import signing
from apps.accounts.models import SignIn, User
from apps.accounts.tests.factories import UserFactory
from apps.accounts.tests.steps import PASSWORD, sign_in
from apps.audit.models import Entry
from apps.notifications.models import Notice, OutboxMail

pytestmark = pytest.mark.django_db
NEW = "mot-mat-khau-moi"
NEW_PASSWORD = {"usable_password": "true", "password1": NEW, "password2": NEW}


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def prove(client):
    session = client.session
    session[signing.FRESH] = timezone.now().timestamp()
    session.save()


def test_nobody_sets_the_password_of_somebody_who_has_one(administrator):
    """There is the slip: with a reason, told, and the administrator never knows the password."""
    user = UserFactory(password=make_password(PASSWORD))
    prove(administrator)
    address = f"/admin/accounts/user/{user.pk}/password/"
    for answer in (administrator.get(address), administrator.post(address, NEW_PASSWORD)):
        assert answer.headers["Location"] == f"/accounts/users/{user.pk}/reset/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_own_password_is_changed_on_the_own_page(administrator):
    address = f"/admin/accounts/user/{administrator.session['_auth_user_id']}/password/"
    assert administrator.get(address).headers["Location"] == "/accounts/me/password/"


@pytest.mark.parametrize("kind", ["administrator", "without a password"])
def test_other_passwords_are_set_with_proof_and_told(administrator, kind):
    staff = kind == "administrator"
    person = UserFactory(password=make_password(PASSWORD if staff else None), is_staff=staff)
    address, browser = f"/admin/accounts/user/{person.pk}/password/", Client()
    if staff:
        sign_in(browser, person)
    assert administrator.post(address, NEW_PASSWORD).headers["Location"].startswith("/accounts/me/confirm/")
    prove(administrator)
    assert administrator.post(address, NEW_PASSWORD | {"password2": "x"}).status_code == 200
    assert not Entry.objects.filter(action="accounts.password.set").exists()
    assert administrator.post(address, NEW_PASSWORD).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert browser.get("/accounts/me/").status_code == 302
    assert not SignIn.objects.filter(user=person, ended_at=None).exists()
    assert Notice.objects.filter(recipient=person, title="Quản trị đã đặt mật khẩu của bạn").count() == 1
    assert Entry.objects.filter(action="accounts.password.set").count() == 1


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({}, False),
        ({"phone": "1"}, False),
        ({"is_staff": "on"}, True),
        ({"is_superuser": "on"}, True),
        ({"email": "moi@moj.example"}, True),
    ],
)
def test_owner_hears_of_what_opens_or_widens_the_account(administrator, posted, told):
    """At the address from before: whoever changes it to a foreign one would else be the only one to hear of it."""
    user = UserFactory(email="cu@moj.example")
    names = ("username", "full_name", "honorific", "phone", "email")
    data = {name: getattr(user, name) for name in names} | {"is_active": "on"} | posted
    assert administrator.post(f"/admin/accounts/user/{user.pk}/change/", data).status_code == 302
    assert User.objects.get(pk=user.pk).email == data["email"]
    found = Notice.objects.filter(recipient=user, title="Quản trị đã đổi tài khoản của bạn")
    assert found.count() == told
    assert set(OutboxMail.objects.values_list("to", flat=True)) <= {"cu@moj.example"}


def test_new_administrator_without_a_second_factor_signs_in_anew(administrator):
    user = UserFactory(password=make_password(PASSWORD))
    browser = Client()
    sign_in(browser, user)
    names = ("username", "full_name", "honorific", "phone", "email")
    data = {name: getattr(user, name) for name in names} | {"is_active": "on", "is_staff": "on"}
    administrator.post(f"/admin/accounts/user/{user.pk}/change/", data)
    assert browser.get("/accounts/me/").status_code == 302
