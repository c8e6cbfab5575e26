"""Quyết định khen thưởng in the official layout: căn cứ, Điều 1 to 3, the list as annex."""

from apps.awards.decision_exports import AwardLines, DecisionData, ListedLine
from apps.core.dates import official_date, text_date
from apps.core.number_words import in_words
from apps.core.numbers import format_decimal
from apps.core.pdf import (
    Annex,
    Article,
    Centred,
    DocumentTable,
    OfficialDocument,
    PlaceDate,
    Printed,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import ILLUSTRATIVE, person
from apps.reports.renderers.signing import signature
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "QUYẾT ĐỊNH"
DOTS = "." * 60
LISTED = (
    TableColumn("STT", "center", "8%"),
    TableColumn("Tập thể, cá nhân", "left", "34%"),
    TableColumn("Chức vụ, đơn vị công tác", "left", "36%", optional=True),
    TableColumn("Ghi chú", "left", "22%", optional=True),
)


def compose(decisions: list[DecisionData], printing: Printing) -> Printed:
    """What is not yet issued has no number and no date, and says so."""
    data = decisions[0]
    document = OfficialDocument(
        issuing_body=issuing_body(data.body, data.superior),
        place_date=PlaceDate(place_of(data.province), data.issued_on),
        type_name=TYPE_NAME,
        abstract=data.abstract,
        number=data.symbol or numbered(None, "QĐ"),
        authority=data.authority,
        bases=_bases(data),
        recipients=["Như Điều 3", "Lưu: VT, hồ sơ khen thưởng"],
        signatures=[signature_of(data)],
        annexes=[_annex(data)],
        illustrative=marked(ILLUSTRATIVE, data),
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, [Centred("QUYẾT ĐỊNH:"), *_articles(data)], closing=_notes(data))


def _bases(data: DecisionData) -> list[str]:
    found = list(data.bases) or [f"Căn cứ {DOTS}"]
    found += [f"Căn cứ thủ tục đơn giản theo Điều 85 Luật Thi đua, khen thưởng: {why}" for why in data.simplified]
    found += [
        f"Theo kết quả họp {each.council} ngày {text_date(each.held_on)} ({each.title})" for each in data.councils
    ]
    return [*found, "Theo đề nghị của Thường trực Hội đồng Thi đua - Khen thưởng"]


def people(collectives: int, individuals: int) -> str:
    """2 tập thể và 5 cá nhân; nobody of a kind is not named."""
    parts = [f"{n} {word}" for n, word in ((collectives, "tập thể"), (individuals, "cá nhân")) if n]
    return " và ".join(parts) or "0 tập thể, cá nhân"


def _articles(data: DecisionData) -> list[str]:
    why = f" Dịp khen thưởng: {data.occasion.rstrip('.')}." if data.occasion else ""
    everybody = people(data.collectives, data.individuals)
    if len(data.awards) == 1:
        first = [f"Điều 1. Tặng {data.awards[0].award} cho {everybody} có tên trong danh sách kèm theo.{why}"]
    else:
        first = [f"Điều 1. Khen thưởng {everybody} có tên trong danh sách kèm theo, gồm:"]
    found = [Article(line) for line in first]
    if len(data.awards) > 1:
        found += [
            f"{number}. Tặng {each.award}: {people(len(each.collectives), len(each.individuals))}"
            f"{'.' if number == len(data.awards) else ';'}"
            for number, each in enumerate(data.awards, start=1)
        ] + ([why.strip()] if why else [])
    return [*found, Article(f"Điều 2. {_money(data)}"), Article(f"Điều 3. {_execution()}")]


def _money(data: DecisionData) -> str:
    if data.total:
        return (
            f"Tiền thưởng kèm theo là {format_decimal(data.total)} đồng ({in_words(int(data.total)).lower()} đồng),"
            " chi từ quỹ thi đua, khen thưởng theo quy định của pháp luật."
        )
    return "Tiền thưởng kèm theo thực hiện theo quy định của pháp luật về thi đua, khen thưởng."


def _execution() -> str:
    return (
        "Quyết định này có hiệu lực kể từ ngày ký. Thường trực Hội đồng Thi đua - Khen thưởng, thủ trưởng các đơn vị"
        " có liên quan và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    )


def _notes(data: DecisionData) -> list[str]:
    if data.is_draft:
        return [SmallPrint("Dự thảo, chưa ban hành.")]
    return [SmallPrint(f"Tình trạng của Quyết định trong hệ thống: {data.state}.")] if data.state else []


def signature_of(data: DecisionData) -> Signature:
    """Who decides."""
    return signature(data.prefix, data.head_title, data.signer_post, data.signer_name)


def reference(data: DecisionData) -> str:
    """Kèm theo Quyết định số … ngày … của …"""
    number = data.symbol or numbered(None, "QĐ")
    day = official_date(data.issued_on) if data.issued_on else PlaceDate("")
    return f"Kèm theo Quyết định số {number} {day} của {data.authority}"


def _annex(data: DecisionData) -> Annex:
    title = "Danh sách tập thể, cá nhân được khen thưởng"
    if not data.individuals:
        title = "Danh sách tập thể được khen thưởng"
    elif not data.collectives:
        title = "Danh sách cá nhân được khen thưởng"
    tables = [DocumentTable(LISTED, _rows(each), caption=each.award) for each in data.awards]
    return Annex(title, reference=reference(data), tables=tables)


def _rows(each: AwardLines) -> list[TableRow]:
    found = []
    for label, lines in (("Tập thể", each.collectives), ("Cá nhân", each.individuals)):
        if lines and each.collectives and each.individuals:
            found.append(TableRow(["", label, "", ""], emphasis=True))
        found += [TableRow([line.number, line.recipient, place_of_line(line), line.note]) for line in lines]
    return found


def place_of_line(line: ListedLine) -> str:
    return person(line.post, line.unit_name)


def xlsx(decisions: list[DecisionData], printing: Printing) -> bytes:
    """The annex as a workbook; the money is a number."""
    data = decisions[0]
    columns = [
        Column("number", "STT", "integer"),
        Column("award", "Danh hiệu, hình thức", "text", 40),
        Column("subject", "Đối tượng", "text", 12),
        Column("name", "Tập thể, cá nhân", "text", 40),
        Column("post", "Chức vụ", "text", 36),
        Column("unit", "Đơn vị công tác", "text", 40),
        Column("achievement", "Tóm tắt thành tích", "text", 50),
        Column("note", "Ghi chú", "text", 40),
        Column("bonus", "Tiền thưởng (đồng)", "integer", 18, total=True),
    ]
    lines = [line for each in data.awards for line in (*each.collectives, *each.individuals)]
    rows = [
        [
            number, line.award, "Tập thể" if line.is_collective else "Cá nhân", line.recipient, line.post,
            line.unit_name, line.achievement, line.note, None if line.bonus is None else int(line.bonus),
        ]
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    notes = [f"{data.body}. {reference(data)}.", f"Tổng số: {people(data.collectives, data.individuals)}."]
    notes += ["Dự thảo, chưa ban hành."] if data.is_draft else []
    sheet = Sheet("Danh sách", f"Danh sách khen thưởng – {data.abstract}", columns, rows, notes=notes)
    return workbook([sheet], printing, title="Danh sách khen thưởng", author=data.body, mark=marked(ILLUSTRATIVE, data))
