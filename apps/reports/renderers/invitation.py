"""Giấy mời: one letter for each unit and guest, in one file."""

from collections.abc import Sequence

from apps.conferences.exports import InvitationData
from apps.core.dates import text_date
from apps.core.pdf import PlaceDate, Printed, Signature, numbered
from apps.reports.registry import Printing
from apps.reports.renderers.meeting import frame, person, town_of, when

TYPE_NAME = "GIẤY MỜI"
NOT_CLUSTER = "THỦ TRƯỞNG ĐƠN VỊ"


def compose(letters: Sequence[InvitationData], printing: Printing) -> list[Printed]:
    """Number, day and signature stay open for the hand: the body's register gives them."""
    return [_letter(data, printing) for data in letters]


def _letter(data: InvitationData, printing: Printing) -> Printed:
    sitting = data.sitting
    document = frame(
        sitting,
        printing,
        place_date=PlaceDate(town_of(sitting)),
        type_name=TYPE_NAME,
        abstract=f"Dự {sitting.title[:1].lower()}{sitting.title[1:]}",
        number=numbered(None, "GM"),
        recipients=["Như trên", "Lưu: VT"],
        signatures=[Signature(prefix="", position=(sitting.head_title or NOT_CLUSTER).upper(), name=sitting.head_name)],
    )
    return Printed(document, _text(data))


def _text(data: InvitationData) -> list[str]:
    sitting = data.sitting
    found = [
        f"{sitting.body} trân trọng kính mời: {_whom(data)}",
        f"Tới dự: {sitting.title}.",
    ]
    if sitting.chair_name:
        found.append(f"Chủ trì: {person(sitting.chair_name, sitting.chair_post)}.")
    found.append(f"Thời gian: {when(sitting)}.")
    found.append(
        f"Địa điểm: {sitting.place}." if sitting.place else "Địa điểm: ........................................"
    )
    if data.programme:
        found += ["Chương trình:", *data.programme]
    if not data.is_guest:
        until = f"trước hết ngày {text_date(data.answer_by)}" if data.answer_by else "trước ngày họp"
        found.append(f"Đề nghị đơn vị trả lời tham dự, ghi họ tên, chức vụ đại biểu trên hệ thống {until}.")
    return [*found, "Sự có mặt của đại biểu góp phần vào thành công của hội nghị./."]


def _whom(data: InvitationData) -> str:
    if data.is_guest:
        return f"{person(data.addressee, data.post)}."
    told = f"{data.addressee} – {person(data.delegate, data.post)}" if data.delegate else data.addressee
    return f"{told} ({data.delegates} đại biểu)." if data.delegates > 1 else f"{told}."
