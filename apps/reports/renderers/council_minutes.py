"""Biên bản họp Hội đồng in the official layout: who was there, votes x/y of each nominee, conclusion; members apart."""

from collections.abc import Collection

from apps.awards.council_exports import CouncilMinutesData, ItemLine, SeatLine, recipients_of
from apps.core.dates import local, text_date, text_moment
from apps.core.numbers import format_percent
from apps.core.pdf import Annex, DocumentTable, Heading, Printed, Signature, TableColumn, TableRow, numbered
from apps.reports.registry import Printing
from apps.reports.renderers.decision import people
from apps.reports.renderers.heading import signer_of
from apps.reports.renderers.meeting import HAND, frame, person

TYPE_NAME = "BIÊN BẢN HỌP HỘI ĐỒNG"
DOTS = "." * 80
VOTES = (
    TableColumn("STT", "center", "6%"),
    TableColumn("Tập thể, cá nhân", "left", "31%"),
    TableColumn("Danh hiệu, hình thức", "left", "24%"),
    TableColumn("Phiếu đồng ý", "center", "12%"),
    TableColumn("Tỷ lệ", "center", "11%"),
    TableColumn("Kết quả", "left", "16%"),
)
MEMBERS = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Họ và tên", "left", "27%"),
    TableColumn("Chức vụ, đơn vị", "left", "25%"),
    TableColumn("Chức danh", "left", "20%"),
    TableColumn("Dự họp", "left", "21%"),
)


def compose(minutes: list[CouncilMinutesData], printing: Printing) -> Printed:
    data = minutes[0]
    document = frame(
        data.sitting,
        printing,
        type_name=TYPE_NAME,
        abstract=data.sitting.title,
        number=data.number or numbered(None, "BB"),
        signatures=[
            Signature("", "THƯ KÝ", signer_of(data.sitting.secretary_name), HAND),
            Signature("", "CHỦ TRÌ", signer_of(data.sitting.chair_name), HAND),
        ],
        annexes=[_members(data)],
    )
    return Printed(document, [*_opening(data), *_course(data), *_voting(data)], [_votes(data)], closing=_end(data))


def _opening(data: CouncilMinutesData) -> list[str]:
    sitting, quorum = data.sitting, data.quorum
    begun = f" Khai mạc lúc {text_moment(data.opened_at)}." if data.opened_at else ""
    word = "Đủ" if quorum.is_enough else "Chưa đủ"
    found = [
        f"Phiên họp số {data.number_of_session}, ngày {text_date(sitting.held_on)}.{begun}",
        f"Địa điểm: {sitting.place or DOTS}.",
        f"Chủ trì: {person(sitting.chair_name, sitting.chair_post) or DOTS}.",
        f"Thư ký: {person(sitting.secretary_name, sitting.secretary_post) or DOTS}.",
        Heading("I. THÀNH PHẦN"),
        (
            f"Có mặt {quorum.present}/{quorum.members} thành viên có quyền biểu quyết (danh sách tại Phụ lục). {word}"
            f" điều kiện tiến hành: yêu cầu ít nhất {quorum.needed} thành viên ({data.quorum_rule})."
        ),
    ]
    absent = [seat.label for seat in data.seats if seat.is_absent and not seat.instead_of]
    open_ = [seat.label for seat in data.seats if seat.is_open]
    writing = [seat.label for seat in data.seats if seat.in_writing]
    if writing:
        found.append(f"Vắng mặt, cho ý kiến bằng văn bản: {'; '.join(writing)}.")
    if absent:
        found.append(f"Vắng mặt: {'; '.join(absent)}.")
    if open_:
        found.append(f"Chưa điểm danh: {'; '.join(open_)}.")
    return found


def _course(data: CouncilMinutesData) -> list[str]:
    """Dossiers by who proposed them, who took no part in a vote and why, what was said."""
    by_unit: dict[str, list[ItemLine]] = {}
    for item in data.items:
        by_unit.setdefault(item.proposed_by, []).append(item)
    found = [Heading("II. NỘI DUNG"), "1. Hồ sơ trình Hội đồng"]
    found += [f"- {name}: {_asked(items)}." for name, items in by_unit.items()]
    concerned = [
        f"- {member}: không bỏ phiếu đối với {item.recipient}. Lý do: {reason.rstrip('.')}."
        for item in data.items
        for member, reason in item.conflicts
    ]
    number = 2
    if concerned:
        found += [f"{number}. Thành viên có liên quan, không tham gia bỏ phiếu", *concerned]
        number += 1
    return [*found, f"{number}. Ý kiến thảo luận", *(data.opinions.split("\n") if data.opinions else [DOTS])]


def _asked(items: Collection[ItemLine]) -> str:
    """4 tập thể (6 đề nghị): recipients once each, and the lines voted on where somebody stands for several awards."""
    collectives, individuals = recipients_of(items)
    told = people(collectives, individuals)
    return told if collectives + individuals == len(items) else f"{told} ({len(items)} đề nghị)"


def _voting(data: CouncilMinutesData) -> list[str]:
    """Slips of each ballot, and the share that each award needs with its basis."""
    found = [Heading("III. KẾT QUẢ BỎ PHIẾU")]
    for number, ballot in enumerate(data.ballots, start=1):
        team = "; ".join(person(teller.label, teller.post) for teller in ballot.tellers)
        counts = sum((question.counts for question in ballot.questions[1:]), ballot.questions[0].counts)
        found.append(
            f"Lần {number}: Hội đồng thông qua Tổ kiểm phiếu gồm {team}. {ballot.voted}/{ballot.voters} thành viên đã"
            f" bỏ phiếu. Số phiếu: phát ra {counts.handed_out}, thu vào {counts.taken_in}, hợp lệ {counts.valid},"
            f" không hợp lệ {counts.spoiled}."
        )
    if data.ballots:
        found.append("Chi tiết tại Biên bản kiểm phiếu kèm theo.")
    rules = dict.fromkeys(_rule(item) for item in data.items if item.threshold is not None)
    return found + list(rules) or [DOTS]


def _rule(item: ItemLine) -> str:
    share = format_percent(item.threshold.normalize())
    basis = f"; căn cứ: {item.basis.rstrip('.')}" if item.basis else ""
    return f"{item.award}: cần ít nhất {share} {item.base_label[:1].lower()}{item.base_label[1:]}{basis}."


def _votes(data: CouncilMinutesData) -> DocumentTable:
    return DocumentTable(VOTES, [_vote(number, item) for number, item in enumerate(data.items, start=1)])


def _vote(number: int, item: ItemLine) -> TableRow:
    who = "\n".join(part for part in (item.recipient, item.unit_name, item.cluster) if part)
    votes = "" if item.votes is None else f"{item.votes}/{item.base}"
    result = f"{item.result}: {item.note}" if item.note else item.result
    return TableRow([number, who, item.award, votes, format_percent(item.percent, 2), result])


def _end(data: CouncilMinutesData) -> list[str]:
    ended = f"{local(data.ended_at):%H:%M}" if data.ended_at else "........"
    day = text_date(data.ended_at or data.sitting.held_on)
    nobody = "không có ai" if data.ended_at else DOTS  # while the council sits it may still recommend somebody
    told = _asked(data.recommended) if data.recommended else nobody
    adopted = " Biên bản đã được Hội đồng thông qua." if data.ended_at else ""
    return [
        f"Hội đồng đề nghị khen thưởng: {told}.",
        Heading("IV. KẾT LUẬN CỦA CHỦ TRÌ"),
        *(data.conclusion.split("\n") if data.conclusion else [DOTS]),
        f"Phiên họp kết thúc lúc {ended} ngày {day}.{adopted}",
    ]


def _members(data: CouncilMinutesData) -> Annex:
    rows = [
        TableRow([number, seat.label, seat.post, seat.position, _presence(seat)])
        for number, seat in enumerate(data.seats, start=1)
    ]
    return Annex(
        "Danh sách thành viên Hội đồng dự họp",
        reference=f"Kèm theo Biên bản: {data.sitting.title}",
        tables=[DocumentTable(MEMBERS, rows)],
    )


def _presence(seat: SeatLine) -> str:
    return f"{seat.presence} (dự khuyết cho {seat.instead_of})" if seat.instead_of else seat.presence
