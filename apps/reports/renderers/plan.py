"""Kế hoạch hoạt động của Cụm in the official layout."""

from collections.abc import Sequence

from apps.clusters.plan_exports import PlanData
from apps.core.pdf import (
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.documents.enums import SigningPrefix
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.pledge import MARK
from apps.reports.renderers.signing import signature
from apps.reports.renderers.workbook import workbook

LINES = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Nội dung", "left", "49%"),
    TableColumn("Thời hạn", "center", "18%"),
    TableColumn("Đơn vị chủ trì", "left", "26%"),
)


def compose(plans: Sequence[PlanData], printing: Printing) -> Printed:
    """One plan as a document, with the number of the issued paper."""
    data = plans[0]
    rows = [TableRow([number, each.title, each.due_on, each.owner]) for number, each in enumerate(data.lines, start=1)]
    return Printed(
        document=OfficialDocument(
            issuing_body=issuing_body(data.cluster_name, data.organiser_name),
            place_date=PlaceDate(place_of(data.province), data.issued_on),
            number=data.symbol or numbered(None, "KH"),
            type_name="KẾ HOẠCH",
            abstract=_abstract(data.title),
            recipients=[data.organiser_name, "Các đơn vị thành viên", "Lưu: VT"],
            signatures=[_signature(data)],
            illustrative=marked(MARK, data),
            verification=printing.verification,
            created=printing.at,
        ),
        paragraphs=data.intro,
        tables=[DocumentTable(LINES, rows)],
    )


def _signature(data: PlanData) -> Signature:
    """Of the head of the cluster; of a deputy below the head's title, of a collective without it."""
    if not data.prefix:
        return signature("", data.head_title, "", data.signer_name)
    head = "" if data.prefix == SigningPrefix.ON_BEHALF else data.head_title
    return signature(data.prefix, head, data.signer_post, data.signer_name)


def _abstract(title: str) -> str:
    """The abstract stands under the type name: it does not repeat the word."""
    rest = title.removeprefix("Kế hoạch ").strip()
    return f"{rest[:1].upper()}{rest[1:]}"


def xlsx(plans: Sequence[PlanData], printing: Printing) -> bytes:
    """The lines as a sheet."""
    columns = [
        Column("number", "STT", "integer"),
        Column("title", "Nội dung", "text", 70),
        Column("kind", "Loại việc", "text", 24),
        Column("due_on", "Thời hạn", "date"),
        Column("owner", "Đơn vị chủ trì", "text", 40),
    ]
    sheets, first = [_sheet(data, columns) for data in plans], plans[0]
    return workbook(sheets, printing, title=first.title, author=first.cluster_name, mark=marked(MARK, *plans))


def _sheet(data: PlanData, columns) -> Sheet:
    rows = [(number, each.title, each.kind, each.due_on, each.owner) for number, each in enumerate(data.lines, start=1)]
    notes = [f"Số {data.symbol}" if data.symbol else "Dự thảo"]
    return Sheet(name="Kế hoạch", title=data.title, columns=columns, rows=rows, notes=notes)
