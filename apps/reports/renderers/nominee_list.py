"""Danh sách đề nghị khen thưởng: a landscape table, and a workbook with real numbers."""

from apps.awards.exports import ProposalData
from apps.core.pdf import Printed, Signature
from apps.core.spreadsheets import Column, Sheet
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people
from apps.reports.renderers.heading import marked
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE
from apps.reports.renderers.nominees import frame, list_table, receipt
from apps.reports.renderers.signing import signature_on
from apps.reports.renderers.workbook import workbook

TYPE_NAME = "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"


def compose(proposals: list[ProposalData], printing: Printing) -> Printed:
    data = proposals[0]
    document = frame(
        data,
        printing,
        type_name=TYPE_NAME,
        abstract=data.occasion,
        signatures=[Signature("", "NGƯỜI LẬP", "", HAND), signature_on(data)],
        landscape=True,
    )
    return Printed(document, summary(data), [list_table(data)], closing=receipt(data))


def summary(data: ProposalData) -> list[str]:
    """To whom, for what, how many; each award by itself."""
    years = f"năm {data.period_from}"
    if data.period_to != data.period_from:
        years = f"từ năm {data.period_from} đến năm {data.period_to}"
    found = [
        f"Trình: {data.addressed_to}. Loại hình: {data.type_label}. Thành tích {years}.",
        f"Tổng số: {people(data.collectives, data.individuals)}.",
    ]
    if len(data.awards) > 1:
        told = "; ".join(f"{each.award}: {people(each.collectives, each.individuals)}" for each in data.awards)
        found.append(f"Trong đó: {told}.")
    return found


def xlsx(proposals: list[ProposalData], printing: Printing) -> bytes:
    """The same list; votes and base are numbers."""
    data = proposals[0]
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
        Column("standing", "Tư cách", "text", 40),
        Column("missed", "Chỉ tiêu không đạt", "text", 50),
        Column("reason", "Lý do đề nghị dù có chỉ tiêu không đạt", "text", 50),
    ]
    rows = [
        [
            line.number, "Tập thể" if line.is_collective else "Cá nhân", line.recipient, line.post, line.unit_name,
            line.award, line.cluster, line.votes, line.base, line.percent, line.achievement, line.standing,
            "; ".join(line.missed), line.missed_reason,
        ]
        for line in data.lines
    ]  # fmt: skip
    notes = [data.unit_name, *summary(data)]
    sheet = Sheet("Danh sách", f"{TYPE_NAME} – {data.occasion}", columns, rows, notes=notes)
    return workbook([sheet], printing, title=TYPE_NAME, author=data.unit_name, mark=marked(ILLUSTRATIVE, data))
