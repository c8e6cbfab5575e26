"""Files that people upload: what is taken, what is refused and why."""

import hashlib
import io
import unicodedata
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.core.uploads import SIGNED_COPY_KINDS, UploadRefused, check_upload, clean_file_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def picture(kind="PNG", size=(20, 20)):
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, kind)
    return buffer.getvalue()


def office(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {"[Content_Types].xml": "<Types/>", **entries}.items():
            file.writestr(name, content)
    return buffer.getvalue()


DOCX = office(**{"word/document.xml": "<x/>"})
XLSX = write_workbook([Sheet("A", "", [Column("a", "A")], [["1"]])])


def refused(name, data, **options):
    with pytest.raises(UploadRefused) as refusal:
        check_upload(SimpleUploadedFile(name, data), **options)
    return refusal.value.code, str(refusal.value)


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("Kế hoạch 36.pdf", PDF, "application/pdf"),
        ("anh.PNG", picture(), "image/png"),
        ("anh.jpg", picture("JPEG"), "image/jpeg"),
        ("bao-cao.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("bang.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_check_upload_when_allowed_tells_kind_size_and_hash(name, data, content_type):
    file = SimpleUploadedFile(name, data)
    checked = check_upload(file)
    assert (checked.name, checked.content_type, checked.size) == (name, content_type, len(data))
    assert checked.sha256 == hashlib.sha256(data).hexdigest()
    assert file.read() == data


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("ke-hoach.pdf", b"MZ\x90\x00" + PDF, "content", "Tệp “ke-hoach.pdf” không phải PDF thật."),
        ("ke-hoach.pdf", DOCX, "content", "Tệp “ke-hoach.pdf” không phải PDF thật."),
        ("anh.png", picture("JPEG"), "content", "Tệp “anh.png” không phải PNG thật."),
        ("bang.xlsx", DOCX, "content", "Tệp “bang.xlsx” không phải Excel (.xlsx) thật."),
        ("bang.xlsx", PDF, "content", "Tệp “bang.xlsx” không phải Excel (.xlsx) thật."),
        ("a.pdf", b"", "empty", "Tệp “a.pdf” trống."),
        ("a.pdf", PDF[:-8], "damaged", "“a.pdf”: Tệp PDF bị thiếu phần cuối, hãy tải lại."),
        ("a.png", picture()[:40], "damaged", "“a.png”: Ảnh bị hỏng, không mở được."),
        ("a.docx", DOCX[:60], "damaged", "“a.docx”: Tệp bị hỏng, không mở được."),
        (
            "virus.exe",
            b"MZ",
            "kind",
            "Tệp “virus.exe” không thuộc loại được nhận: PDF, PNG, JPEG, Word (.docx), Excel (.xlsx).",
        ),
        (
            "bang.xlsm",
            XLSX,
            "kind",
            "Tệp “bang.xlsm” không thuộc loại được nhận: PDF, PNG, JPEG, Word (.docx), Excel (.xlsx).",
        ),
        (
            "bang.xlsx",
            office(**{"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}),
            "macros",
            "“bang.xlsx”: Tệp có macro, không nhận.",
        ),
    ],
)
def test_check_upload_when_name_and_content_disagree_refuses(name, data, code, message):
    assert refused(name, data) == (code, message)


def test_check_upload_when_too_large_names_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 2_000_000
    assert refused("a.pdf", PDF + b"x" * 2_500_000) == ("size", "Tệp “a.pdf” lớn 2,5 MB, vượt giới hạn 2 MB.")


def test_check_upload_when_the_archive_is_a_bomb_refuses():
    bomb = office(**{"word/document.xml": b"\0" * 251_000_000})
    assert refused("a.docx", bomb)[0] == "bomb"


def test_check_upload_when_the_picture_is_a_bomb_refuses():
    huge = bytearray(picture(size=(1, 1)))
    huge[16:24] = (50_000).to_bytes(4, "big") * 2  # width and height in the head of the PNG
    huge[29:33] = zlib.crc32(bytes(huge[12:29])).to_bytes(4, "big")
    assert refused("a.png", bytes(huge))[0] == "bomb"


def test_check_upload_takes_only_what_the_caller_allows():
    assert refused("a.docx", DOCX, allowed=SIGNED_COPY_KINDS)[0] == "kind"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        (unicodedata.normalize("NFD", "Kế hoạch số 36.pdf"), "Kế hoạch số 36.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/etc/passwd", "passwd"),
        ('a"<b>:|?*.pdf', "a__b_____.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        (".pdf", "pdf"),
        ("", "tep"),
    ],
)
def test_clean_file_name_keeps_words_and_ending(name, cleaned):
    assert clean_file_name(name) == cleaned
