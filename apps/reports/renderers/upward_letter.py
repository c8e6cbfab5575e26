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
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE, person
from apps.reports.renderers.signing import signature
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "TỜ TRÌNH"
LIST_TITLE = "Danh sách đề nghị khen thưởng"
LIST = (
    TableColumn("STT", "center", "6%"),
    TableColumn("Tập thể, cá nhân", "left", "22%"),
    TableColumn("Chức vụ, đơn vị công tác", "left", "24%"),
    TableColumn("Danh hiệu, hình thức", "left", "20%"),
    TableColumn("Phiếu của Hội đồng", "center", "11%"),
    TableColumn("Tóm tắt thành tích", "left", "17%", optional=True),
)
UNVOTED = (*LIST[:4], TableColumn("Tóm tắt thành tích", "left", "28%", optional=True))


def compose(data: UpwardData, printing: Printing) -> Printed:
    number = data.number or numbered(None, "TTr")
    note = "" if data.number else HAND
    document = OfficialDocument(
        issuing_body=issuing_body(data.body, data.superior),
        place_date=PlaceDate(place_of(data.province), data.issued_on),
        type_name=TYPE_NAME,
        abstract=data.abstract,
        number=number,
        addressees=[data.addressed_to],
        bases=list(data.bases),
        recipients=["Như trên", "Lưu: VT, hồ sơ khen thưởng"],
        signatures=[signature(data.prefix, data.head_title, data.signer_post, data.signer_name, note)],
        annexes=[
            Annex(
                LIST_TITLE,
                reference=f"Kèm theo Tờ trình số {number} của {data.body}",
                tables=[_list(data)],
                landscape=True,
            )
        ],
        illustrative=marked(ILLUSTRATIVE, data),
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, _body(data))


def _body(data: UpwardData) -> list[str]:
    last = len(data.awards)
    asked = "xem xét" if data.authority == data.addressed_to else f"xem xét, trình {data.authority} quyết định"
    minutes = "biên bản họp Hội đồng; " if data.held_on else ""
    everybody = people(data.collectives, data.individuals)
    return [
        f"{_ground(data)}, {data.body} kính trình {data.addressed_to} {asked} khen thưởng {everybody}, gồm:",
        *(
            f"{number}. {name}: {people(collectives, individuals)}{'.' if number == last else ';'}"
            for number, (name, collectives, individuals) in enumerate(data.awards, start=1)
        ),
        f"Hồ sơ gửi kèm: danh sách đề nghị khen thưởng (Phụ lục); {minutes}hồ sơ của các đơn vị.",
        f"{data.body} kính trình {data.addressed_to} xem xét, quyết định./.",
    ]


def _ground(data: UpwardData) -> str:
    """On what it rests: the session that recommended, or why no council has voted."""
    if data.held_on:
        return f"Theo kết quả họp {data.council} ngày {text_date(data.held_on)} ({data.session_title})"
    return f"Theo thủ tục đơn giản, không qua bỏ phiếu của Hội đồng vì {data.without_vote}"


def _list(data: UpwardData) -> DocumentTable:
    """Without a column of votes where no council voted."""
    if data.held_on:
        return DocumentTable(LIST, [TableRow([*_who(each), _votes(each), each.achievement]) for each in data.rows])
    return DocumentTable(UNVOTED, [TableRow([*_who(each), each.achievement]) for each in data.rows])


def _who(each: UpwardRow) -> list:
    where = "\n".join(part for part in (person(each.post, each.unit_name), each.cluster) if part)
    return [each.number, each.recipient, where, each.award]


def _votes(each: UpwardRow) -> str:
    if each.votes is None or not each.base:
        return ""
    return f"{each.votes}/{each.base}\n({format_percent(each.percent)})"


def xlsx(data: UpwardData, printing: Printing) -> bytes:
    """The same list; votes and base are numbers."""
    columns = [
        Column("number", "STT", "integer"),
        Column("subject", "Đối tượng", "text", 12),
        Column("name", "Tập thể, cá nhân", "text", 40),
        Column("post", "Chức vụ", "text", 36),
        Column("unit", "Đơn vị công tác", "text", 40),
        Column("award", "Danh hiệu, hình thức", "text", 40),
        Column("cluster", "Cụm thi đua, xếp hạng", "text", 40),
        Column("votes", "Phiếu đồng ý", "integer"),
        Column("base", "Tính trên", "integer"),
        Column("percent", "Tỷ lệ (%)", "percent"),
        Column("achievement", "Tóm tắt thành tích", "text", 50),
    ]
    rows = [
        [
            each.number, "Tập thể" if each.is_collective else "Cá nhân", each.recipient, each.post, each.unit_name,
            each.award, each.cluster, each.votes, each.base, each.percent, each.achievement,
        ]
        for each in data.rows
    ]  # fmt: skip
    notes = [data.body, f"Kính gửi: {data.addressed_to}. Thẩm quyền quyết định: {data.authority}."]
    notes += [f"Không qua bỏ phiếu của Hội đồng: {data.without_vote}."] if data.without_vote else []
    sheet = Sheet("Danh sách", f"{LIST_TITLE} – {data.abstract}", columns, rows, notes=notes)
    return workbook([sheet], printing, title=LIST_TITLE, author=data.body, mark=marked(ILLUSTRATIVE, data))
