"""The signed text of a decision: taken with its signatures, or refused beside the field with nothing written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import person_line
from apps.awards.tests.test_decisions import drafted, issue
from apps.documents.models import Attachment
from apps.documents.signatures import checking, reader
from apps.documents.tests import signers
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def test_the_office_puts_the_signed_text_to_an_issued_decision_and_a_scan_is_no_signed_file(
    client, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(checking, "_asked", lambda content: signers.aside(reader.read, content))
    world = world_of.build()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    decision = drafted(world, world.proposal(person_line()))
    url = reverse("awards:decision-signed", args=[decision.pk])

    def send(content: bytes, **typed):
        return client.post(url, {"file": SimpleUploadedFile("145-qd-btp.pdf", content)} | typed)

    early = send(signers.signed(), digital="on")
    assert (early.status_code, Attachment.objects.count()) == (422, 0)
    assert "sau khi đã ghi số" in early.content.decode()
    issue(decision)
    for content, words in (
        (signers.paper(), "không có chữ ký số"),
        (signers.with_one_byte_changed(signers.signed()), "bị thay đổi sau khi ký"),
    ):
        refused = send(content, digital="on")
        assert refused.status_code == 422
        assert words in str(refused.context["form"].errors["file"])
    assert not Attachment.objects.exists()
    assert send(signers.signed(), digital="on").status_code == 302
    assert send(signers.paper()).status_code == 302  # a scan of the paper original
    page = client.get(decision.get_absolute_url()).content.decode()
    for words in ("Nguyễn Văn Ký Thử, Bộ Tư pháp", "chưa kiểm tra được", "Bản quét của bản giấy"):
        assert words in page
