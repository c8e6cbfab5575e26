"""What boards look like as a workbook."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from apps.core.components import StatusWord
from apps.core.dates import format_date, format_datetime
from apps.core.lists import XLSX
from apps.core.presentation import days_late_text, days_left_text, used_filters
from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.dashboard.boards import names_of, total_sentence
from apps.dashboard.papers.lines import Line
from apps.dashboard.queries.board import Board, UnitRow


def cell_text(line: Line | None) -> str:
    """Đã gửi, chậm 2 ngày."""
    if line is None:
        return ""
    parts = [str(StatusWord(line.word).label)]
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


def board_workbook(board: Board, rows: Iterable[UnitRow], now: datetime, filterset=None) -> HttpResponse:
    response = HttpResponse(write_workbook([board_sheet(board, rows, now, filterset)]), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="theo-doi-don-vi.xlsx"'
    return response
