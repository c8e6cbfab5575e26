"""Biên bản họp bình xét of the unit in the official layout, or what the minutes of a conference say of its vote."""

from apps.awards.exports import NomineeLine
from apps.awards.meeting_exports import UnitMinutesData
from apps.core.dates import format_date
from apps.core.pdf import DocumentTable, Heading, PlaceDate, Printed, Signature, TableColumn, TableRow, numbered
from apps.reports.registry import Printing
from apps.reports.renderers.heading import place_of, signer_of
from apps.reports.renderers.meeting import HAND, frame, person, town_of
from apps.reports.renderers.nominee_list import summary
from apps.reports.renderers.nominees import in_groups, votes_of

TYPE_NAME, EXTRACT = "BIÊN BẢN HỌP BÌNH XÉT", "TRÍCH BIÊN BẢN HỘI NGHỊ"
DOTS = "." * 80
VOTES = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Tập thể, cá nhân", "left", "27%"),
    TableColumn("Chức vụ, đơn vị công tác", "left", "26%", optional=True),
    TableColumn("Danh hiệu, hình thức", "left", "26%"),
    TableColumn("Phiếu đồng ý", "center", "14%"),
)


def compose(minutes: list[UnitMinutesData], printing: Printing) -> Printed:
    data = minutes[0]
    sitting = data.sitting
    document = frame(
        sitting,
        printing,
        # A meeting of the unit is held in its house: its place is a room, not a town.
        place_date=PlaceDate(town_of(sitting) if data.is_extract else place_of(sitting.province), sitting.held_on),
        type_name=EXTRACT if data.is_extract else TYPE_NAME,
        abstract=sitting.title if data.is_extract else f"Đề nghị khen thưởng: {data.proposal.occasion}",
        number="" if data.is_extract else data.number or numbered(None, "BB"),
        signatures=[
            Signature("", "THƯ KÝ", signer_of(sitting.secretary_name), HAND),
            Signature("", "CHỦ TRÌ", signer_of(sitting.chair_name), HAND),
        ],
    )
    return Printed(document, [*_opening(data), *_course(data)], [_votes(data)], closing=_end(data))


def _opening(data: UnitMinutesData) -> list[str]:
    sitting = data.sitting
    source = [f"Trích từ Biên bản số {data.number}."] if data.is_extract and data.number else []
    who = "đơn vị được mời" if data.is_extract else "người được triệu tập"
    return [
        *source,
        f"Ngày họp: {format_date(sitting.held_on)}.",
        f"Địa điểm: {sitting.place or DOTS}.",
        f"Chủ trì: {person(sitting.chair_name, sitting.chair_post) or DOTS}.",
        f"Thư ký: {person(sitting.secretary_name, sitting.secretary_post) or DOTS}.",
        Heading("I. THÀNH PHẦN"),
        f"Có mặt {data.present}/{data.invited} {who}.",
    ]


def _course(data: UnitMinutesData) -> list[str]:
    found = [Heading("II. NỘI DUNG"), f"Bình xét, đề nghị khen thưởng: {data.proposal.occasion}."]
    found += summary(data.proposal)
    if data.confirms_conditions:
        found.append("Cuộc họp xác nhận các điều kiện về phẩm chất, tinh thần của tập thể, cá nhân được đề nghị.")
    if data.confirmed:
        found.append("Đối với các trường hợp chưa có dữ liệu trên hệ thống, cuộc họp xác nhận đạt:")
        found += [f"- {condition.rstrip('.')}." for condition in data.confirmed]
    return [*found, Heading("III. KẾT QUẢ BỎ PHIẾU")]


def _votes(data: UnitMinutesData) -> DocumentTable:
    return DocumentTable(VOTES, in_groups(data.proposal, len(VOTES), _row))


def _row(line: NomineeLine) -> TableRow:
    return TableRow([line.number, line.recipient, person(line.post, line.unit_name), line.award, votes_of(line)])


def _end(data: UnitMinutesData) -> list[str]:
    conclusion = data.conclusion.split("\n") if data.conclusion else [DOTS]
    return [Heading("IV. KẾT LUẬN CỦA CHỦ TRÌ"), *conclusion]
