"""Tờ trình cấp trên with the list of whom the council recommended; the list as a workbook too."""

from apps.awards.upward_exports import UpwardData, UpwardRow
from apps.core.dates import text_date
from apps.core.numbers import format_percent
from apps.core.pdf import (
    Annex,
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people
from apps.reports.renderers.heading import issuing_body, place_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE, person

TYPE_NAME = "TỜ TRÌNH"
LIST_TITLE = "Danh sách đề nghị khen thưởng"
LIST = (
    TableColumn("STT", "center", "6%"),
    TableColumn("Tập thể, cá nhân", "left", "22%"),
    TableColumn("Chức vụ, đơn vị công tác", "left", "24%"),
    TableColumn("Danh hiệu, hình thức", "left", "20%"),
    TableColumn("Phiếu của Hội đồng", "center", "11%"),
    TableColumn("Tóm tắt thành tích", "left", "17%"),
)


def compose(data: UpwardData, printing: Printing) -> Printed:
    number = data.number or numbered(None, "TTr")
    document = OfficialDocument(
        issuing_body=issuing_body(data.body, data.superior),
        place_date=PlaceDate(place_of(data.province), data.issued_on),
        type_name=TYPE_NAME,
        abstract=data.abstract,
        number=number,
        addressees=[data.addressed_to],
        bases=list(data.bases),
        recipients=["Như trên", "Lưu: VT, hồ sơ khen thưởng"],
        signatures=[_signature(data)],
        annexes=[
            Annex(
                LIST_TITLE,
                reference=f"Kèm theo Tờ trình số {number} của {data.body}",
                tables=[DocumentTable(LIST, [_row(each) for each in data.rows])],
                landscape=True,
            )
        ],
        illustrative=ILLUSTRATIVE if data.illustrative else "",
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, _body(data))


def _body(data: UpwardData) -> list[str]:
    last = len(data.awards)
    met = f"Theo kết quả họp {data.council} ngày {text_date(data.held_on)} ({data.session_title})"
    asked = "xem xét" if data.authority == data.addressed_to else f"xem xét, trình {data.authority} quyết định"
    everybody = people(data.collectives, data.individuals)
    return [
        f"{met}, {data.body} kính trình {data.addressed_to} {asked} khen thưởng {everybody}, gồm:",
        *(
            f"{number}. {name}: {people(collectives, individuals)}{'.' if number == last else ';'}"
            for number, (name, collectives, individuals) in enumerate(data.awards, start=1)
        ),
        "Hồ sơ gửi kèm: danh sách đề nghị khen thưởng (Phụ lục); biên bản họp Hội đồng; hồ sơ của các đơn vị.",
        f"{data.body} kính trình {data.addressed_to} xem xét, quyết định./.",
    ]


def _signature(data: UpwardData) -> Signature:
    head = data.head_title.upper() or "THỦ TRƯỞNG ĐƠN VỊ"
    return Signature("", f"{data.prefix} {head}".strip(), data.signer_name, "" if data.number else HAND)


def _row(each: UpwardRow) -> TableRow:
    votes = "" if each.votes is None or not each.base else f"{each.votes}/{each.base}\n({format_percent(each.percent)})"
    return TableRow(
        [each.number, each.recipient, person(each.post, each.unit_name), each.award, votes, each.achievement]
    )


def xlsx(data: UpwardData, printing: Printing) -> bytes:
    """The same list; votes and base are numbers."""
    columns = [
        Column("number", "STT", "integer"),
        Column("subject", "Đối tượng", "text", 12),
        Column("name", "Tập thể, cá nhân", "text", 40),
        Column("post", "Chức vụ", "text", 36),
        Column("unit", "Đơn vị công tác", "text", 40),
        Column("award", "Danh hiệu, hình thức", "text", 40),
        Column("votes", "Phiếu đồng ý", "integer"),
        Column("base", "Tính trên", "integer"),
        Column("percent", "Tỷ lệ (%)", "percent"),
        Column("achievement", "Tóm tắt thành tích", "text", 50),
    ]
    rows = [
        [
            each.number, "Tập thể" if each.is_collective else "Cá nhân", each.recipient, each.post, each.unit_name,
            each.award, each.votes, each.base, each.percent, each.achievement,
        ]
        for each in data.rows
    ]  # fmt: skip
    notes = [data.body, f"Kính gửi: {data.addressed_to}. Thẩm quyền quyết định: {data.authority}."]
    notes += [ILLUSTRATIVE] if data.illustrative else []
    notes.append(f"Mã tra cứu: {printing.verification.code}")
    sheet = Sheet("Danh sách", f"{LIST_TITLE} – {data.abstract}", columns, rows, notes=notes)
    return write_workbook([sheet], title=LIST_TITLE, author=data.body, created=printing.at)
