"""What is refused before any page reads it, and how long answers may be kept."""

import pytest
from django.test import Client


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


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/no-such-page/", "/verify/AAAA"])
def test_pages_are_kept_by_nobody_and_asked_for_again(client, url):
    assert client.get(url).headers["Cache-Control"] == "private, no-cache"
