"""What the papers of a proposal have in common: their head, the list of nominees, the receipt."""

from collections.abc import Callable

from apps.awards.exports import NomineeLine, ProposalData
from apps.core.numbers import format_percent
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, SmallPrint, TableColumn, TableRow
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of, receipt_lines
from apps.reports.renderers.meeting import ILLUSTRATIVE, person
from apps.reports.renderers.signing import day_of, typed

LIST = (
    TableColumn("STT", "center", "6%"),
    TableColumn("Tập thể, cá nhân", "left", "21%"),
    TableColumn("Chức vụ, đơn vị công tác", "left", "20%", optional=True),
    TableColumn("Danh hiệu, hình thức", "left", "20%"),
    TableColumn("Phiếu đồng ý", "center", "10%"),
    TableColumn("Tóm tắt thành tích, ghi chú", "left", "23%"),
)
GROUPS = (("I", "Tập thể", True), ("II", "Cá nhân", False))


def frame(data: ProposalData, printing: Printing, **more) -> OfficialDocument:
    facts = {
        "issuing_body": issuing_body(data.unit_name, data.superior),
        "place_date": PlaceDate(place_of(data.province), day_of(data)),
        "illustrative": marked(ILLUSTRATIVE, data),
        "verification": printing.verification,
        "created": printing.at,
    }
    return OfficialDocument(**facts | more)


def receipt(data: ProposalData) -> list[str]:
    """What was received, with its fingerprint; that it was withdrawn."""
    if data.is_withdrawn:
        return [SmallPrint("Hồ sơ đã rút.")]
    words = "; ".join(filter(None, (f"Số xác nhận: {data.receipt}", typed(data))))
    return receipt_lines(words, data.sha256) if data.is_sent else []


def list_table(data: ProposalData) -> DocumentTable:
    return DocumentTable(LIST, in_groups(data, len(LIST), _row))


def in_groups(data: ProposalData, columns: int, row: Callable[[NomineeLine], TableRow]) -> list[TableRow]:
    """A row of each nominee, collectives and persons under their headings; that there is none is said."""
    rows, rest = [], [""] * (columns - 2)
    for numeral, label, collective in GROUPS:
        lines = [line for line in data.lines if line.is_collective == collective]
        rows.append(TableRow([numeral, label, *rest], emphasis=True))
        rows += [row(line) for line in lines] or [TableRow(["", "Không đề nghị", *rest])]
    return rows


def _row(line: NomineeLine) -> TableRow:
    where = person(line.post, line.unit_name)
    return TableRow([line.number, line.recipient, where, line.award, votes_of(line), notes_of(line)])


def votes_of(line: NomineeLine) -> str:
    if line.votes is None:
        return ""
    return f"{line.votes}/{line.base}\n({format_percent(line.percent)})" if line.base else str(line.votes)


def notes_of(line: NomineeLine) -> str:
    found = [line.cluster, line.achievement, line.standing]
    if line.missed:
        found.append(f"Chỉ tiêu không đạt: {'; '.join(line.missed)}. Lý do đề nghị: {line.missed_reason or 'chưa ghi'}")
    return "\n".join(part for part in found if part)
