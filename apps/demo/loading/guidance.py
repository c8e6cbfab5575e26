"""The guidance letter of the running year and the form that goes with it, to download (invented, minh họa)."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.docx import print_docx
from apps.core.pdf.layout import (
    DocumentTable,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
)
from apps.demo.loading.papers import MINISTRY
from apps.documents.domain.attachments import store
from apps.documents.domain.citing import file_document
from apps.documents.domain.files import attach_file
from apps.documents.enums import DocumentKind
from apps.documents.models import Document

SYMBOL = "215/BTP-TCCB (minh họa)"
MARK = "Văn bản minh họa, không phải văn bản của Bộ Tư pháp"
ABSTRACT = "Hướng dẫn công tác thi đua, khen thưởng năm {year} (minh họa)"
ADDRESSEES = ("Các đơn vị thuộc Bộ", "Sở Tư pháp các tỉnh, thành phố", "Thi hành án dân sự các tỉnh, thành phố")
TEXT = (
    "Để thống nhất công tác thi đua, khen thưởng năm {year}, Bộ Tư pháp đề nghị các đơn vị thực hiện như sau:",
    "1. Đăng ký danh hiệu thi đua, hình thức khen thưởng theo mẫu kèm theo, gửi Trưởng Cụm để tổng hợp.",
    "2. Ký giao ước thi đua theo Cụm; phát động phong trào thi đua và báo cáo kết quả theo kỳ.",
    "3. Tự chấm điểm theo Bảng tiêu chí của năm; lập hồ sơ đề nghị khen thưởng sau Hội nghị tổng kết.",
    "Thời hạn của từng việc ghi ở mục Việc cần làm.",
)
FORM = "Mẫu đăng ký danh hiệu thi đua, hình thức khen thưởng"
COLLECTIVES = ("STT", "Tên tập thể", "Danh hiệu, hình thức đăng ký", "Ghi chú")
PERSONS = ("STT", "Họ và tên", "Chức vụ", "Danh hiệu, hình thức đăng ký", "Ghi chú")


def load_guidance(*, year: int, actor: Actor, now: datetime) -> Document:
    """The letter with its text and the form as files, open to everybody. Repeating changes nothing."""
    issued_on = min(date(year, 1, 15), local(now).date())
    letter = file_document(
        symbol=SYMBOL,
        issued_on=issued_on,
        issuer_name="Bộ Tư pháp",
        kind=DocumentKind.LETTER,
        abstract=ABSTRACT.format(year=year),
        guidance_year=year,
        for_everyone=True,
        illustrative=True,
        **MINISTRY,
        actor=actor,
        now=now,
    )
    if not letter.files.exists():
        for name, printed in (("cong-van-minh-hoa", _letter(year, issued_on)), ("mau-dang-ky-minh-hoa", _form(year))):
            upload = SimpleUploadedFile(f"{name}-{year}.docx", print_docx(printed))
            scan = store(upload, actor=actor, now=now)
            attach_file(document_id=letter.pk, attachment=scan, note="Minh họa", actor=actor, now=now)
    return letter


def letter_of(year: int) -> Document | None:
    """The letter of the year once it is loaded: what its duties rest on."""
    return Document.objects.guidance_of(year).filter(symbol=SYMBOL).first()


def _letter(year: int, issued_on: date) -> Printed:
    frame = OfficialDocument(
        IssuingBody("", "BỘ TƯ PHÁP"),
        PlaceDate("Hà Nội", issued_on),
        type_name="",
        number=SYMBOL.partition(" ")[0],
        letter_abstract=f"hướng dẫn công tác thi đua, khen thưởng năm {year}",
        addressees=ADDRESSEES,
        illustrative=MARK,
    )
    return Printed(frame, [line.format(year=year) for line in TEXT])


def _form(year: int) -> Printed:
    frame = OfficialDocument(
        IssuingBody("", "TÊN ĐƠN VỊ"),
        PlaceDate(""),
        type_name="ĐĂNG KÝ",
        abstract=f"Danh hiệu thi đua, hình thức khen thưởng năm {year}",
        signatures=[Signature(prefix="", position="THỦ TRƯỞNG ĐƠN VỊ")],
        illustrative=f"{FORM} minh họa, không phải mẫu của Bộ Tư pháp",
    )
    tables = (("I. Tập thể", COLLECTIVES), ("II. Cá nhân", PERSONS))
    return Printed(frame, tables=[_blank(caption, heads) for caption, heads in tables])


def _blank(caption: str, heads: tuple[str, ...]) -> DocumentTable:
    """Three rows to be filled in."""
    empty = [""] * (len(heads) - 1)
    return DocumentTable(
        [TableColumn(head) for head in heads], [TableRow([number, *empty]) for number in range(1, 4)], caption
    )
