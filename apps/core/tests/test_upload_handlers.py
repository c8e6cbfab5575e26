"""Files on their way in: a far too large one leaves its size, nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import RequestFactory

from apps.core.upload_handlers import LimitedFileUploadHandler
from apps.core.uploads import UploadRefused, check_upload

LIMIT = 200_000


@pytest.fixture
def received(settings):
    """Sends a form; answers the file and the text, as the view sees them."""
    settings.UPLOAD_MAX_BYTES = LIMIT
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    requests = []

    def send(content: bytes):
        request = RequestFactory().post("/", {"file": SimpleUploadedFile("ban-ky.pdf", content), "note": "đã gõ"})
        request.upload_handlers = [MemoryFileUploadHandler(request), LimitedFileUploadHandler(request)]
        requests.append(request)
        return request.FILES["file"], request.POST["note"]

    yield send
    for request in requests:
        request.close()


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_file_within_the_limit_arrives_whole(received, size):
    file, _note = received(b"x" * size)
    assert file.read() == b"x" * size


def test_file_over_the_limit_leaves_its_size_only_and_the_text_is_there(received):
    file, note = received(b"x" * (LIMIT + 1))
    assert (file.size, file.read(), note) == (LIMIT + 1, b"", "đã gõ")


def test_file_over_the_limit_is_refused_with_the_size_that_was_sent(received):
    file, _note = received(b"x" * 1_500_000)
    with pytest.raises(UploadRefused, match="1,5 MB") as refusal:
        check_upload(file)
    assert refusal.value.code == "size"
