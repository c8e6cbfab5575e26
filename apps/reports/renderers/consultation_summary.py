"""Bảng tổng hợp ý kiến, tiếp thu, giải trình of one round: PDF, Word and workbook."""

from apps.core.dates import text_date
from apps.core.numbers import format_points
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, Signature, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import ILLUSTRATIVE, issuing_body, marked, place_of_body
from apps.reports.renderers.workbook import workbook
from apps.scoring.consultation_exports import SummaryData, SummaryLine

COLUMNS = (
    TableColumn("STT", "center", "5%"),
    TableColumn("Nội dung dự thảo", "left", "23%"),
    TableColumn("Đơn vị", "left", "16%"),
    TableColumn("Ý kiến, đề nghị", "left", "30%"),
    TableColumn("Tiếp thu, giải trình", "left", "26%"),
)


def compose(rounds: list[SummaryData], printing: Printing) -> Printed:
    """All comments in the order of the draft, each with its answer."""
    data = rounds[0]
    document = OfficialDocument(
        issuing_body=issuing_body(data.organiser_name),
        place_date=PlaceDate(place_of_body(data.organiser_name)),
        type_name="BẢNG TỔNG HỢP",
        abstract=f"Ý kiến tham gia và tiếp thu, giải trình đối với dự thảo {data.title} (lần {data.number})",
        signatures=[Signature(prefix="", position="NGƯỜI TỔNG HỢP", note="(Ký, ghi rõ họ tên)")],
        illustrative=marked(ILLUSTRATIVE, data),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    rows = [
        TableRow([number, line.place, _unit(line), _said(line), _answer(line)])
        for number, line in enumerate(data.lines, start=1)
    ]
    table = DocumentTable(COLUMNS, rows or [TableRow(["", "Không có ý kiến cụ thể", "", "", ""])])
    return Printed(document, _opening(data), [table], closing=_closing(data))


def _opening(data: SummaryData) -> list[str]:
    asked = f"Công văn lấy ý kiến: {data.letter}. " if data.letter else ""
    counts = f"Đã gửi {data.sent}/{data.asked} đơn vị; {len(data.lines)} ý kiến cụ thể: "
    counts += f"tiếp thu {data.accepted}, giải trình {data.explained}"
    left = len(data.lines) - data.accepted - data.explained
    counts += f", chưa trả lời {left}." if left else "."
    return [f"{asked}Hạn góp ý: {text_date(data.due_on)}. {counts}"]


def _closing(data: SummaryData) -> list[str]:
    if not data.agreeing:
        return []
    return [f"Nhất trí với dự thảo, không có ý kiến cụ thể: {'; '.join(data.agreeing)}."]


def _unit(line: SummaryLine) -> str:
    return f"{line.unit_name} (gửi sau hạn)" if line.late else line.unit_name


def _said(line: SummaryLine) -> str:
    said = [line.text] if line.text else []
    if line.points is not None:
        said.append(f"Đề nghị điểm chuẩn: {format_points(line.points)}.")
    if line.wording:
        said.append(f"Đề nghị sửa thành: “{line.wording}”.")
    return " ".join(said)


def _answer(line: SummaryLine) -> str:
    return f"{line.answer}: {line.words}" if line.answer else "Chưa trả lời"


def xlsx(rounds: list[SummaryData], printing: Printing) -> bytes:
    """The same as a sheet."""
    data = rounds[0]
    columns = [
        Column("number", "STT", "integer"),
        Column("place", "Nội dung dự thảo", "text", 50),
        Column("unit", "Đơn vị", "text", 40),
        Column("text", "Ý kiến", "text", 60),
        Column("points", "Đề nghị điểm chuẩn", "number"),
        Column("wording", "Đề nghị sửa thành", "text", 60),
        Column("late", "Gửi sau hạn", "text"),
        Column("answer", "Kết quả", "text"),
        Column("words", "Nội dung tiếp thu, giải trình", "text", 60),
    ]
    rows = [
        (n, line.place, line.unit_name, line.text, line.points, line.wording, "Có" if line.late else "", line.answer,
         line.words)
        for n, line in enumerate(data.lines, start=1)
    ]  # fmt: skip
    notes = [*_opening(data), *_closing(data)]
    title = f"Bảng tổng hợp ý kiến: {data.title}"
    sheet = Sheet(name="Ý kiến", title=title, columns=columns, rows=rows, notes=notes)
    return workbook([sheet], printing, title=title, author=data.organiser_name, mark=marked(ILLUSTRATIVE, data))
