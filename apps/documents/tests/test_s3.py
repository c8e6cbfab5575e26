"""Files in an S3-compatible storage: a real server (moto) on a port of its own; everything that a folder can do."""

from datetime import timedelta
from types import SimpleNamespace

import boto3
import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from moto.server import ThreadedMotoServer

from apps.core.actor import system_actor
from apps.documents.domain import attachments, purging
from apps.documents.domain.integrity import file_faults
from apps.documents.models import Attachment
from apps.documents.serving import FileLost, serve_attachment
from apps.documents.tests.factories import NOW, PDF
from emulation_portal.settings import STORAGE_S3

pytestmark = pytest.mark.django_db
BUCKET = "thidua"
KEYS = {"region_name": "us-east-1", "access_key": "testing", "secret_key": "testing"}


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=KEYS["region_name"],
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )
    client.create_bucket(Bucket=BUCKET)
    yield SimpleNamespace(address=address, client=client)
    client.close()
    running.stop()


@pytest.fixture(autouse=True)
def storage(server, settings):
    options = STORAGE_S3["OPTIONS"] | KEYS | {"bucket_name": BUCKET, "endpoint_url": server.address, "location": "tep"}
    settings.STORAGES = settings.STORAGES | {"default": STORAGE_S3 | {"OPTIONS": options}}
    yield storages["default"]
    for key in keys(server):
        server.client.delete_object(Bucket=BUCKET, Key=key)


def keys(server) -> list[str]:
    return [row["Key"] for row in server.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def stored(content=PDF, name="ban-ky.pdf"):
    return attachments.store(SimpleUploadedFile(name, content), actor=system_actor(), now=NOW)


def body_of(attachment, **headers):
    response = serve_attachment(RequestFactory().get("/", headers=headers), attachment)
    body = b"".join(response)
    response.close()
    return response.status_code, body


def test_upload_lies_in_the_bucket_under_a_name_that_says_nothing(server):
    attachment = stored()
    assert keys(server) == [f"tep/{attachment.file.name}"]
    assert "ban-ky" not in attachment.file.name
    acl = server.client.get_object_acl(Bucket=BUCKET, Key=f"tep/{attachment.file.name}")
    assert all("AllUsers" not in grant["Grantee"].get("URI", "") for grant in acl["Grants"])


def test_whole_file_and_range_are_streamed():
    attachment = stored()
    assert body_of(attachment) == (200, PDF)
    assert body_of(attachment, range="bytes=5-9") == (206, PDF[5:10])


def test_nobody_gets_an_address_of_the_store():
    with pytest.raises(NotImplementedError):
        _ = stored().file.url


def test_lost_object_is_said():
    attachment = stored()
    default_storage.delete(attachment.file.name)
    with pytest.raises(FileLost):
        body_of(attachment)


def test_integrity_finds_changed_missing_and_undeleted_objects(server):
    whole, changed, missing, purged = (stored(name=f"{name}.pdf") for name in "abcd")
    assert list(file_faults()) == []
    server.client.put_object(Bucket=BUCKET, Key=f"tep/{changed.file.name}", Body=b"x")
    default_storage.delete(missing.file.name)
    purging.purge_content(attachment_id=purged.pk, reason="Tải lên nhầm.", actor=system_actor(), now=NOW)
    faults = list(file_faults())
    assert [words in fault for words, fault in zip(("thay đổi", "Không còn", "vẫn còn"), faults, strict=True)] == [
        True
    ] * 3
    assert purging.sweep_purged() == 1
    assert len(list(file_faults())) == 2
    assert body_of(whole) == (200, PDF)


def test_purge_takes_the_object_away(server, django_capture_on_commit_callbacks):
    attachment = stored()
    with django_capture_on_commit_callbacks(execute=True):
        purging.purge_content(attachment_id=attachment.pk, reason="Tải lên nhầm.", actor=system_actor(), now=NOW)
    assert keys(server) == []
    assert list(file_faults()) == []


def test_sweeps_work_on_objects(server, django_capture_on_commit_callbacks):
    unused = stored()
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    assert len(keys(server)) == 2
    assert attachments.sweep_files_without_row(timezone.now() + timedelta(hours=23)) == 0
    assert attachments.sweep_files_without_row(timezone.now() + timedelta(hours=25)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        attachments.sweep(unused.created_at + timedelta(hours=25))
    assert keys(server) == []
    assert not Attachment.objects.exists()
