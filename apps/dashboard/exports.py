"""What boards look like as a file."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from apps.core.components import StatusWord
from apps.core.dates import format_date, format_datetime
from apps.core.lists import file_of
from apps.core.presentation import days_late_text, days_left_text, used_filters
from apps.core.spreadsheets import Column, Sheet
from apps.dashboard.boards import names_of, total_sentence
from apps.dashboard.papers.lines import Line
from apps.dashboard.queries.board import Board, SheetRow, UnitRow
from apps.dashboard.queries.sector import ClusterRow, SectorDuty


def cell_text(line: Line | None) -> str:
    """Đã gửi, chậm 2 ngày."""
    if line is None:
        return ""
    parts = [str(StatusWord(line.word).label)] if line.shows_word else []
    if line.days_late:
        parts.append(days_late_text(line.days_late))
    elif line.is_missing and line.days_left is not None:
        parts.append(days_left_text(line.days_left)[0])
    return ", ".join([*parts, *line.tags])


def board_sheet(board: Board, rows: Iterable[UnitRow], now: datetime, filterset=None) -> Sheet:
    """The matrix with its totals above, and by what it was filtered."""
    names = names_of(board)
    title = _("Theo dõi đơn vị năm %(year)s – %(cluster)s") % {
        "year": board.cluster_year.year.year,
        "cluster": board.cluster_year.name,
    }
    columns = [
        Column("order", _("TT"), "integer"),
        Column("unit", _("Đơn vị"), width=42),
        Column("line", _("Khối"), width=24),
        *(
            Column(duty.code, f"{duty.label} ({format_date(duty.duty.due_on)})" if duty.duty else duty.label)
            for duty in board.duties
        ),
    ]
    notes = [f"{duty.label}: {total_sentence(duty.total, names, most=99)}" for duty in board.duties]
    notes += [f"{label}: {value}" for label, value in used_filters(filterset)]
    data = (
        [row.member.order, row.member.unit_name, row.member.get_line_display(), *(cell_text(c) for c in row.cells)]
        for row in rows
    )
    notes.append(_("Xuất lúc %(time)s") % {"time": format_datetime(now)})
    return Sheet(_("Theo dõi đơn vị"), title, columns, data, notes=notes)


def board_file(board: Board, rows: Iterable[UnitRow], now: datetime, file_format: str, filterset=None) -> HttpResponse:
    return file_of(board_sheet(board, rows, now, filterset), "theo-doi-don-vi", file_format)


def duty_columns(*, with_points: bool, with_days: bool) -> list[Column]:
    """One duty: each unit with its word; points where the papers have them, days where they differ."""
    points = [
        Column("own", _("Tự chấm"), "points"),
        Column("done", _("Số dòng đã nhập, đã kiểm tra"), "integer"),
        Column("lines", _("Số dòng"), "integer"),
        Column("checked", _("Điểm kiểm tra"), "points"),
    ]
    return [
        Column("order", _("TT"), "integer"),
        Column("unit", _("Đơn vị"), width=42),
        Column("line", _("Khối"), width=24),
        Column("state", _("Trạng thái"), width=36),
        *((Column("internal_day", _("Hạn nội bộ"), "date"),) if with_days else ()),
        *(points if with_points else ()),
        Column("holder", _("Đang ở"), width=36),
    ]


def duty_row(row: SheetRow, *, with_points: bool, with_days: bool) -> list:
    member, found = row.member, row.points
    points = [found.own, found.done, found.lines, found.checked] if with_points else []
    holder = str(row.line.holder or "") if row.line else ""
    days = [row.internal_day] if with_days else []
    return [member.order, member.unit_name, member.get_line_display(), cell_text(row.line), *days, *points, holder]


def sector_columns(duties: Iterable[SectorDuty], head: str) -> list[Column]:
    """Toàn ngành: each duty with how many have sent of how many that owe it."""
    found = [Column("cluster", _("Cụm thi đua"), width=44)]
    for number, each in enumerate(duties):
        label = each.duty.label
        found.append(Column(f"sent{number}", _("%(duty)s: đã gửi") % {"duty": label}, "integer", total=True))
        found.append(Column(f"owed{number}", _("%(duty)s: phải gửi") % {"duty": label}, "integer", total=True))
    return [
        *found,
        Column("missing", _("Còn thiếu"), "integer", total=True),
        Column("overdue", _("Quá hạn"), "integer", total=True),
        Column("ranking", _("Xếp hạng"), width=24),
        Column("head", head, width=42),
    ]


def sector_row(row: ClusterRow) -> list:
    counts = []
    for _each, counted in row.cells:
        counts += [counted.sent, counted.expected] if counted else [None, None]
    ranking = "; ".join(str(run.get_state_display()) for run in row.runs[:2])
    head = row.head.unit.table_name if row.head else ""
    return [row.cluster_year.name, *counts, row.missing, row.overdue, ranking, head]
