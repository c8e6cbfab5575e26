"""Bản ký, đóng dấu: pages counted from the file, the original ticked by whoever receives it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from apps.audit.models import Entry
from apps.core.actor import Actor, system_actor
from apps.documents.domain.attachments import store
from apps.documents.domain.secrecy import SecretMark
from apps.documents.domain.signed_copies import (
    ReceivedBeforeSigned,
    ReceivedInFuture,
    keep_signed_copy,
    office_line,
    receive_paper,
)
from apps.documents.pdf_pages import count_pages
from apps.documents.tests.factories import NOW, PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def written(pages: int, **more) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    for name, argument in more.items():
        getattr(writer, name)(argument)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def printed(pages: int, **options) -> bytes:
    from weasyprint import HTML

    html = "".join(f"<p style='break-after: page'>{n}</p>" for n in range(pages))
    return HTML(string=f"<style>p:last-child {{ break-after: auto !important }}</style>{html}").write_pdf(**options)


@pytest.mark.parametrize(
    ("prefix", "post", "line"),
    [
        ("KT.", "Phó Giám đốc", "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC"),
        ("KT.", "Quyền Giám đốc", "Quyền Giám đốc, KT. – ký thay cấp trưởng"),
        ("TL.", "Chánh Văn phòng", "Chánh Văn phòng, TL. – thừa lệnh"),
        ("", "Giám đốc", "Giám đốc"),
    ],
)
def test_line_above_a_signature_names_head_and_deputy(prefix, post, line):
    assert office_line(prefix, post) == line


@pytest.mark.parametrize("pages", [1, 3, 12])
def test_pages_of_plain_and_of_compressed_files(pages):
    for data in (written(pages), printed(pages), printed(pages, full_fonts=False, pdf_variant="pdf/a-3b")):
        assert count_pages(data) == len(PdfReader(io.BytesIO(data)).pages) == pages


def test_newer_revision_counts():
    first = written(2)
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert count_pages(buffer.getvalue()) == len(PdfReader(io.BytesIO(buffer.getvalue())).pages) == 3


@pytest.mark.parametrize("data", [b"", PDF, b"%PDF-1.4\n%%EOF", written(2, encrypt="x"), b"\0" * 5000])
def test_what_cannot_be_read_has_no_number(data):
    assert count_pages(data) is None


def scan(name="ban-ky.pdf", content=None):
    return store(SimpleUploadedFile(name, content or written(4)), actor=system_actor(), now=NOW)


def kept(attachment=None, **changes):
    printed_on_it = {
        "number": "12/BC-STP",
        "signed_on": date(2022, 4, 1),
        "signer_name": "Lê Văn Mẫu",
        "signer_post": "Phó Giám đốc",
        "prefix": "KT.",
    }
    return keep_signed_copy(attachment=attachment or scan(), now=NOW, **printed_on_it | changes)


def test_copy_keeps_pages_and_hash_of_its_scan():
    attachment = scan()
    copy = kept(attachment)
    attachment.refresh_from_db()
    assert (copy.page_count, copy.sha256, attachment.used_at) == (4, attachment.sha256, NOW)


def test_picture_is_one_page():
    buffer = io.BytesIO()
    Image.new("RGB", (10, 10)).save(buffer, "PNG")
    assert kept(scan("trang.png", buffer.getvalue())).page_count == 1


def test_number_with_a_mark_is_refused():
    with pytest.raises(SecretMark):
        kept(number="12/BC (Tối mật)")


def test_receiving_body_ticks_the_original_once():
    copy, office = kept(), Actor(None, "Bà Trần Thị Nhận", is_system=True)
    received = receive_paper(signed_copy_id=copy.pk, received_on=date(2022, 4, 11), actor=office, now=NOW)
    again = receive_paper(signed_copy_id=copy.pk, received_on=date(2022, 4, 12), actor=system_actor(), now=NOW)
    expected = (date(2022, 4, 11), "Bà Trần Thị Nhận")
    assert (received.paper_received_on, received.paper_received_by_label) == expected
    assert (again.paper_received_on, again.paper_received_by_label) == expected
    assert Entry.objects.filter(action="documents.signed_copy.receive_paper").count() == 1


@pytest.mark.parametrize(
    ("on", "error"), [(date(2022, 4, 13), ReceivedInFuture), (date(2022, 3, 31), ReceivedBeforeSigned)]
)
def test_original_arrives_between_signing_and_today(on, error):
    with pytest.raises(error):
        receive_paper(signed_copy_id=kept().pk, received_on=on, actor=system_actor(), now=NOW)
