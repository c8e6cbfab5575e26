"""The board in words: totals, what may be done with a row, the reminder ready for copying."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.components import Column, Contact, Fact
from apps.core.dates import format_date, format_datetime, format_time
from apps.core.presentation import days_left_text
from apps.dashboard.policies import can_act_on_board
from apps.dashboard.queries.board import BoardRow
from apps.scoring.review_policies import can_close_unsent, can_reopen
from apps.scoring.workflow import SHEET_FLOW

CLUSTER_COLUMNS = (
    Column(_lazy("Cụm thi đua"), sort="name", width="wide"),
    Column(_lazy("Đã gửi")),
    Column(_lazy("Còn thiếu"), sort="missing", numeric=True),
    Column(_lazy("Quá hạn"), sort="overdue", numeric=True),
    Column(_lazy("Đã chốt"), numeric=True),
    Column(_lazy("Xếp hạng")),
    Column(_lazy("Đơn vị đứng đầu")),
)
BOARD_COLUMNS = (
    Column(_lazy("Thứ tự"), sort="order", numeric=True, width="narrow", abbreviation=_lazy("TT")),
    Column(_lazy("Đơn vị"), sort="unit", width="wide"),
    Column(_lazy("Trạng thái"), sort="late"),
    Column(_lazy("Tự chấm"), sort="own", numeric=True),
    Column(_lazy("Tiến độ")),
    Column(_lazy("Điểm kiểm tra"), sort="checked", numeric=True),
    Column(_lazy("Đang ở")),
    Column(_lazy("Thao tác"), hidden_label=True),
)
RECIPIENT_COLUMNS = (
    Column(_lazy("Đơn vị"), width="wide"),
    Column(_lazy("Trạng thái")),
    Column(_lazy("Cán bộ TĐKT")),
    Column(_lazy("Điện thoại")),
)


@dataclass(frozen=True)
class Action:
    """A button of a row."""

    label: str
    url: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the board with its addresses."""

    row: BoardRow
    url: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Summary:
    """Đã gửi 8/10. Còn thiếu: … and the figures above the table."""

    units: int
    sent: int
    late: int
    missing: tuple[str, ...]


def board_summary(rows: list[BoardRow]) -> Summary:
    return Summary(
        units=len(rows),
        sent=sum(row.is_sent for row in rows),
        late=sum(row.is_overdue for row in rows),
        missing=tuple(row.member.unit_name for row in rows if row.is_missing),
    )


def present_rows(rows: Iterable[BoardRow], cluster_year: ClusterYear, actor: Actor) -> list[ShownRow]:
    """Rows with the addresses and buttons that this actor may use."""
    may_extend = bool(can_act_on_board(actor, cluster_year))
    return [
        ShownRow(
            row,
            row.standing.url_for(actor) if row.standing else "",
            tuple(_actions(row, cluster_year, actor, may_extend=may_extend)),
        )
        for row in rows
    ]


def _actions(row: BoardRow, cluster_year: ClusterYear, actor: Actor, *, may_extend: bool) -> Iterator[Action]:
    """Buttons that state and policy allow; both are asked again behind each of them."""
    if may_extend and row.is_missing and row.obligation is not None:
        url = reverse("dashboard:board-extend", args=[cluster_year.pk, row.member.unit_id])
        yield Action(_("Gia hạn"), url)
    if row.standing is None:
        return
    sheet = row.standing.sheet
    if SHEET_FLOW.allows("reopen", sheet.state) and can_reopen(actor, sheet):
        yield Action(_("Mở lại cho đơn vị sửa"), reverse("scoring:sheet-reopen", args=[sheet.pk]))
    if SHEET_FLOW.allows("close_unsent", sheet.state) and can_close_unsent(actor, sheet):
        yield Action(_("Đóng: không nộp"), reverse("scoring:sheet-close-unsent", args=[sheet.pk]))


def reminder(
    cluster_year: ClusterYear,
    named: list[BoardRow],
    rows: list[BoardRow],
    *,
    now: datetime,
    address: str,
    contacts: tuple[Contact, ...],
) -> str:
    """Text for e-mail, Zalo or an official letter about the ``named`` units; empty when nobody is named."""
    if not named:
        return ""
    due = next((row.obligation.duty for row in named if row.obligation), None)
    lines = [
        _("Kính gửi: %(units)s.") % {"units": "; ".join(row.member.unit_name for row in named)},
        "",
        _("Đến %(time)s ngày %(day)s, %(cluster)s đã nhận %(sent)s/%(all)s bảng tự chấm điểm năm %(year)s.")
        % {
            "time": format_time(now),
            "day": format_date(now),
            "cluster": cluster_year.name,
            "sent": sum(row.is_sent for row in rows),
            "all": len(rows),
            "year": cluster_year.year.year,
        },
    ]
    if due:
        lines.append(_("Hạn nộp: %(day)s.") % {"day": format_date(due.due_on)})
    if due and due.basis:
        lines.append(_("Căn cứ: %(basis)s.") % {"basis": due.basis})
    lines += ["", _("Chưa nhận được bảng của:")]
    lines += [f"{number}. {row.member.unit_name}{_lateness(row)}" for number, row in enumerate(named, start=1)]
    lines += ["", _("Đề nghị các đơn vị gửi tại %(address)s.") % {"address": address}]
    if contacts:
        lines.append(_("Cần hỗ trợ, liên hệ: %(people)s.") % {"people": in_one_line(contacts)})
    return "\n".join(lines)


def in_one_line(contacts: tuple[Contact, ...]) -> str:
    """Names with telephone numbers: "Bà Trần Thị Thử, 024 0000 0000; …"."""
    return "; ".join(f"{c.name}, {c.phone}" if c.phone else c.name for c in contacts)


def mail_address(cluster_year: ClusterYear, people: dict[int, list], text: str) -> str:
    """A mailto link with recipients, subject and text; empty when nobody has an address."""
    addresses = [person.email for group in people.values() for person in group if person.email]
    if not addresses or not text:
        return ""
    subject = _("Nhắc gửi bảng tự chấm điểm năm %(year)s") % {"year": cluster_year.year.year}
    return f"mailto:{','.join(quote(a) for a in addresses)}?subject={quote(subject)}&body={quote(text)}"


def directory(rows: list[BoardRow], people: dict[int, list]) -> list[tuple]:
    """(unit's name, officers) in protocol order, units without an officer left out."""
    return [(row.member.unit_name, people[row.member.unit_id]) for row in rows if row.member.unit_id in people]


def extension_facts(extensions) -> list[Fact]:
    """Earlier extensions of one unit: until when, who asked, how and why."""
    return [
        Fact(
            _("Đến %(time)s") % {"time": format_datetime(extension.until)},
            f"{extension.asked_by} ({extension.get_asked_how_display()})",
            extension.reason,
        )
        for extension in extensions
    ]


def _lateness(row: BoardRow) -> str:
    if row.days_left is None:
        return ""
    words, _tone = days_left_text(row.days_left)
    return f" – {words[0].lower()}{words[1:]}"
