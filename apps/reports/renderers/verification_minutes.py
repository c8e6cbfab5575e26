"""Biên bản thống nhất điểm in the official layout: two copies, one for each side."""

from collections.abc import Sequence

from apps.core.dates import format_date, text_date, text_moment
from apps.core.numbers import format_points
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Heading,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import ILLUSTRATIVE, issuing_body, marked, place_of
from apps.reports.renderers.workbook import workbook
from apps.scoring.minutes_exports import MinutesData, MinutesMember

TYPE_NAME = "BIÊN BẢN THỐNG NHẤT ĐIỂM"
HAND = "(Ký, ghi rõ họ tên)"
DUTIES = {"chair": "Chủ trì", "secretary": "Thư ký", "member": "Thành viên kiểm tra", "unit": "Đại diện đơn vị"}
COPIES = {1: "một", 2: "hai", 3: "ba"}
ITEMS = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Nội dung", "left", "33%"),
    TableColumn("Điểm chuẩn", "center", "9%"),
    TableColumn("Tự chấm", "center", "9%"),
    TableColumn("Điểm thưởng", "center", "9%"),
    TableColumn("Thống nhất", "center", "10%"),
    TableColumn("Lý do chênh lệch", "left", "23%"),
)


def compose(minutes: Sequence[MinutesData], printing: Printing) -> Printed:
    """One sheet's minutes as a document; of several units the first, the others as annexes."""
    first, *others = minutes
    several = len(others) > 1
    return Printed(
        document=OfficialDocument(
            issuing_body=issuing_body(first.cluster_name, first.organiser_name),
            place_date=PlaceDate(place_of(first.province), first.held_on),
            number=first.number or numbered(None, "BB"),
            type_name=TYPE_NAME,
            abstract=_abstract(first),
            signatures=_signatures(first),
            annexes=[_annex(data, number if several else None) for number, data in enumerate(others, start=1)],
            illustrative=marked(ILLUSTRATIVE, *minutes),
            verification=printing.verification,
            created=printing.at,
        ),
        paragraphs=_meeting(first),
        tables=[_table(first)],
        closing=_closing(first),
    )


def _abstract(data: MinutesData) -> str:
    return f"Bảng chấm điểm thi đua năm {data.year} của {data.unit_name}"


def _meeting(data: MinutesData) -> list[str]:
    when = ", ".join(part for part in (data.held_at, f"ngày {text_date(data.held_on)}") if part)
    found = [
        f"Thời gian: {when}. Địa điểm: {data.place}.",
        (
            f"Căn cứ {data.criteria_title}, cuộc họp kiểm tra bảng tự chấm điểm của {data.unit_name}"
            f" ({data.step_name.lower()}) thống nhất như sau:"
        ),
        Heading("I. THÀNH PHẦN"),
        *[f"{number}. {_person(each)}" for number, each in enumerate(data.members, start=1)],
    ]
    if data.teams:
        found += [Heading("II. TỔ KIỂM TRA THEO TỪNG PHẦN"), *[f"{part}: {people}." for part, people in data.teams]]
    return [*found, Heading(f"{'III' if data.teams else 'II'}. ĐIỂM THỐNG NHẤT")]


def _person(member: MinutesMember) -> str:
    duty = DUTIES.get(member.duty, "")
    told = ", ".join(part for part in (member.name, member.post, member.body) if part)
    return f"{told} – {duty}" if duty else told


def _table(data: MinutesData) -> DocumentTable:
    rows, part = [], None
    for row in data.items.rows:
        if row.part != part:
            part = row.part
            rows.append(TableRow(["", part, None, None, None, None, ""], emphasis=True))
        shown_bonus = row.bonus - row.penalty
        rows.append(
            TableRow([row.number, row.label, row.standard, row.claimed, shown_bonus or None, row.agreed, row.reason])
        )
    sums = data.items
    total = ["", "Tổng điểm", sums.maximum, sums.claimed, sums.bonus - sums.penalty, sums.agreed, ""]
    return DocumentTable(ITEMS, [*rows, TableRow(total, emphasis=True)])


def _closing(data: MinutesData) -> list[str]:
    sums = data.items
    found = []
    if sums.first is not None and sums.first != sums.claimed:
        found.append(f"Điểm tự chấm lần đầu: {format_points(sums.first)}.")
    found.append(
        f"Điểm tự chấm: {format_points(sums.claimed)}; điểm thống nhất: {format_points(sums.agreed)};"
        f" chênh lệch: {format_points(sums.difference)}."
    )
    if data.consent:
        words = f": {data.consent_words}" if data.consent_words else "."
        found.append(f"Ý kiến của đơn vị: {data.consent}{words}")
    else:
        found.append("Ý kiến của đơn vị: ........................................")
    if data.note:
        found.append(f"Ý kiến khác: {data.note}")
    if data.is_signed:
        found.append(f"{data.signing_way}: {data.signed_by}, lúc {text_moment(data.signed_at)}.")
    copies = COPIES.get(data.copies, str(data.copies))
    return [*found, f"Biên bản lập thành {copies} bản có giá trị như nhau, mỗi bên giữ một bản."]


def _signatures(data: MinutesData) -> list[Signature]:
    """The unit on the left, secretary and chair to the right, as far as they are named."""
    signers = [each for each in data.members if each.signs and each.duty in {"unit", "secretary", "chair"}]
    order = {"unit": 0, "secretary": 1, "chair": 2}
    named = sorted(signers, key=lambda each: order[each.duty])
    if not named:
        return [
            Signature(prefix="", position="ĐẠI DIỆN ĐƠN VỊ", note=HAND),
            Signature(prefix="", position="CHỦ TRÌ", note=HAND),
        ]
    return [Signature(prefix="", position=DUTIES[each.duty].upper(), name=each.name, note=HAND) for each in named]


def _annex(data: MinutesData, number: int | None) -> Annex:
    return Annex(
        title=f"{TYPE_NAME}: {data.unit_name}".upper(),
        number=number,
        paragraphs=(*map(str, _meeting(data)), *_closing(data)),
        tables=[_table(data)],
    )


def xlsx(minutes: Sequence[MinutesData], printing: Printing) -> bytes:
    """One sheet for each unit."""
    columns = [
        Column("part", "Phần", "text", 30),
        Column("number", "STT"),
        Column("label", "Nội dung", "text", 60),
        Column("standard", "Điểm chuẩn", "points"),
        Column("claimed", "Tự chấm", "points"),
        Column("base", "Điểm đạt", "points"),
        Column("bonus", "Điểm thưởng", "points"),
        Column("penalty", "Điểm trừ", "points"),
        Column("agreed", "Thống nhất", "points"),
        Column("reason", "Lý do chênh lệch", "text", 50),
    ]
    return workbook(
        [_page(number, data, columns) for number, data in enumerate(minutes, start=1)],
        printing,
        title=TYPE_NAME,
        author=minutes[0].cluster_name,
        mark=marked(ILLUSTRATIVE, *minutes),
    )


def _page(number: int, data: MinutesData, columns: list[Column]) -> Sheet:
    sums = data.items
    rows = [[getattr(row, column.key) for column in columns] for row in sums.rows]
    total = ["", "", "Tổng điểm", *(getattr(sums, name) for name in _SUMS), ""]
    notes = [
        f"{data.cluster_name}, năm {data.year}. {data.place}, ngày {format_date(data.held_on)}.",
        f"Ý kiến của đơn vị: {data.consent or 'chưa có'}{': ' + data.consent_words if data.consent_words else ''}",
        "Đã ký" if data.is_signed else "Dự thảo",
    ]
    return Sheet(f"{number}. Biên bản", f"{TYPE_NAME}: {data.unit_name}", columns, rows, notes=notes, last=total)


_SUMS = ("maximum", "claimed", "base", "bonus", "penalty", "agreed")
