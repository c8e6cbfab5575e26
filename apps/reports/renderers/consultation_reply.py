"""Công văn tham gia ý kiến of one unit in the official layout: V/v under the number, Kính gửi, Nơi nhận."""

from apps.core.numbers import format_points
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, Signature, TableColumn, TableRow
from apps.reports.registry import Printing
from apps.reports.renderers.heading import ILLUSTRATIVE, issuing_body, marked, place_of
from apps.reports.renderers.signing import unit_signature
from apps.scoring.consultation_exports import CommentLine, ReplyData

COLUMNS = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Nội dung dự thảo", "left", "38%"),
    TableColumn("Ý kiến, đề nghị", "left", "55%"),
)


def compose(replies: list[ReplyData], printing: Printing) -> Printed:
    """One letter. The number and the day are those of the signed copy; before that they stay open for the hand."""
    data = replies[0]
    document = OfficialDocument(
        issuing_body=issuing_body(data.unit_name, data.superior_name),
        place_date=PlaceDate(place_of(data.province), data.signed_on),
        type_name="",
        number=data.number,
        letter_abstract=f"tham gia ý kiến dự thảo {data.title}",
        addressees=[data.organiser_name],
        recipients=["Như trên", "Lưu: VT"],
        signatures=[_signature(data)],
        illustrative=marked(ILLUSTRATIVE, data),
        verification=printing.verification,
        created=printing.at,
    )
    tables = [DocumentTable(COLUMNS, [_row(n, each) for n, each in enumerate(data.comments, start=1)])]
    return Printed(document, _opening(data), tables if data.comments else [], closing=_closing(data))


def _opening(data: ReplyData) -> list[str]:
    asked = f"Thực hiện {data.letter}" if data.letter else f"Theo đề nghị của {data.organiser_name}"
    said = [f"{asked}, sau khi nghiên cứu dự thảo {data.title}, {data.unit_name} có ý kiến như sau:"]
    if data.agrees:
        rest = "các nội dung khác của dự thảo" if data.comments else "nội dung dự thảo"
        said.append(f"{data.unit_name} cơ bản nhất trí với {rest}.")
    said += data.statement.split("\n") if data.statement else []
    if data.comments:
        said.append("Ý kiến cụ thể:")
    return said


def _row(number: int, each: CommentLine) -> TableRow:
    said = [each.body] if each.body else []
    if each.points is not None:
        said.append(f"Đề nghị điểm chuẩn: {format_points(each.points)}.")
    if each.wording:
        said.append(f"Đề nghị sửa thành: “{each.wording}”.")
    return TableRow([number, each.place, " ".join(said)])


def _closing(data: ReplyData) -> list[str]:
    closing = [f"{data.unit_name} trân trọng gửi {data.organiser_name} tổng hợp./."]
    if data.receipt:
        closing.append(f"Số xác nhận: {data.receipt}.")
    return closing


def _signature(data: ReplyData) -> Signature:
    note = f"(Xác nhận trên hệ thống: {data.confirmed})" if data.confirmed else ""
    return unit_signature(data.unit_name, data.signer, "", note)
