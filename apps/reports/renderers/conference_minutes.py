"""Biên bản hội nghị in the official layout; who was there stands in an annex."""

from apps.conferences.minutes_content import HeadLine, MinutesData, PaperLine
from apps.core.dates import text_date, text_moment
from apps.core.pdf import Annex, DocumentTable, Heading, Printed, TableColumn, TableRow, numbered
from apps.core.shares import share_text
from apps.reports.registry import Printing
from apps.reports.renderers.meeting import chair_and_secretary, frame, person, when
from apps.reports.renderers.tally import conclusion

TYPE_NAME = "BIÊN BẢN HỘI NGHỊ"
DOTS = "." * 80
PRESENT = (
    TableColumn("STT", "center", "7%"),
    TableColumn("Đơn vị", "left", "37%"),
    TableColumn("Đại biểu, chức vụ", "left", "38%", optional=True),
    TableColumn("Có mặt", "center", "18%"),
)


def compose(minutes: list[MinutesData], printing: Printing) -> Printed:
    data = minutes[0]
    document = frame(
        data.sitting,
        printing,
        type_name=TYPE_NAME,
        abstract=data.sitting.title,
        number=data.number or numbered(None, "BB"),
        signatures=chair_and_secretary(data.sitting),
        annexes=[_present(data)],
    )
    return Printed(document, [*_opening(data), *_course(data), *_end(data)])


def _opening(data: MinutesData) -> list[str]:
    sitting = data.sitting
    begun = f" Khai mạc lúc {text_moment(data.opened_at)}." if data.opened_at else ""
    found = [
        f"Thời gian: {when(sitting)}.{begun}",
        f"Địa điểm: {sitting.place or DOTS}.",
        f"Chủ trì: {person(sitting.chair_name, sitting.chair_post) or DOTS}.",
        f"Thư ký: {person(sitting.secretary_name, sitting.secretary_post) or DOTS}.",
        Heading("I. THÀNH PHẦN"),
        f"Có mặt {data.present}/{data.invited} đơn vị (danh sách tại Phụ lục). {_quorum(data)}",
    ]
    absent = [line.unit_name for line in data.attendance if not line.is_present]
    if absent:
        found.append(f"Vắng mặt: {'; '.join(absent)}.")
    if data.guests:
        found.append(f"Khách mời: {'; '.join(person(*guest) for guest in data.guests)}.")
    return found


def _quorum(data: MinutesData) -> str:
    word = "Đủ điều kiện tiến hành" if data.is_quorate else "Chưa đủ điều kiện tiến hành"
    rule = f", yêu cầu từ {share_text(data.quorum_percent)}" if data.quorum_percent else ""
    basis = f" ({data.quorum_basis})" if data.quorum_basis else ""
    return f"{word}{rule}{basis}."


def _course(data: MinutesData) -> list[str]:
    """What happened, one numbered part each; parts that did not take place are absent."""
    parts = [
        ("Tài liệu, báo cáo", [_paper(line) for line in data.papers]),
        ("Bỏ phiếu bình xét, suy tôn", _ballots(data)),
        (
            "Ký kết giao ước thi đua",
            [f"{each.title}: {each.signed}/{each.signers} đơn vị đã ký." for each in data.pledges],
        ),
        ("Công bố Trưởng, Phó Trưởng năm sau", [_head(line) for line in data.heads]),
    ]
    found = [Heading("II. NỘI DUNG")]
    for number, (label, lines) in enumerate([part for part in parts if part[1]], start=1):
        found += [f"{number}. {label}", *[f"- {line}" for line in lines]]
    return found


def _paper(line: PaperLine) -> str:
    day = f" ngày {text_date(line.on)}" if line.on else ""
    told = f"{line.title} ({line.state.lower()}{day})"
    if line.presenters:
        told += f", trình bày: {'; '.join(line.presenters)}"
    return f"{told}. Ý kiến của chủ trì: {line.remark.rstrip('.')}." if line.remark else f"{told}."


def _ballots(data: MinutesData) -> list[str]:
    found = []
    for ballot in data.ballots:
        team = "; ".join(person(teller.label, teller.post) for teller in ballot.tellers)
        found.append(f"{ballot.title}: hội nghị thông qua Tổ kiểm phiếu gồm {team}.")
        found += [f"{conclusion(question)} Số phiếu: phát ra {question.counts.handed_out}, thu vào"
                  f" {question.counts.taken_in}, hợp lệ {question.counts.valid}, không hợp lệ"
                  f" {question.counts.spoiled}." for question in ballot.questions]  # fmt: skip
    if data.ballots:
        found.append("Chi tiết tại Biên bản kiểm phiếu kèm theo.")
    return [*found, *[f"{title}: hủy, bỏ phiếu lại. Lý do: {reason.rstrip('.')}." for title, reason in data.voided]]


def _head(line: HeadLine) -> str:
    who = person(line.person, line.post) or line.unit_name
    decision = f", theo Quyết định số {line.decision}" if line.decision else ""
    return f"{line.title}: {who}, từ ngày {text_date(line.starts_on)}{decision}."


def _end(data: MinutesData) -> list[str]:
    opinions = data.opinions.split("\n") if data.opinions else [DOTS]
    conclusion_lines = data.conclusion.split("\n") if data.conclusion else [DOTS]
    ended = f"{data.ended_at:%H:%M}" if data.ended_at else "........"
    return [
        Heading("III. Ý KIẾN THẢO LUẬN"),
        *opinions,
        Heading("IV. KẾT LUẬN CỦA CHỦ TRÌ"),
        *conclusion_lines,
        (
            f"Hội nghị kết thúc lúc {ended} ngày {text_date(data.sitting.held_on)}."
            " Biên bản đã được thông qua tại hội nghị."
        ),
    ]


def _present(data: MinutesData) -> Annex:
    rows, line = [], None
    for number, each in enumerate(data.attendance, start=1):
        if each.line and each.line != line:
            line = each.line
            rows.append(TableRow(["", line, "", ""], emphasis=True))
        state = "Có mặt" if each.is_present else ("Vắng mặt, có báo" if each.is_excused else "Vắng mặt")
        rows.append(TableRow([number, each.unit_name, person(each.person, each.post), state]))
    return Annex("Danh sách đơn vị dự hội nghị", reference=f"Kèm theo Biên bản: {data.sitting.title}",
                 tables=[DocumentTable(PRESENT, rows)])  # fmt: skip
