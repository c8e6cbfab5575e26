"""Rendering of “Bảng chấm điểm”: the table of a unit for signature and seal, or of all units of a cluster."""

from decimal import Decimal

from apps.core.dates import text_moment
from apps.core.numbers import format_points
from apps.core.pdf import (
    Annex,
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import ILLUSTRATIVE, issuing_body, marked, place_of, place_of_body
from apps.reports.renderers.signing import day_of, signature_on, typed
from apps.reports.renderers.workbook import workbook
from apps.scoring.exports import SheetData, SheetRow, SheetSums

SELF_TITLE, CHECKED_TITLE = "BẢNG TỰ CHẤM ĐIỂM THI ĐUA", "BẢNG CHẤM ĐIỂM THI ĐUA"
HEADINGS = [
    TableColumn("STT", "center", "7%"),
    TableColumn("Tiêu chí", "left", "36%"),
    TableColumn("Điểm chuẩn", "center", "8%"),
    TableColumn("Tự chấm", "center", "8%"),
    TableColumn("Kiểm tra", "center", "8%"),
    TableColumn("Tài liệu minh chứng", "left", "18%"),
    TableColumn("Ghi chú", "left", "15%"),
]
MAKER = Signature(prefix="", position="NGƯỜI LẬP BẢNG", note="(Ký, ghi rõ họ tên)")


def compose(sheets: list[SheetData], printing: Printing) -> Printed:
    """One unit: its own paper, with the place for signature and seal. Several: a summary and one annex each."""
    if len(sheets) > 1:
        return Printed(_collection(sheets, printing), tables=[_summary(sheets)])
    return Printed(
        _single(sheets[0], printing),
        paragraphs=[basis(sheets[0])],
        tables=[_table(sheets[0])],
        closing=[line for line in (in_words(sheets[0]), signed(sheets[0])) if line],
    )


def xlsx(sheets: list[SheetData], printing: Printing) -> bytes:
    """A sheet of totals where there are several units, then one per unit."""
    pages = [_totals_page(sheets)] if len(sheets) > 1 else []
    pages += [_page(number, data) for number, data in enumerate(sheets, start=1)]
    title = f"{title_of(sheets)} – {sheets[0].cluster_name}, năm {sheets[0].year}"
    return workbook(pages, printing, title=title, author=sheets[0].superior_name, mark=marked(ILLUSTRATIVE, *sheets))


def title_of(sheets: list[SheetData]) -> str:
    """Bảng tự chấm điểm until the first check, Bảng chấm điểm afterwards."""
    return CHECKED_TITLE if any(data.is_checked for data in sheets) else SELF_TITLE


def basis(data: SheetData) -> str:
    """By which criteria."""
    return f"Theo {data.criteria_title}; tổng điểm chuẩn {format_points(data.maximum)}."


def in_words(data: SheetData) -> str:
    """How the total comes about."""
    parts = [f"Tự chấm: {_sum_text(data.self_sums)}."]
    if data.checked_sums:
        parts.append(f"Kiểm tra: {_sum_text(data.checked_sums)}.")
    return " ".join(parts)


def _sum_text(sums: SheetSums) -> str:
    return (
        f"{format_points(sums.base)} điểm chuẩn đạt + {format_points(sums.bonus)} điểm thưởng"
        f" − {format_points(sums.penalty)} điểm trừ = {format_points(sums.total)} điểm"
    )


def signed(data: SheetData) -> str:
    """How the unit signed what it sent; empty for a paper that is still to be signed."""
    if not data.is_sent:
        return ""
    signer = data.signer or data.signed_by
    text = f"Đã gửi lúc {text_moment(data.sent_at)}; {data.signing_way.lower()}"
    text += f": {signer}" if signer else ""
    text += f"; {typed(data)}" if data.proxy_by else ""
    return f"{text}; số xác nhận {data.receipt_number}." if data.receipt_number else f"{text}."


def _single(data: SheetData, printing: Printing) -> OfficialDocument:
    return OfficialDocument(
        issuing_body=issuing_body(data.unit_name, data.superior_name),
        place_date=PlaceDate(place_of(data.province), day_of(data)),
        type_name=title_of([data]),
        abstract=f"Năm {data.year}, {data.cluster_name}",
        signatures=[MAKER, signature_on(data)],
        illustrative=marked(ILLUSTRATIVE, data),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )


def _collection(sheets: list[SheetData], printing: Printing) -> OfficialDocument:
    first = sheets[0]
    return OfficialDocument(
        issuing_body=issuing_body(first.superior_name or first.unit_name),
        place_date=PlaceDate(place_of_body(first.superior_name or first.unit_name)),
        type_name=title_of(sheets),
        abstract=f"Các đơn vị {first.cluster_name}, năm {first.year}",
        annexes=[
            Annex(
                title=data.unit_name.upper(),
                number=number,
                paragraphs=(in_words(data),),
                tables=[_table(data)],
                landscape=True,
            )
            for number, data in enumerate(sheets, start=1)
        ],
        signatures=[MAKER],
        illustrative=marked(ILLUSTRATIVE, *sheets),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )


def _table(data: SheetData) -> DocumentTable:
    rows = [TableRow(_cells(row), emphasis=row.is_group) for row in data.rows]
    total = ["", "Tổng cộng", data.maximum, data.self_sums.total, _checked_total(data), "", ""]
    return DocumentTable(HEADINGS, [*rows, TableRow(total, emphasis=True)])


def _cells(row: SheetRow) -> list:
    evidence = "; ".join(row.evidence)
    return [row.number, row.label, row.maximum, row.self_points, row.checked_points, evidence, row.note]


def _summary(sheets: list[SheetData]) -> DocumentTable:
    columns = [
        TableColumn("STT", "center", "6%"),
        TableColumn("Đơn vị", "left", "44%"),
        TableColumn("Tình hình", "left", "20%"),
        TableColumn("Tự chấm", "center", "15%"),
        TableColumn("Kiểm tra", "center", "15%"),
    ]
    rows = [
        TableRow([number, data.unit_name, data.state_label, data.self_sums.total, _checked_total(data)])
        for number, data in enumerate(sheets, start=1)
    ]
    return DocumentTable(columns, rows)


def _page(number: int, data: SheetData) -> Sheet:
    columns = [
        Column("number", "STT", "text", 8),
        Column("label", "Tiêu chí", "text", 60),
        Column("maximum", "Điểm chuẩn", "points"),
        Column("self", "Tự chấm", "points"),
        Column("checked", "Kiểm tra", "points"),
        Column("evidence", "Tài liệu minh chứng", "text", 34),
        Column("note", "Ghi chú", "text", 30),
    ]
    keys = [column.key for column in columns]
    rows = [dict(zip(keys, _cells(row), strict=True)) | {"group": row.is_group} for row in data.rows]
    total = {"maximum": data.maximum, "self": data.self_sums.total, "checked": _checked_total(data)}
    notes = [basis(data), in_words(data), *filter(None, [signed(data)])]
    return Sheet(
        name=f"{number}. {data.unit_code}",
        title=f"{title_of([data])} – {data.unit_name}, năm {data.year}",
        columns=columns,
        rows=rows,
        notes=notes,
        emphasis=lambda row: row["group"],
        last={"label": "Tổng cộng"} | total,
    )


def _totals_page(sheets: list[SheetData]) -> Sheet:
    columns = [
        Column("number", "STT", "integer"),
        Column("unit", "Đơn vị", "text", 50),
        Column("state", "Tình hình", "text", 24),
        Column("self", "Tự chấm", "points"),
        Column("checked", "Kiểm tra", "points"),
        Column("sent", "Gửi lúc", "datetime"),
    ]
    rows = [
        (number, data.unit_name, data.state_label, data.self_sums.total, _checked_total(data), data.sent_at)
        for number, data in enumerate(sheets, start=1)
    ]
    return Sheet(
        name="Tổng hợp",
        title=f"{title_of(sheets)} – {sheets[0].cluster_name}, năm {sheets[0].year}",
        columns=columns,
        rows=rows,
    )


def _checked_total(data: SheetData) -> Decimal | None:
    return data.checked_sums.total if data.checked_sums else None
