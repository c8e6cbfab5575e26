"""Signed PDF files: who signed and when, whether the file is as it was signed, what is refused with which words."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from apps.core.actor import system_actor
from apps.core.uploads import UploadRefused
from apps.documents.domain.attachments import sweep
from apps.documents.domain.signed_files import require_signed, store_signed
from apps.documents.models import Attachment, FileSignature
from apps.documents.signatures import checking, reader
from apps.documents.signatures.checking import SignatureRefused
from apps.documents.signatures.telling import facts_of
from apps.documents.tests import signers
from apps.documents.tests.factories import NOW

BY = {"actor": system_actor(), "now": NOW}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def read_here(monkeypatch, settings):
    """The reader in this process: the same function, without the second that a process needs to start."""

    def read(content):
        return signers.aside(reader.read, content, str(settings.SIGNATURE_TRUST_LIST))

    monkeypatch.setattr(checking, "_asked", read)


def upload(content: bytes, name: str = "quyet-dinh.pdf"):
    return SimpleUploadedFile(name, content)


def trusted(path, name="CA Thử nghiệm"):
    path.mkdir(exist_ok=True)
    (path / "goc.pem").write_bytes(signers.root_pem(name))
    return path


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    ("list_of", "told"), [("", "unchecked"), ("CA Thử nghiệm", "trusted"), ("CA khác", "untrusted")]
)
def test_a_signed_file_is_kept_with_who_signed_when_and_what_is_known_of_the_certificate(
    settings, tmp_path, list_of, told
):
    if list_of:
        settings.SIGNATURE_TRUST_LIST = str(trusted(tmp_path / "goc", list_of))
    attachment = store_signed(upload(signers.signed()), digital=True, **BY)
    kept = attachment.signatures.get()
    assert (kept.signer_name, kept.signer_body, kept.issuer_name) == (
        "Nguyễn Văn Ký Thử",
        "Bộ Tư pháp",
        "CA Thử nghiệm",
    )
    assert (kept.trust, kept.sha256, kept.stamped) == (told, attachment.sha256, False)
    assert kept.signed_at is not None
    [fact] = facts_of(attachment.pk)
    assert str(kept.get_trust_display()) in fact.note
    assert "toàn bộ tệp nguyên vẹn" in fact.note


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_person_and_body_sign_one_after_the_other_and_both_hold():
    twice = signers.signed(signers.signed(), signers.signer("Bộ Tư pháp", "Bộ Tư pháp"), field="ChuKy2")
    attachment = store_signed(upload(twice), digital=True, **BY)
    assert [each.signer_name for each in attachment.signatures.all()] == ["Nguyễn Văn Ký Thử", "Bộ Tư pháp"]


REFUSED = {
    "no signature": (signers.paper, "unsigned", "không có chữ ký số"),
    "one changed byte": (lambda: signers.with_one_byte_changed(signers.signed()), "tampered", "bị thay đổi sau khi ký"),
    "added to afterwards": (
        lambda: signers.with_page_added(signers.signed()),
        "changed",
        "sau khi Nguyễn Văn Ký Thử ký",
    ),
    "encrypted": (lambda: signers.paper(password="x"), "encrypted", "đặt mật khẩu"),
    "garbage": (lambda: b"%PDF-1.7\n" + b"\0xyz" * 400 + b"\n/ByteRange [0 1 2 3]\n%%EOF", "unreadable", "bị hỏng"),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_whole_signed_file_is_refused_beside_its_field_and_nothing_is_written(case):
    make, code, words = REFUSED[case]
    with pytest.raises(SignatureRefused) as refused:
        store_signed(upload(make()), digital=True, **BY)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert words in str(refused.value.message)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_a_scan_will_do_for_a_paper_original_but_a_broken_signature_in_it_does_not():
    scan = store_signed(upload(signers.paper()), digital=False, **BY)
    assert not scan.signatures.exists()
    with pytest.raises(SignatureRefused):
        require_signed(scan, digital=True)  # the form was wrong elsewhere, the tick came later
    assert store_signed(upload(signers.signed()), digital=False, **BY).signatures.count() == 1
    with pytest.raises(SignatureRefused):
        store_signed(upload(signers.with_one_byte_changed(signers.signed())), digital=False, **BY)


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_a_time_without_a_zone_is_of_here_and_what_cannot_be_checked_is_not_called_changed(monkeypatch):
    def told(when):
        monkeypatch.setattr(EmbeddedPdfSignature, "self_reported_timestamp", property(when))
        return store_signed(upload(signers.signed()), digital=True, **BY).signatures.get()

    assert told(lambda self: datetime(2026, 1, 28, 9)).signed_at == datetime(2026, 1, 28, 2, tzinfo=UTC)  # noqa: DTZ001
    with pytest.raises(SignatureRefused) as refused:
        told(lambda self: int("giờ"))
    assert (refused.value.code, refused.value.field) == ("unchecked", "file")


@pytest.mark.django_db
def test_a_picture_is_no_signed_file():
    with pytest.raises(UploadRefused) as refused:
        store_signed(upload(b"\x89PNG\r\n\x1a\n", "anh.png"), digital=True, **BY)
    assert refused.value.field == "file"


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_signatures_go_with_an_upload_that_nothing_uses():
    attachment = store_signed(upload(signers.signed()), digital=True, **BY)
    Attachment.objects.filter(pk=attachment.pk).update(created_at=NOW.replace(year=NOW.year - 1))
    assert sweep(NOW) == 1
    assert not FileSignature.objects.exists()


def test_a_broken_trust_list_is_the_systems_fault_and_is_said(tmp_path, read_here, settings):
    settings.SIGNATURE_TRUST_LIST = str(tmp_path / "khong-co.pem")
    with pytest.raises(SignatureRefused, match="người quản trị"):
        checking.check(signers.signed(), required=True)


def test_the_reader_runs_in_a_process_of_its_own_and_gives_up_within_its_limits(monkeypatch):
    [found] = checking.check(signers.signed(), required=True)
    assert (found.signer_name, found.trust) == ("Nguyễn Văn Ký Thử", "unchecked")
    monkeypatch.setattr(checking, "MEMORY", 40_000_000)  # too little to read anything
    with pytest.raises(SignatureRefused) as refused:
        checking.check(signers.signed(), required=True)
    assert refused.value.code == "heavy"
