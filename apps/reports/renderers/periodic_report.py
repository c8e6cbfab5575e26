"""Rendering of “Báo cáo định kỳ”: PDF for signature and seal, Word, workbook with the figures."""

from apps.core.dates import format_datetime, local, text_date, text_moment
from apps.core.pdf import (
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
from apps.periodic_reports.exports import LineData, ReportData
from apps.reports.registry import XLSX, Printing
from apps.reports.renderers.heading import CAPITAL, issuing_body, marked, place_of, receipt_lines
from apps.reports.renderers.printed import renderers
from apps.reports.renderers.signing import SPACE, unit_signature
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BÁO CÁO"
ILLUSTRATIVE = "Mẫu báo cáo minh họa, không phải mẫu chính thức của Bộ Tư pháp"
COLUMNS = [
    TableColumn("STT", "center", "7%"),
    TableColumn("Chỉ tiêu", "left", "45%"),
    TableColumn("Đơn vị tính", "center", "13%"),
    TableColumn("Kết quả", "center", "20%"),
    TableColumn("Ghi chú", "left", "15%"),
]


def compose(reports: list[ReportData], printing: Printing) -> Printed:
    """One report as its own paper; several one after the other under the name of the organiser, those of one unit
    alone under its own.
    """
    if len(reports) == 1:
        data = reports[0]
        return Printed(_frame(data, printing), [_period(data)], [_figures(data.lines)], closing=_closing(data))
    first = reports[0]
    alone = all(data.unit_code == first.unit_code for data in reports)
    document = OfficialDocument(
        issuing_body=issuing_body(*((first.unit_name, first.organiser_name) if alone else (first.organiser_name,))),
        place_date=PlaceDate(place_of(first.province) if alone else CAPITAL),
        number=numbered(None, "BC"),
        type_name=TYPE_NAME,
        abstract=f"Báo cáo định kỳ của {first.unit_name if alone else 'các đơn vị'} năm {first.year}",
        signatures=[Signature(prefix="", position="NGƯỜI TỔNG HỢP", note="(Ký, ghi rõ họ tên)")],
        illustrative=marked(ILLUSTRATIVE, *reports),
        verification=printing.verification,
        created=printing.at,
    )
    closing = []
    for data in reports:
        closing += [Heading(data.title if alone else f"{data.unit_name}: {data.title}"), *_whole(data)]
    return Printed(document, [], [], closing=closing)


def _about(title: str) -> str:
    """Below the words BÁO CÁO the title goes without them; names in it keep their capitals."""
    about = title.removeprefix("Báo cáo ")
    return about[:1].upper() + about[1:]


def _frame(data: ReportData, printing: Printing) -> OfficialDocument:
    return OfficialDocument(
        issuing_body=issuing_body(data.unit_name, data.organiser_name),
        place_date=PlaceDate(place_of(data.province), local(data.sent_at).date() if data.sent_at else None),
        number=numbered(None, "BC"),
        type_name=TYPE_NAME,
        abstract=_about(data.title),
        signatures=[_signature(data)],
        recipients=[data.organiser_name, "Lưu: VT"],
        illustrative=marked(ILLUSTRATIVE, data),
        verification=printing.verification,
        created=printing.at,
    )


def _signature(data: ReportData) -> Signature:
    """Place for signature and seal; on a paper that was sent, by whom and when."""
    note = f"(Gửi trên hệ thống lúc {text_moment(data.sent_at)})" if data.is_sent else SPACE
    return unit_signature(data.unit_name, None, "", note)


def _period(data: ReportData) -> str:
    return f"Kỳ số liệu: từ {text_date(data.starts_on)} đến {text_date(data.ends_on)}."


def _figures(lines: tuple[LineData, ...]) -> DocumentTable:
    rows, section, number = [], None, 0
    for line in lines:
        if line.is_text:
            continue
        if line.section and line.section != section:
            rows.append(TableRow(["", line.section, "", "", ""], emphasis=True))
        section, number = line.section, number + 1
        rows.append(TableRow([number, line.label, line.unit, line.text, line.note]))
    return DocumentTable(COLUMNS, rows)


def _texts(data: ReportData) -> list[str]:
    """Headings and texts in the fixed order of the template."""
    texts, section, number = [], None, 0
    for line in data.lines:
        if not line.is_text:
            continue
        if line.section != section:
            section, number = line.section, 0
            if section:
                texts.append(Heading(section))
        number += 1
        texts += [Heading(f"{number}. {line.label}"), line.text]
    return texts


def _closing(data: ReportData) -> list[str]:
    closing = _texts(data)
    if data.is_sent:
        closing += receipt_lines(f"Số xác nhận {data.receipt_number}, lần {data.version}", data.sha256)
    return closing


def _whole(data: ReportData) -> list[str]:
    """A report among others: figures as sentences under their headings, then texts; a draft says that it is one."""
    texts, section = [] if data.is_sent else ["Dự thảo, chưa gửi."], None
    for line in data.lines:
        if line.is_text:
            continue
        if line.section and line.section != section:
            texts.append(Heading(line.section))
        section = line.section
        texts.append(f"{line.label}: {line.text}")
    return texts + _closing(data)


def xlsx(reports: list[ReportData], printing: Printing) -> bytes:
    """One sheet per report: every line with its figures as numbers."""
    return workbook(
        [_sheet(number, data) for number, data in enumerate(reports, start=1)],
        printing,
        title="Báo cáo định kỳ",
        author=reports[0].organiser_name,
        mark=marked(ILLUSTRATIVE, *reports),
    )


def _sheet(number: int, data: ReportData) -> Sheet:
    columns = [
        Column("section", "Mục", "text", 28),
        Column("label", "Chỉ tiêu, nội dung", "text", 50),
        Column("unit", "Đơn vị tính", "text", 12),
        Column("amount", "Số liệu", "number", 14),
        Column("numerator", "Tử số", "number", 14),
        Column("denominator", "Mẫu số", "number", 14),
        Column("percent", "Tỷ lệ", "percent", 10),
        Column("estimate", "Ước", "text", 8),
        Column("text", "Nội dung", "text", 80),
        Column("note", "Ghi chú", "text", 30),
    ]
    notes = [_period(data)]
    if data.is_sent:
        notes.append(f"Gửi lúc {format_datetime(data.sent_at)}, số xác nhận {data.receipt_number}")
    return Sheet(
        name=f"{number}. {data.unit_code}"[:31],
        title=f"{data.title} – {data.unit_name}",
        columns=columns,
        rows=[_row(line) for line in data.lines],
        notes=notes,
    )


def _row(line: LineData) -> dict:
    names = ("section", "label", "unit", "amount", "numerator", "denominator", "percent", "note")
    row = {name: getattr(line, name) for name in names}
    return row | {"estimate": "(ước)" if line.is_estimate else "", "text": line.text if line.is_text else ""}


RENDERERS = {**renderers(compose), XLSX: xlsx}
