"""What is refused before any page reads it, and how long answers may be kept."""

import pytest
from django.test import Client
from django.urls import path

from apps.core.errors import NotAllowed


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("url", ["/?x=%00", "/?%00=x", "/verify/%00", "/score-sheets/1%00/"])
def test_nul_in_the_address_when_sent_then_a_page_says_so(client, url):
    response = client.get(url)
    assert response.status_code == 400
    assert "Yêu cầu không đọc được" in response.content.decode()


def test_nul_in_a_cookie_when_sent_then_a_page_says_so(client):
    assert client.get("/", headers={"cookie": r'sessionid="abcdefghij\000k"'}).status_code == 400


@pytest.mark.parametrize(("more", "status"), [(0, 403), (1, 413)])
def test_request_over_the_limit_when_sent_then_nothing_of_it_is_read(settings, more, status):
    client = Client(enforce_csrf_checks=True)  # within the limit: read, and refused for its missing token
    body = b"a=1"
    settings.REQUEST_MAX_BYTES = len(body) - more
    response = client.post("/accounts/language/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == status


def test_form_without_files_when_too_long_then_the_page_says_so(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post("/accounts/language/", {"next": "x" * 2000})
    assert response.status_code == 413
    assert "Nội dung gửi lên quá lớn" in response.content.decode()


def test_form_of_a_part_with_many_lines_is_read_without_scripts(client):
    """Each line has a box for a file; browsers send the empty ones too."""
    boundary = "x"
    box = f'--{boundary}\r\nContent-Disposition: form-data; name="e{{}}-file"; filename=""\r\n\r\n\r\n'
    body = "".join(box.format(number) for number in range(900)) + f"--{boundary}--\r\n"
    kind = f"multipart/form-data; boundary={boundary}"
    assert client.post("/accounts/language/", body.encode(), content_type=kind).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/no-such-page/", "/verify/AAAA"])
def test_pages_are_kept_by_nobody_and_asked_for_again(client, url):
    assert client.get(url).headers["Cache-Control"] == "private, no-cache"


def refuse(request):
    raise NotAllowed


class Refusing:
    urlpatterns = [path("refuse/", refuse)]


@pytest.fixture
def refusing(settings):
    settings.ROOT_URLCONF = Refusing
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware", "apps.core.middleware.DomainErrorMiddleware"]
    return Client()


def test_refusal_that_no_view_caught_is_one_line_for_htmx(refusing):
    response = refusing.get("/refuse/", headers={"hx-request": "true"})
    assert (response.status_code, response.content.decode()) == (409, str(NotAllowed.default_message))
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#live", "textContent")
