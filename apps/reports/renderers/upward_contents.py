"""Mục lục hồ sơ of a package that goes upwards, as PDF and as a workbook: its files, and who was heard on the lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.awards.hearing_exports import AskedBody, Heard
from apps.awards.upward_exports import UpwardData
from apps.core.dates import format_date
from apps.core.numbers import format_decimal
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, SmallPrint, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import ILLUSTRATIVE
from apps.reports.renderers.workbook import workbook

COLUMNS = (
    TableColumn("STT", "center", "6%"),
    TableColumn("Tệp", "left", "31%"),
    TableColumn("Nội dung", "left", "30%"),
    TableColumn("Số trang", "center", "8%"),
    TableColumn("Mã băm SHA-256", "left", "25%"),
)


@dataclass(frozen=True)
class Packed:
    """One file of the package, for the table of contents. ``pages`` None: a file without pages of its own."""

    path: str
    about: str
    pages: int | None
    size: int
    sha256: str


def contents(data: UpwardData, packed: list[Packed], said: list[Heard], printing: Printing) -> Printed:
    document = OfficialDocument(
        issuing_body=issuing_body(data.body, data.superior),
        place_date=PlaceDate(place_of(data.province), data.issued_on),
        type_name="MỤC LỤC HỒ SƠ",
        abstract=data.abstract,
        illustrative=marked(ILLUSTRATIVE, data),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    rows = [
        TableRow([number, each.path, each.about, "" if each.pages is None else each.pages, _broken(each.sha256)])
        for number, each in enumerate(packed, start=1)
    ]
    pages = sum(each.pages or 0 for each in packed)
    told = [f"{len(packed)} tệp, {format_decimal(pages)} trang. Kính gửi: {data.addressed_to}."]
    if data.without_vote:
        told.append(f"Không có biên bản họp Hội đồng: không qua bỏ phiếu vì {data.without_vote}.")
    told += _sentences(said)
    closing = [SmallPrint("Mã băm cho biết tệp có đúng nguyên bản hay không; mục lục này cũng có ở dạng bảng tính.")]
    return Printed(document, told, [DocumentTable(COLUMNS, rows)], closing=closing)


def _broken(digest: str) -> str:
    """In four lines: a hash without spaces would break out of its column."""
    return "\n".join(digest[start : start + 16] for start in range(0, len(digest), 16))


def contents_sheet(data: UpwardData, packed: list[Packed], said: list[Heard], printing: Printing) -> bytes:
    columns = [
        Column("number", "STT", "integer"),
        Column("path", "Tệp", "text", 60),
        Column("about", "Nội dung", "text", 70),
        Column("pages", "Số trang", "integer"),
        Column("size", "Dung lượng (byte)", "integer"),
        Column("sha256", "Mã băm SHA-256", "text", 70),
    ]
    rows = [
        [number, each.path, each.about, each.pages, each.size, each.sha256]
        for number, each in enumerate(packed, start=1)
    ]
    sheet = Sheet("Mục lục", f"Mục lục hồ sơ – {data.abstract}", columns, rows, notes=[data.body, *_sentences(said)])
    return workbook([sheet], printing, title="Mục lục hồ sơ", author=data.body, mark=marked(ILLUSTRATIVE, data))


def _sentences(said: Iterable[Heard]) -> list[str]:
    """What bodies that were asked answered, and what the public said: also where no paper of it is packed."""
    return [sentence for each in said for sentence in _heard(each)]


def _heard(data: Heard) -> Iterator[str]:
    if data.bodies:
        yield f"{data.unit_name} – hiệp y: {'; '.join(map(_opinion, data.bodies))}."
    for each in data.comments:
        days = f"từ {format_date(each.starts_on)} đến hết {format_date(each.ends_on)}"
        came = (
            f"nhận {each.opinions} ý kiến, đã kết luận {each.concluded}" if each.opinions else "không nhận ý kiến nào"
        )
        basis = f"{each.working_days} ngày làm việc; {each.basis.rstrip('.')}"
        yield f"{data.unit_name} – lấy ý kiến công khai {days} ({basis}): {came}."


def _opinion(body: AskedBody) -> str:
    if not body.opinion:
        return f"{body.name} chưa trả lời (hạn {format_date(body.due_on)})"
    return f"{body.name}: {body.opinion.lower()} ({format_date(body.answered_on)})"
