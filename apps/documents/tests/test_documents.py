import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import Actor, system_actor
from apps.core.errors import DomainError
from apps.documents.domain import attachments, citing, issuing
from apps.documents.domain.integrity import file_faults
from apps.documents.models import Attachment, Document, IssuedFile, Use
from apps.documents.serving import FileLost, serve

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def plan(symbol="36/KH-KVTĐ", on=date(2022, 4, 8)):
    return citing.file_document(
        symbol=symbol, issued_on=on, issuer_name="Khu vực thi đua", owner_code="KV", actor=system_actor(), now=NOW
    )


def test_document_is_found_without_diacritics_and_case():
    document = plan()
    assert list(Document.objects.search("36/kh-kvtd")) == [document]
    assert not Document.objects.search("37/kh-kvtd").exists()


def test_same_symbol_and_year_is_the_same_document():
    assert plan() == plan(symbol="36/kh-kvtđ", on=date(2022, 12, 31))
    assert plan(on=date(2023, 1, 1)) != plan()
    assert Entry.objects.filter(action="documents.document.file").count() == 2


def test_database_refuses_the_same_symbol_twice_a_year():
    document = plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            symbol="36/kh-kvtđ",
            issued_on=date(2022, 5, 1),
            issuer_name=document.issuer_name,
            owner_code=document.owner_code,
        )


@pytest.mark.parametrize("symbol", ["10-Ctr/BCS", "1116/QĐ-BTP", "Không số"])
def test_any_shape_of_symbol_is_taken(symbol):
    assert plan(symbol=symbol).symbol == symbol


def test_citing_twice_keeps_one_use():
    document = plan()
    for _ in range(2):
        citing.cite(document, app="scoring", key="line:1", label="Bảng tự chấm điểm", path="/x/")
    assert Use.objects.count() == 1
    citing.uncite(document, app="scoring", key="line:1")
    assert not Use.objects.exists()


def read(row):
    with row.file.open("rb") as file:
        return file.read()


def upload(name="ban-ky.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def test_stored_upload_keeps_name_hash_and_content():
    user = UserFactory()
    attachment = attachments.store(upload(), actor=Actor(user.pk, user.label), now=NOW)
    assert (attachment.name, attachment.size, len(attachment.sha256)) == ("ban-ky.pdf", len(PDF), 64)
    assert read(attachment) == PDF
    assert "ban-ky" not in attachment.file.name


def test_program_named_as_pdf_is_refused_and_nothing_is_kept():
    with pytest.raises(DomainError, match="PDF"):
        attachments.store(upload(content=b"MZ\x90\x00" + b"0" * 100), actor=system_actor(), now=NOW)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("used", "age", "left"), [(False, 23, 1), (False, 25, 0), (True, 25, 1)])
def test_sweep_removes_only_what_nothing_used_for_a_day(used, age, left, django_capture_on_commit_callbacks):
    attachment = attachments.store(upload(), actor=system_actor(), now=NOW)
    storage, name = attachment.file.storage, attachment.file.name
    if used:
        attachments.mark_used(attachment, NOW)
    with django_capture_on_commit_callbacks(execute=True):
        attachments.sweep(attachment.created_at + timedelta(hours=age))
    assert Attachment.objects.count() == left
    assert storage.exists(name) is bool(left)


def test_issuing_again_with_the_same_code_answers_the_same_file():
    code = issuing.new_verification_code()
    made = [
        issuing.issue(
            about=issuing.About("ranking", "run=1", [1], "Kết quả xếp hạng"),
            file_name="xep-hang.pdf",
            content_type="application/pdf",
            content=PDF,
            verification_code=code,
            data_at=NOW,
            actor=system_actor(),
            now=NOW,
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert read(IssuedFile.objects.get()) == PDF


def test_verification_codes_are_readable_from_paper():
    code = issuing.new_verification_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("IO01")


def issued():
    return issuing.issue(
        about=issuing.About("ranking", "run=1", [1], "Kết quả xếp hạng"),
        file_name="xep-hang.pdf",
        content_type="application/pdf",
        content=PDF,
        verification_code=issuing.new_verification_code(),
        data_at=NOW,
        actor=system_actor(),
        now=NOW,
    )


@pytest.mark.parametrize(("age", "left"), [(23, 1), (25, 0)])
def test_files_of_failed_transactions_are_swept_after_a_day(age, left, tmp_path):
    kept = {attachments.store(upload(), actor=system_actor(), now=NOW).file.path, issued().file.path}
    with transaction.atomic():
        lost = [attachments.store(upload(), actor=system_actor(), now=NOW), issued()]
        transaction.set_rollback(True)
    assert all(row.file.storage.exists(row.file.name) for row in lost)
    swept = attachments.sweep_files_without_row(timezone.now() + timedelta(hours=age))
    files = {str(path) for path in tmp_path.rglob("*") if path.is_file()}
    assert (swept, len(files)) == (2 - 2 * left, 2 + 2 * left)
    assert kept <= files


def test_nothing_was_stored_yet_and_the_sweep_has_nothing_to_do():
    assert attachments.sweep_files_without_row(NOW) == 0


def test_integrity_finds_changed_and_missing_files():
    whole, changed, missing = (attachments.store(upload(f"{n}.pdf"), actor=system_actor(), now=NOW) for n in "abc")
    assert list(file_faults()) == []
    Path(changed.file.path).write_bytes(PDF + b" ")
    missing.file.storage.delete(missing.file.name)
    faults = list(file_faults())
    assert [("b.pdf" in faults[0], "thay đổi" in faults[0]), ("c.pdf" in faults[1], "Không còn" in faults[1])] == [
        (True, True),
        (True, True),
    ]
    assert len(faults) == 2
    assert whole.name == "a.pdf"


def test_integrity_finds_an_issued_file_whose_hash_was_changed_behind_the_application():
    row = issued()
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_issuedfile SET sha256 = repeat('0', 64) WHERE id = %s", [row.pk])
    assert len(list(file_faults())) == 1


def test_lost_file_is_said_and_not_a_bug(caplog):
    row = attachments.store(upload(), actor=system_actor(), now=NOW)
    row.file.storage.delete(row.file.name)
    with pytest.raises(FileLost, match="kho lưu trữ"):
        serve(row.file, name=row.name, content_type=row.content_type)
    assert "File lost" in caplog.text


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        ("application/pdf", "inline"),
        ("image/png", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
    ],
)
def test_only_pdf_and_pictures_open_in_the_browser_and_nothing_runs(content_type, disposition):
    row = attachments.store(upload("Kế hoạch.pdf"), actor=system_actor(), now=NOW)
    response = serve(row.file, name=row.name, content_type=content_type)
    response.close()
    assert response.headers["Content-Disposition"].startswith(disposition)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert (policy.startswith("default-src 'none'"), "sandbox" in policy) == (True, content_type != "application/pdf")
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("symbol", ["", " ", "\u200b", "\u2060\ufeff"])
def test_symbol_of_nothing_visible_is_refused(symbol):
    with pytest.raises(citing.SymbolMissing, match="ký hiệu"):
        plan(symbol=symbol)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_citing_a_new_paper_at_once_get_the_same_document():
    barrier, made = threading.Barrier(2), []

    def cite():
        try:
            barrier.wait(timeout=5)
            with transaction.atomic():
                made.append(plan().pk)
                time.sleep(0.3)
        finally:
            connection.close()

    threads = [threading.Thread(target=cite) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Document.objects.get().pk] * 2
    assert Entry.objects.count() == 1
