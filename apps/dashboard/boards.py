"""The board in words: what may be done with a paper, the reminder ready for copying, the directory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.components import Column, Contact
from apps.core.dates import format_date, format_time
from apps.dashboard.papers.kinds import Action, Asked
from apps.dashboard.papers.lines import Line, Total
from apps.dashboard.policies import can_act_on_board
from apps.dashboard.queries.board import Board, BoardDuty, SheetRow, UnitRow
from apps.obligations.enums import RequestKind
from apps.obligations.policies import can_answer
from apps.obligations.reminder_texts import first_of, lateness, not_open_yet

INTERNAL_DAY = Column(_lazy("Hạn nội bộ"))
OF_POINTS = (
    Column(_lazy("Tự chấm"), sort="own", numeric=True),
    Column(_lazy("Tiến độ")),
    Column(_lazy("Điểm kiểm tra"), sort="checked", numeric=True),
)
DUTY_COLUMNS = (
    Column(_lazy("Thứ tự"), sort="order", numeric=True, width="narrow", abbreviation=_lazy("TT")),
    Column(_lazy("Đơn vị"), sort="unit", width="wide"),
    Column(_lazy("Trạng thái"), sort="late"),
    INTERNAL_DAY,
    *OF_POINTS,
    Column(_lazy("Đang ở")),
    Column(_lazy("Thao tác"), hidden_label=True),
)
RECIPIENT_COLUMNS = (
    Column(_lazy("Đơn vị"), width="wide"),
    Column(_lazy("Còn thiếu")),
    Column(_lazy("Cán bộ TĐKT")),
    Column(_lazy("Điện thoại")),
)
NAMED = 4  # units named in a line before "và … đơn vị khác"


def matrix_columns(board: Board) -> list[Column]:
    """TT, Đơn vị, then one column for each duty."""
    columns = [
        Column(_("Thứ tự"), sort="order", numeric=True, width="narrow", abbreviation=_("TT")),
        Column(_("Đơn vị"), sort="unit", width="wide"),
    ]
    return [*columns, *(Column(duty.label, width="title") for duty in board.duties)]


def duty_columns(*, with_points: bool, with_days: bool) -> list[Column]:
    """The page of one duty; points and progress only where the papers have them, days only where they differ."""
    left_out = (() if with_points else OF_POINTS) + (() if with_days else (INTERNAL_DAY,))
    return [column for column in DUTY_COLUMNS if column not in left_out]


@dataclass(frozen=True)
class ShownLine:
    """A unit's paper of one duty with its buttons."""

    line: Line | None
    actions: tuple[Action, ...]
    row: SheetRow | None = None


def with_actions(line: Line | None, cluster_year: ClusterYear, actor: Actor, *, may_act: bool) -> tuple[Action, ...]:
    return tuple(_actions(line, cluster_year, actor, may_act=may_act)) if line else ()


def present_rows(rows: Iterable[SheetRow], cluster_year: ClusterYear, actor: Actor) -> list[ShownLine]:
    """Rows of one duty with the buttons that this actor may use."""
    may_act = bool(can_act_on_board(actor, cluster_year))
    return [ShownLine(r.line, with_actions(r.line, cluster_year, actor, may_act=may_act), r) for r in rows]


def _actions(line: Line, cluster_year: ClusterYear, actor: Actor, *, may_act: bool) -> Iterator[Action]:
    """Gia hạn, Nhập thay, Mở lại and what else state and policy allow; both are asked again behind each of them."""
    key, paper, kind = line.key, line.paper, line.kind
    here = [cluster_year.pk, key.unit_id, key.code]
    if may_act and line.request_id and _may_answer(line, cluster_year, actor):
        yield Action(_("Trả lời đề nghị"), reverse("dashboard:request-grant", args=[line.request_id]))
    if may_act and line.is_missing and line.obligation is not None:
        yield Action(_("Gia hạn"), reverse("dashboard:board-extend", args=here))
        if line.by_hand:
            yield Action(_("Đã nhận"), reverse("dashboard:board-receive", args=here))
    if may_act and line.is_missing and kind is not None:
        asked = Asked(actor, line.now, frozenset([key.year_id]), frozenset([key.unit_id]), cluster_year=cluster_year)
        if url := kind.proxy_url(asked, key):
            yield Action(_("Nhập thay"), url)
    if paper is None:
        return
    if paper.may_reopen and kind is not None and kind.reopen is not None:
        yield Action(_("Mở lại cho đơn vị sửa"), reverse("dashboard:board-reopen", args=here))
    yield from paper.actions


def _may_answer(line: Line, cluster_year: ClusterYear, actor: Actor) -> bool:
    """A request that waits is for more time as long as the paper is owed, else to have it back."""
    kind = RequestKind.REOPENING if line.obligation.fulfilled_at else RequestKind.EXTENSION
    return bool(can_answer(actor, line.obligation, kind, cluster_year_ids=[cluster_year.pk]))


# --- Totals -----------------------------------------------------------------------------------------


def total_sentence(total: Total, names: dict[int, str], *, most: int = NAMED) -> str:
    """Đã gửi 11/13 đơn vị. Còn thiếu: … – with the first names only. ``names``: unit id → name in the cluster."""
    if not total.expected:
        return _("Không đơn vị nào phải làm, hoặc đều được miễn.")
    sent = _("Đã gửi %(sent)s/%(all)s đơn vị.") % {"sent": total.sent, "all": total.expected}
    if not total.missing:
        return sent
    if total.is_before_opening:
        return f"{sent} {not_open_yet(total.missing[0].obligation.duty)}"
    return f"{sent} {_('Còn thiếu: %(names)s.') % {'names': some_names(total, names, most)}}"


def not_open_words(duties: Iterable[BoardDuty]) -> str:
    """“Xác nhận số liệu ước: Chưa mở. Mở từ ngày …” for each of these duties: why nobody is reminded."""
    closed = [each for each in duties if each.total.is_before_opening]
    return " ".join(f"{each.label}: {not_open_yet(each.total.missing[0].obligation.duty)}" for each in closed)


def some_names(total: Total, names: dict[int, str], most: int = NAMED) -> str:
    found = [names[line.key.unit_id] for line in total.missing if line.key.unit_id in names]
    return first_names(found, len(found), most)


def first_names(names: list[str], count: int, most: int = NAMED) -> str:
    """The first names, then how many more there are."""
    return first_of(names[:most], count)


def names_of(board: Board) -> dict[int, str]:
    return {row.member.unit_id: row.member.unit_name for row in board.rows}


def what_is_missing(lines: Iterable[Line]) -> str:
    """Đăng ký thi đua (quá hạn 3 ngày); Báo cáo 6 tháng (quá hạn 1 ngày)."""
    return "; ".join(f"{line.duty_label}{_lateness(line)}" for line in lines)


def _lateness(line: Line) -> str:
    return lateness(line.obligation, line.now) if line.obligation else ""


# --- The reminder -----------------------------------------------------------------------------------


def reminder(
    board: Board,
    duties: list[BoardDuty],
    named: list[tuple[UnitRow, tuple[Line, ...]]],
    *,
    now: datetime,
    address: str,
    contacts: tuple[Contact, ...],
) -> str:
    """Text for e-mail, Zalo or an official letter about the ``named`` units; empty when nobody is named."""
    if not named:
        return ""
    lines = [
        _("Kính gửi: %(units)s.") % {"units": "; ".join(row.member.unit_name for row, _lines in named)},
        "",
        _("Đến %(time)s ngày %(day)s, %(cluster)s năm %(year)s đã nhận:")
        % {
            "time": format_time(now),
            "day": format_date(now),
            "cluster": board.cluster_year.name,
            "year": board.cluster_year.year.year,
        },
        *(_total_line(duty) for duty in duties),
        "",
        _("Còn thiếu:"),
        *(
            f"{number}. {row.member.unit_name}: {what_is_missing(missing)}"
            for number, (row, missing) in enumerate(named, start=1)
        ),
        "",
        _("Đề nghị các đơn vị gửi tại %(address)s.") % {"address": address},
    ]
    if contacts:
        lines.append(_("Cần hỗ trợ, liên hệ: %(people)s.") % {"people": in_one_line(contacts)})
    return "\n".join(lines)


def _total_line(board_duty: BoardDuty) -> str:
    """- Đăng ký thi đua: 8/10 đơn vị. Hạn nộp: 28/02/2026. Căn cứ: Công văn …"""
    total, duty = board_duty.total, board_duty.duty
    words = [
        _("- %(duty)s: %(sent)s/%(all)s đơn vị.")
        % {"duty": board_duty.label, "sent": total.sent, "all": total.expected}
    ]
    if duty:
        words.append(_("Hạn nộp: %(day)s.") % {"day": format_date(duty.due_on)})
    if duty and duty.basis:
        words.append(_("Căn cứ: %(basis)s.") % {"basis": duty.basis})
    return " ".join(words)


def in_one_line(contacts: tuple[Contact, ...]) -> str:
    """Names with telephone numbers: "Bà Trần Thị Thử, 024 0000 0000; …"."""
    return "; ".join(f"{c.name}, {c.phone}" if c.phone else c.name for c in contacts)


def mail_address(cluster_year: ClusterYear, people: dict[int, list], text: str) -> str:
    """A mailto link with recipients, subject and text; empty when nobody has an address."""
    addresses = [person.email for group in people.values() for person in group if person.email]
    if not addresses or not text:
        return ""
    subject = _("Nhắc gửi các việc còn thiếu năm %(year)s") % {"year": cluster_year.year.year}
    return f"mailto:{','.join(quote(a) for a in addresses)}?subject={quote(subject)}&body={quote(text)}"


def directory(board: Board, people: dict[int, list]) -> list[tuple]:
    """(unit's name, officers) in protocol order, units without an officer left out."""
    return [(row.member.unit_name, people[row.member.unit_id]) for row in board.rows if row.member.unit_id in people]
