"""Rendering of the consolidated sheet: PDF and Word in the official layout, a workbook with both views."""

from apps.core.dates import local, text_moment
from apps.core.pdf import (
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
)
from apps.core.spreadsheets import Column, Sheet
from apps.registrations.exports import ConsolidationData
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, place_of
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BẢNG TỔNG HỢP"


def compose(data: list[ConsolidationData], printing: Printing) -> Printed:
    """In the name of the head's unit: sums by title, then every unit with its rows and what differs."""
    first = data[0]
    document = OfficialDocument(
        issuing_body=issuing_body(first.head_name or first.cluster_name, first.organiser_name),
        place_date=PlaceDate(place_of(first.province), local(max(sheet.sent_at for sheet in data)).date()),
        type_name=TYPE_NAME,
        abstract=f"Đăng ký danh hiệu thi đua, hình thức khen thưởng năm {first.year} của {first.cluster_name}",
        addressees=[first.organiser_name],
        signatures=[Signature("", first.head_title.upper())],
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    paragraphs = [line for sheet in data for line in _basis(sheet)]
    tables = [table for sheet in data for table in (_titles(sheet), _units(sheet))]
    closing = [SmallPrint(f"Mã băm SHA-256: {sheet.sha256}.") for sheet in data]
    return Printed(document, paragraphs=paragraphs, tables=tables, closing=closing)


def _basis(sheet: ConsolidationData) -> list[str]:
    head = f"{sheet.line_label}: bản" if sheet.line_label else "Bản"
    lines = [f"{head} số {sheet.number}, gửi lúc {text_moment(sheet.sent_at)}; {len(sheet.units)} đơn vị."]
    if sheet.reason:
        lines.append(f"Lý do có bản này: {sheet.reason}")
    if sheet.missing:
        lines.append(f"Còn thiếu khi gửi: {', '.join(sheet.missing)}.")
    return lines


def _titles(sheet: ConsolidationData) -> DocumentTable:
    columns = [
        TableColumn("Nhóm", "left", "30%"),
        TableColumn("Danh hiệu, hình thức", "left", "40%"),
        TableColumn("Tập thể", "center"),
        TableColumn("Cá nhân", "center"),
    ]
    rows = [TableRow([str(t.list), t.award, t.collectives, t.persons]) for t in sheet.titles]
    rows.append(TableRow(["Tổng cộng", "", sheet.collectives, sheet.persons], emphasis=True))
    return DocumentTable(columns, rows, caption="I. Theo danh hiệu, hình thức")


def _units(sheet: ConsolidationData) -> DocumentTable:
    columns = [
        TableColumn("TT", "center", "5%"),
        TableColumn("Tập thể, cá nhân", "left", "30%"),
        TableColumn("Chức vụ, đơn vị công tác", "left", "22%"),
        TableColumn("Danh hiệu, hình thức", "left", "22%"),
        TableColumn("Ghi chú", optional=True),
    ]
    if sheet.has_changes:
        columns.append(TableColumn("So với bản trước", "left", "12%"))
    rows = []
    for number, unit in enumerate(sheet.units, start=1):
        blank = [""] * (len(columns) - 2)
        rows.append(TableRow([number, unit.unit_name, *blank], emphasis=True))
        for row in unit.rows:
            cells = ["", row.name, row.post, row.award, row.note]
            if sheet.has_changes:
                cells.append(_change(row))
            rows.append(TableRow(cells))
    return DocumentTable(columns, rows, caption="II. Theo đơn vị")


def _change(row) -> str:
    return f"{row.change} (trước: {row.before})" if row.before else row.change


def xlsx(data: list[ConsolidationData], printing: Printing) -> bytes:
    """Rows of all units, then the sums by title; the same content as the PDF."""
    first = data[0]
    title = f"Bảng tổng hợp đăng ký thi đua năm {first.year}"
    columns = [
        Column("unit", "Đơn vị", width=44),
        Column("line", "Khối"),
        Column("who", "Đối tượng"),
        Column("name", "Tập thể, cá nhân", width=44),
        Column("post", "Chức vụ, đơn vị công tác", width=40),
        Column("award", "Danh hiệu, hình thức", width=40),
        Column("note", "Ghi chú"),
        Column("change", "So với bản trước"),
        Column("before", "Trước đó"),
    ]
    rows = [
        [
            unit.unit_name,
            unit.line_label,
            "Tập thể" if row.is_collective else "Cá nhân",
            row.name,
            row.post,
            row.award,
            row.note,
            row.change,
            row.before,
        ]
        for sheet in data
        for unit in sheet.units
        for row in unit.rows
    ]
    notes = [first.cluster_name, *[line for sheet in data for line in _basis(sheet)]]
    sums = [
        Column("list", "Nhóm", width=30),
        Column("award", "Danh hiệu, hình thức", width=44),
        Column("collectives", "Tập thể", "integer", total=True),
        Column("persons", "Cá nhân", "integer", total=True),
    ]
    counted = [[str(t.list), t.award, t.collectives, t.persons] for sheet in data for t in sheet.titles]
    return workbook(
        [
            Sheet("Theo đơn vị", title, columns, rows, notes=notes),
            Sheet("Theo danh hiệu", title, sums, counted, notes=notes),
        ],
        printing,
        title=title,
        author=first.head_name,
    )
