"""Giao ước thi đua in the official layout: text, commitments, each signatory in protocol order."""

from collections.abc import Sequence

from apps.core.dates import format_date
from apps.core.pdf import Annex, DocumentTable, OfficialDocument, PlaceDate, Printed, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.pledges.exports import PledgeData, PledgeSigner
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked
from apps.reports.renderers.workbook import workbook

MARK = "Nội dung minh họa, không có trong nguồn"
SIGNERS = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Đơn vị", "left", "33%"),
    TableColumn("Đại diện ký, chức vụ", "left", "30%"),
    TableColumn("Chữ ký", "center", "30%"),
)
COMMITMENTS = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Nội dung cam kết", "left", "53%"),
    TableColumn("Đơn vị thực hiện", "left", "24%"),
    TableColumn("Thời hạn", "center", "16%"),
)


def compose(pledges: Sequence[PledgeData], printing: Printing) -> Printed:
    """One pledge as a document; several lines of one meeting: the first, the others as annexes."""
    first, *others = pledges
    several = len(others) > 1
    return Printed(
        document=OfficialDocument(
            issuing_body=issuing_body(first.cluster_name, first.organiser_name),
            place_date=PlaceDate(first.place, first.signed_on),
            type_name="GIAO ƯỚC THI ĐUA",
            abstract=_abstract(first),
            annexes=[_annex(data, number if several else None) for number, data in enumerate(others, start=1)],
            illustrative=marked(MARK, *pledges),
            verification=printing.verification,
            created=printing.at,
        ),
        paragraphs=first.paragraphs,
        tables=_tables(first),
    )


def _abstract(data: PledgeData) -> str:
    line = f" – {data.line}" if data.line else ""
    return f"{data.cluster_name} năm {data.year}{line}"


def _tables(data: PledgeData) -> list[DocumentTable]:
    return [*([_commitments(data)] if data.commitments else []), _signers(data)]


def _commitments(data: PledgeData) -> DocumentTable:
    rows = [
        TableRow([number, each.text, each.unit_name or "Các đơn vị ký giao ước", each.due_on])
        for number, each in enumerate(data.commitments, start=1)
    ]
    return DocumentTable(COMMITMENTS, rows, caption="NỘI DUNG CAM KẾT")


def _signers(data: PledgeData) -> DocumentTable:
    rows = [
        TableRow([number, signer.unit_name, "\n".join(filter(None, [signer.signer, signer.post])), _hand(signer)])
        for number, signer in enumerate(data.signers, start=1)
    ]
    return DocumentTable(SIGNERS, rows, caption="ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC")


def _hand(signer: PledgeSigner) -> str:
    """How it was signed; empty space for the hand where it was not."""
    if signer.signed_on is None:
        return "\n\n\n"
    return f"{signer.way}\n{format_date(signer.signed_on)}"


def _annex(data: PledgeData, number: int | None) -> Annex:
    return Annex(
        title=f"GIAO ƯỚC THI ĐUA {data.line.upper() or data.cluster_name.upper()}",
        number=number,
        paragraphs=data.paragraphs,
        tables=_tables(data),
    )


def xlsx(pledges: Sequence[PledgeData], printing: Printing) -> bytes:
    """The signature lists, one sheet for each pledge."""
    columns = [
        Column("number", "STT", "integer"),
        Column("unit", "Đơn vị", "text", 50),
        Column("signer", "Đại diện ký", "text", 30),
        Column("post", "Chức vụ", "text", 40),
        Column("way", "Cách ký", "text", 26),
        Column("signed_on", "Ngày ký", "date"),
        Column("receipt", "Số xác nhận", "text", 24),
        Column("proxy", "Nhập thay", "text", 12),
    ]
    return workbook(
        [_sheet(number, data, columns) for number, data in enumerate(pledges, start=1)],
        printing,
        title=f"Giao ước thi đua {_abstract(pledges[0])}",
        author=pledges[0].cluster_name,
        mark=marked(MARK, *pledges),
    )


def _sheet(number: int, data: PledgeData, columns) -> Sheet:
    rows = [
        (
            place,
            signer.unit_name,
            signer.signer,
            signer.post,
            signer.way or "Chưa ký",
            signer.signed_on,
            signer.receipt,
            "có" if signer.is_proxy else "",
        )
        for place, signer in enumerate(data.signers, start=1)
    ]
    notes = [f"Bản số {data.number}. {data.state_label}. Đã ký {data.signed}/{len(data.signers)} đơn vị."]
    return Sheet(
        name=f"{number}. {data.line or 'Giao ước'}"[:31],
        title=f"Giao ước thi đua {_abstract(data)}",
        columns=columns,
        rows=rows,
        notes=notes,
    )
