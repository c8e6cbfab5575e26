"""Biên bản kiểm phiếu (BBKP) of each ballot: the counting board, votes with percentages, tellers; receipts apart."""

from collections.abc import Sequence

from apps.ballots.exports import Counts, QuestionResult, TallyData
from apps.conferences.sitting import Sitting
from apps.core.dates import text_moment
from apps.core.numbers import format_percent
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Heading,
    Printed,
    Signature,
    SmallPrint,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.shares import share_text
from apps.core.spreadsheets import Column, Sheet
from apps.core.text import clean
from apps.reports.registry import Printing
from apps.reports.renderers.heading import marked, signer_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE, frame, person, when
from apps.reports.renderers.workbook import workbook
from apps.units.enums import UnitKind

TYPE_NAME = "BIÊN BẢN KIỂM PHIẾU"
RECEIPTS = "Danh sách mã biên nhận"
RECEIPTS_IN_A_ROW = 3
BOARD = (
    TableColumn("Phiếu", "left", "30%"),
    TableColumn("Phát ra", "center"),
    TableColumn("Thu vào", "center"),
    TableColumn("Hợp lệ", "center"),
    TableColumn("Không hợp lệ", "center"),
    TableColumn("Phiếu trắng", "center"),
)
VOTES = (
    TableColumn("STT", "center", "8%"),
    TableColumn("Đơn vị được bình xét", "left", "44%"),
    TableColumn("Số phiếu", "center", "12%"),
    TableColumn("Tỷ lệ", "center", "13%"),
    TableColumn("Kết quả", "center", "23%"),
)
Held = tuple[Sitting, TallyData]


def compose(ballots: Sequence[Held], printing: Printing) -> list[Printed]:
    """Minutes of each ballot, signed by its tellers."""
    return [_minutes(sitting, data, printing) for sitting, data in ballots]


def _minutes(sitting: Sitting, data: TallyData, printing: Printing) -> Printed:
    document = frame(
        sitting,
        printing,
        type_name=TYPE_NAME,
        abstract=data.title,
        number=numbered(None, "BBKP"),
        signatures=[
            Signature(prefix="", position=f"KIỂM PHIẾU {n}", name=signer_of(teller.label), note=HAND)
            for n, teller in enumerate(data.tellers, start=1)
        ],
        annexes=[_receipts(data)] if data.receipts else [],
    )
    tables = [table for question in data.questions for table in (_board(question), _votes(sitting, question))]
    return Printed(document, _opening(sitting, data), tables, closing=_closing(data))


def _opening(sitting: Sitting, data: TallyData) -> list[str]:
    place = f", tại {sitting.place}" if sitting.place else ""
    meeting, approved_by = f"{sitting.title[:1].lower()}{sitting.title[1:]}", "hội nghị"
    if sitting.by_council:
        meeting, approved_by = f"phiên họp của {sitting.body}", "Hội đồng"
    found = [
        (
            f"{when(sitting)}{place}, tại {meeting}, Tổ kiểm phiếu do {approved_by} thông qua lập biên bản kết quả bỏ"
            " phiếu bình xét, suy tôn như sau:"
        ),
        Heading("I. TỔ KIỂM PHIẾU"),
        *[_teller(number, teller) for number, teller in enumerate(data.tellers, start=1)],
        Heading("II. CÁCH BỎ PHIẾU"),
        (
            f"{data.mode_label}. {_own_rule(sitting, data)} Mở bỏ phiếu lúc {text_moment(data.opened_at)}"
            f" ({data.opened_by}); đóng lúc {text_moment(data.closed_at)} ({data.closed_by})."
        ),
    ]
    if data.previous:
        found.append(f"Lần bỏ phiếu này tiếp theo: {data.previous}.")
    found += [f"{n}. {_rule(question)}" for n, question in enumerate(data.questions, start=1)]
    writing = f", vắng mặt gửi phiếu kín: {data.in_writing}" if data.in_writing else ""
    return [
        *found,
        Heading("III. SỐ NGƯỜI BỎ PHIẾU"),
        (
            f"Tổng số thành viên có quyền bỏ phiếu: {data.voters}; có mặt: {data.present}{writing};"
            f" đã bỏ phiếu: {data.voted}."
        ),
        Heading("IV. KẾT QUẢ"),
    ]


def _teller(number: int, teller) -> str:
    key = "; giữ mã mở phiếu" if teller.held_key else ""
    reason = f" (thuộc đơn vị được bình xét, lý do: {teller.reason})" if teller.reason else ""
    return f"{number}. {person(teller.label, teller.post)}{key}{reason}."


def _own_rule(sitting: Sitting, data: TallyData) -> str:
    if sitting.by_council:
        return "Thành viên có liên quan không bỏ phiếu."
    return "Được bầu cho đơn vị mình." if data.own_party_allowed else "Không bầu cho đơn vị mình."


def _rule(question: QuestionResult) -> str:
    """Seats, choices, threshold and base, quotas; what was withdrawn before the opening."""
    found = [f"{question.text}: chọn {question.seats}, mỗi phiếu nhiều nhất {question.max_choices} lựa chọn"]
    if question.among:
        found.append(f"chỉ trong số đơn vị được chọn ở “{question.among}”")
    found.append(threshold_of(question))
    found += [f"{group_label(group)} nhiều nhất {most}" for group, most in question.limits]
    if question.basis:
        found.append(f"căn cứ {question.basis}")
    withdrawn = "".join(f" {label} rút khỏi danh sách: {reason.rstrip('.')}." for label, reason in question.withdrawn)
    return f"{'; '.join(found)}.{withdrawn}"


def threshold_of(question: QuestionResult) -> str:
    base = f"{question.base_label.lower()} ({question.base})"
    if not question.threshold_percent:
        return f"không quy định tỷ lệ tối thiểu, tỷ lệ tính trên {base}"
    least = "trên" if question.threshold_above else "từ"
    return f"phải đạt {least} {share_text(question.threshold_percent)} {base}"


def group_label(group: str) -> str:
    return str(UnitKind(group).label) if group in UnitKind.values else group


def _board(question: QuestionResult) -> DocumentTable:
    kinds = [("Phiếu giấy", question.paper), ("Trên màn hình", question.screen)]
    there = [(label, counts) for label, counts in kinds if counts is not None]
    rows = [TableRow([label, *_figures(counts)]) for label, counts in there]
    if len(there) != 1:
        rows.append(TableRow(["Cộng", *_figures(question.counts)], emphasis=True))
    return DocumentTable(BOARD, rows, caption=question.text)


def _figures(counts: Counts) -> tuple[int, ...]:
    return counts.handed_out, counts.taken_in, counts.valid, counts.spoiled, counts.blank


def _votes(sitting: Sitting, question: QuestionResult) -> DocumentTable:
    rows = [
        TableRow([number, row.label, row.votes, format_percent(row.percent, 2), row.standing])
        for number, row in enumerate(question.rows, start=1)
    ]
    number, _who, *figures = VOTES
    return DocumentTable([number, TableColumn(standers(sitting), "left", "44%"), *figures], rows)


def standers(sitting: Sitting) -> str:
    """What those are called who stand in the ballot."""
    return "Tập thể, cá nhân" if sitting.by_council else "Đơn vị được bình xét"


def conclusion(question: QuestionResult) -> str:
    """Who is elected with how many votes; a tie and how it was settled."""
    won = "; ".join(f"{row.label} ({row.votes} phiếu)" for row in question.elected) or "không có"
    told = [f"{question.text} – được chọn {len(question.elected)}/{question.seats}: {won}."]
    if question.tied or question.settled_note:
        told += [f"Ngang phiếu ở vị trí cuối{who}." for who in _tied(question)]
        told.append(f"Xử lý ngang phiếu: {question.settled.lower()}.")
    if question.settled_note:
        told.append(f"Điều khoản áp dụng: {question.settled_note.rstrip('.')}.")
    if question.rounds:
        told.append(f"Vòng tiếp theo: {'; '.join(question.rounds)}.")
    return " ".join(told)


def _tied(question: QuestionResult) -> list[str]:
    """Who is tied with whom for how many places, a line for each tie; minutes signed earlier name them together."""
    if question.ties:
        return [f" giữa {'; '.join(tie.labels)}, còn {tie.seats} vị trí" for tie in question.ties]
    return [f" giữa {'; '.join(question.tied)}" if question.tied else ""]


def _closing(data: TallyData) -> list[str]:
    found = [Heading("V. KẾT LUẬN"), *map(conclusion, data.questions)]
    found.append(f"Số phiếu đã kiểm đúng bằng số người đã bỏ phiếu ({data.voted}).")
    if data.receipts:
        found.append(
            f"Kèm theo Phụ lục: {len(data.receipts)} mã biên nhận của phiếu trên màn hình, xếp theo vần,"
            " không gắn với lựa chọn nào."
        )
    return [*found, SmallPrint(f"Mã băm SHA-256 của kết quả: {data.sha256}.")]


def _receipts(data: TallyData) -> Annex:
    width = f"{100 // RECEIPTS_IN_A_ROW}%"
    columns = [TableColumn("Mã biên nhận", "center", width)] * RECEIPTS_IN_A_ROW
    each = RECEIPTS_IN_A_ROW
    lines = [data.receipts[start : start + each] for start in range(0, len(data.receipts), each)]
    rows = [TableRow([*codes, *[""] * (RECEIPTS_IN_A_ROW - len(codes))]) for codes in lines]
    told = "Mỗi người bỏ phiếu trên màn hình tìm mã của mình trong danh sách này: có mã nghĩa là phiếu đã được kiểm."
    return Annex(RECEIPTS, reference=f"Kèm theo Biên bản kiểm phiếu: {data.title}", paragraphs=[told],
                 tables=[DocumentTable(columns, rows)])  # fmt: skip


def xlsx(ballots: Sequence[Held], printing: Printing) -> bytes:
    """Votes of every ballot, the counting boards, and the receipts on a sheet of their own."""
    sitting = ballots[0][0]
    found = [_votes_sheet(ballots), _board_sheet(ballots)]
    if any(data.receipts for _sitting, data in ballots):
        found.append(_receipts_sheet(ballots))
    return workbook(found, printing, title=TYPE_NAME, author=sitting.body, mark=marked(ILLUSTRATIVE, sitting))


def _votes_sheet(ballots: Sequence[Held]) -> Sheet:
    columns = [
        Column("ballot", "Cuộc bỏ phiếu", "text", 44),
        Column("question", "Nội dung", "text", 40),
        Column("unit", standers(ballots[0][0]), "text", 44),
        Column("votes", "Số phiếu", "integer"),
        Column("base", "Tính trên", "integer"),
        Column("percent", "Tỷ lệ (%)", "percent"),
        Column("place", "Thứ tự", "integer"),
        Column("standing", "Kết quả", "text", 26),
    ]
    rows = [
        [data.title, question.text, row.label, row.votes, question.base, row.percent, row.place, row.standing]
        for _sitting, data in ballots
        for question in data.questions
        for row in question.rows
    ]
    told = [clean(conclusion(question)) for _sitting, data in ballots for question in data.questions]
    return Sheet("Kết quả", TYPE_NAME, columns, rows, notes=[ballots[0][0].title, *told])


def _board_sheet(ballots: Sequence[Held]) -> Sheet:
    columns = [
        Column("question", "Nội dung", "text", 44),
        Column("kind", "Phiếu", "text", 20),
        *(
            Column(key, name, "integer")
            for key, name in (
                ("handed_out", "Phát ra"),
                ("taken_in", "Thu vào"),
                ("valid", "Hợp lệ"),
                ("spoiled", "Không hợp lệ"),
                ("blank", "Phiếu trắng"),
            )
        ),
        Column("rule", "Tỷ lệ tối thiểu", "text", 50),
    ]
    rows = [
        [question.text, label, *_figures(counts), threshold_of(question)]
        for _sitting, data in ballots
        for question in data.questions
        for label, counts in (("Phiếu giấy", question.paper), ("Trên màn hình", question.screen))
        if counts is not None
    ]
    told = [
        f"{data.title}: {data.voted}/{data.voters} người đã bỏ phiếu. {_own_rule(sitting, data)}"
        f" Tổ kiểm phiếu: {'; '.join(teller.label for teller in data.tellers)}."
        for sitting, data in ballots
    ]
    return Sheet("Bảng kiểm phiếu", "BẢNG KIỂM PHIẾU", columns, rows, notes=told)


def _receipts_sheet(ballots: Sequence[Held]) -> Sheet:
    columns = [Column("ballot", "Cuộc bỏ phiếu", "text", 44), Column("code", "Mã biên nhận", "text", 28)]
    rows = [[data.title, code] for _sitting, data in ballots for code in data.receipts]
    return Sheet("Mã biên nhận", RECEIPTS.upper(), columns, rows)
