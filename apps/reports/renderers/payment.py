"""Bảng chi tiền thưởng of a decision: a landscape table to sign for the money, and a workbook with real numbers."""

from collections.abc import Iterator

from apps.awards.decision_exports import DecisionData, ListedLine
from apps.core.dates import official_date
from apps.core.number_words import in_words
from apps.core.numbers import format_decimal
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, Signature, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people, place_of_line
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "BẢNG CHI TIỀN THƯỞNG"
CEILING = "Mức tối đa"
COLUMNS = (
    TableColumn("STT", "center", "5%"),
    TableColumn("Tập thể, cá nhân", "left", "21%"),
    TableColumn("Danh hiệu, hình thức", "left", "17%"),
    TableColumn("Hệ số", "center", "6%"),
    TableColumn("Lương cơ sở", "right", "10%"),
    TableColumn("Tiền thưởng", "right", "11%"),
    TableColumn("Thực chi", "right", "11%"),
    TableColumn("Ký nhận", "left", "8%"),
    TableColumn("Ghi chú", "left", "11%"),
)


def compose(decisions: list[DecisionData], printing: Printing) -> Printed:
    data = decisions[0]
    document = OfficialDocument(
        issuing_body=issuing_body(data.body, data.superior),
        place_date=PlaceDate(place_of(data.province)),
        type_name=TYPE_NAME,
        abstract=_subject(data),
        signatures=[
            Signature("", position, "", HAND) for position in ("NGƯỜI LẬP", "KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ")
        ],
        illustrative=marked(ILLUSTRATIVE, data),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, summary(data), [_table(data)], closing=[f"Bằng chữ: {in_words(int(data.total))} đồng."])


def _subject(data: DecisionData) -> str:
    return f"Kèm theo Quyết định số {data.symbol} {official_date(data.issued_on)}"


def summary(data: DecisionData) -> list[str]:
    state = [f"Tình trạng của Quyết định: {data.state}."] if data.state else []
    if data.cancelled:
        state.append(f"Khen thưởng đã hủy bỏ trong danh sách: {data.cancelled}.")
    if data.recover:
        money = format_decimal(data.recover)
        state.append(f"Khen thưởng đã hủy bỏ không chi nữa; thu hồi phần đã chi, nhiều nhất {money} đồng.")
    if data.highest_basis:
        state.append(f"Chỉ chi mức cao nhất trong năm: {data.highest_basis}.")
    return [f"{data.abstract}: {people(data.collectives, data.individuals)}. Đơn vị tính: đồng.", *state]


def lines_of(data: DecisionData) -> Iterator[tuple[int, ListedLine]]:
    """Every recipient in the order of the list, numbered through."""
    lines = [line for each in data.awards for line in (*each.collectives, *each.individuals)]
    return enumerate(lines, start=1)


def _table(data: DecisionData) -> DocumentTable:
    rows = [
        TableRow(
            [
                number, "\n".join(part for part in (line.recipient, place_of_line(line)) if part), line.award,
                *map(format_decimal, (line.multiple, line.base_salary, line.bonus, line.paid)), "", notes_of(line),
            ]
        )
        for number, line in lines_of(data)
    ]  # fmt: skip
    bonus = sum(line.bonus or 0 for _number, line in lines_of(data))
    sums = map(format_decimal, (bonus, data.total))
    rows.append(TableRow(["", "Tổng cộng", "", "", "", *sums, "", ""], emphasis=True))
    return DocumentTable(COLUMNS, rows)


def notes_of(line: ListedLine) -> str:
    return "; ".join(
        part for part in (line.bonus_note.rstrip("."), CEILING if line.is_ceiling else "", line.note) if part
    )


def xlsx(decisions: list[DecisionData], printing: Printing) -> bytes:
    """The same lines; multiples and money are numbers, with sums."""
    data = decisions[0]
    columns = [
        Column("number", "STT", "integer"),
        Column("subject", "Đối tượng", "text", 12),
        Column("name", "Tập thể, cá nhân", "text", 40),
        Column("post", "Chức vụ", "text", 32),
        Column("unit", "Đơn vị công tác", "text", 40),
        Column("award", "Danh hiệu, hình thức", "text", 40),
        Column("multiple", "Hệ số", "number", 10),
        Column("salary", "Lương cơ sở (đồng)", "number", 18),
        Column("bonus", "Tiền thưởng (đồng)", "number", 18, total=True),
        Column("paid", "Thực chi (đồng)", "number", 18, total=True),
        Column("note", "Ghi chú", "text", 50),
    ]
    rows = [
        [
            number, "Tập thể" if line.is_collective else "Cá nhân", line.recipient, line.post, line.unit_name,
            line.award, line.multiple, line.base_salary, line.bonus, line.paid, notes_of(line),
        ]
        for number, line in lines_of(data)
    ]  # fmt: skip
    sheet = Sheet("Chi tiền thưởng", f"{TYPE_NAME} – {_subject(data)}", columns, rows, notes=summary(data))
    return workbook([sheet], printing, title=TYPE_NAME, author=data.body, mark=marked(ILLUSTRATIVE, data))
