import pytest
from django.conf import settings
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"
SIGN_IN = "/accounts/sign-in/"


@pytest.fixture
def user():
    made = UserFactory(username="cb.thu", full_name="Trần Thị Thử", honorific="Bà")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": "cb.thu", "password": password, **more})


def test_right_password_leads_home(client, user):
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, reverse("dashboard:home"))


def test_wrong_password_says_so_in_vietnamese_and_keeps_the_name(client, user):
    page = sign_in(client, password="sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page
    assert 'value="cb.thu"' in page


def test_page_asked_for_is_reached_after_signing_in_but_not_another_site(client, user):
    assert sign_in(client, next="/trail/").headers["Location"] == "/trail/"
    client.logout()
    assert sign_in(client, next="https://example.com/").headers["Location"] == reverse("dashboard:home")


def test_too_many_wrong_passwords_lock_the_account_for_a_while(client, user):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, password="sai")
    assert response.status_code == 429
    assert "Tài khoản tạm khóa" in response.content.decode()
    assert "Tài khoản tạm khóa" in sign_in(client).content.decode()


def test_sign_out_needs_a_post(client, user):
    client.force_login(user)
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out")).headers["Location"] == SIGN_IN
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


def test_language_is_kept_in_a_cookie_and_vietnamese_is_the_default(client):
    assert 'lang="vi"' in client.get(SIGN_IN).content.decode()
    response = client.post(reverse("accounts:language"), {"language": "en", "next": SIGN_IN})
    assert response.headers["Location"] == SIGN_IN
    assert '<html lang="en"' in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_language_never_leads_to_another_site(client, address):
    response = client.post(reverse("accounts:language"), {"language": "vi", "next": address})
    assert response.headers["Location"] == "/"


def test_unknown_language_is_left_out(client):
    response = client.post(reverse("accounts:language"), {"language": "xx"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_label_carries_the_form_of_address(user):
    assert (user.label, user.get_full_name(), str(user)) == ("Bà Trần Thị Thử", "Trần Thị Thử", "Trần Thị Thử")
