"""Ranges (RFC 9110, §14), conditions, purged and lost contents; the same bytes from a folder and from S3."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from apps.core.actor import system_actor
from apps.documents.domain.attachments import store
from apps.documents.serving import serve_attachment
from apps.documents.tests.factories import NOW, PDF

pytestmark = pytest.mark.django_db
SIZE = len(PDF)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attachment():
    return store(SimpleUploadedFile("ban-ky.pdf", PDF), actor=system_actor(), now=NOW)


def ask(attachment, method="get", **headers):
    response = serve_attachment(getattr(RequestFactory(), method)("/", headers=headers), attachment)
    body = b"".join(response) if response.streaming else response.content
    response.close()
    return response, body


@pytest.mark.parametrize(
    ("asked", "body", "content_range"),
    [
        ("bytes=0-0", PDF[:1], f"bytes 0-0/{SIZE}"),
        ("bytes=5-9", PDF[5:10], f"bytes 5-9/{SIZE}"),
        (f"bytes={SIZE - 1}-", PDF[-1:], f"bytes {SIZE - 1}-{SIZE - 1}/{SIZE}"),
        ("bytes=-4", PDF[-4:], f"bytes {SIZE - 4}-{SIZE - 1}/{SIZE}"),
        ("bytes=-9999", PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
        ("bytes=2-99999", PDF[2:], f"bytes 2-{SIZE - 1}/{SIZE}"),
        ("bytes= 3 - 4", PDF[3:5], f"bytes 3-4/{SIZE}"),
    ],
)
def test_one_range_gets_that_part(attachment, asked, body, content_range):
    response, got = ask(attachment, range=asked)
    found = (response.status_code, got, response["Content-Range"], response["Content-Length"])
    assert found == (206, body, content_range, str(len(body)))


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", f"bytes={'9' * 40}-"])
def test_range_behind_the_end_is_unsatisfiable(attachment, asked):
    response, got = ask(attachment, range=asked)
    assert (response.status_code, response["Content-Range"], got) == (416, f"bytes */{SIZE}", b"")


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes=٣-٤"]
)
def test_several_ranges_or_none_that_is_known_get_the_whole_file(attachment, asked):
    response, got = ask(attachment, range=asked)
    assert (response.status_code, got, response["Accept-Ranges"]) == (200, PDF, "bytes")
    assert response["Content-Length"] == str(SIZE)


def test_part_of_something_else_is_not_continued(attachment):
    etag = f'"{attachment.sha256}"'
    assert ask(attachment)[0]["ETag"] == etag
    assert ask(attachment, range="bytes=5-9", if_range=etag)[0].status_code == 206
    for other in ('"abc"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert ask(attachment, range="bytes=5-9", if_range=other)[1] == PDF


def test_head_tells_the_whole_length(attachment):
    response, _body = ask(attachment, "head", range="bytes=0-1")
    assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))
