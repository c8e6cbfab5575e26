"""Rendering of one unit's registration in the official layout."""

from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, TableColumn, TableRow
from apps.registrations.exports import PrintedRow, RegistrationData
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, place_of, receipt_lines
from apps.reports.renderers.signing import day_of, signature_on, typed

TYPE_NAME = "ĐĂNG KÝ"


def compose(data: list[RegistrationData], printing: Printing) -> Printed:
    """Two tables under two headings; who signs and, once sent, the receipt."""
    found = data[0]
    document = OfficialDocument(
        issuing_body=issuing_body(found.unit_name, found.superior_name),
        place_date=PlaceDate(place_of(found.province), day_of(found)),
        type_name=TYPE_NAME,
        abstract=f"Danh hiệu thi đua, hình thức khen thưởng năm {found.year}",
        addressees=[found.cluster_name],
        signatures=[signature_on(found)],
        verification=printing.verification,
        created=printing.at,
    )
    receipt = "; ".join(filter(None, (f"Số xác nhận: {found.receipt_number}", typed(found))))
    closing = receipt_lines(receipt, found.sha256) if found.is_sent else []
    tables = [
        _table("I. Tập thể", [row for row in found.rows if row.is_collective]),
        _table("II. Cá nhân", [row for row in found.rows if not row.is_collective]),
    ]
    return Printed(document, tables=tables, closing=closing)


def _table(caption: str, rows: list[PrintedRow]) -> DocumentTable:
    columns = [
        TableColumn("TT", "center", "7%"),
        TableColumn("Tên", "left", "30%"),
        TableColumn("Chức vụ, đơn vị công tác", "left", "23%"),
        TableColumn("Danh hiệu, hình thức", "left", "25%"),
        TableColumn("Ghi chú", optional=True),
    ]
    cells = [TableRow([n, row.name, row.post, row.award, row.note]) for n, row in enumerate(rows, start=1)]
    return DocumentTable(columns, cells or [TableRow(["", "Không đăng ký", "", "", ""])], caption=caption)
