"""The head's lines as far as the duties themselves tell, until the app that owns the paper brings its own."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.components import StatusWord, TaskRow
from apps.dashboard.boards import total_sentence
from apps.dashboard.papers.kinds import HeadYear, register_head_task
from apps.dashboard.papers.lines import Line, Total
from apps.obligations.enums import DutyKind

NAMED = 2
URGED = (DutyKind.REPORT, DutyKind.MOVEMENT_LAUNCH)


def own_paper(code: str, title) -> Callable[[HeadYear], list[TaskRow]]:
    """What the head itself owes: Ban hành kế hoạch, Tổng hợp đăng ký gửi Bộ."""

    def tasks(year: HeadYear) -> list[TaskRow]:
        line = year.own.get(code)
        if line is None:
            return []
        row = line.as_task()
        return [
            TaskRow(
                str(title),
                row.url,
                row.status,
                due_on=row.due_on,
                internal_due_on=row.internal_due_on,
                holder="" if line.is_sent else year.title,
                days_left=row.days_left,
                days_late=row.days_late,
                note=row.note,
                action_label=row.action_label,
            )
        ]

    return tasks


def of_members(title, *wanted: str) -> Callable[[HeadYear], list[TaskRow]]:
    """What members owe and the head sees to: one line with each total, by the date that comes first; where several
    are late, with their names only, and the way to the board of all.
    """

    def tasks(year: HeadYear) -> list[TaskRow]:
        totals = {code: total for code, total in year.totals.items() if code.partition(":")[0] in wanted}
        totals = {code: total for code, total in totals.items() if total.expected}
        return [members_task(str(title), totals, year)] if totals else []

    return tasks


def members_task(title: str, totals: dict[str, Total], year: HeadYear) -> TaskRow:
    missing = [line for total in totals.values() for line in total.missing]
    dated = [line for line in missing if line.obligation]
    first = min(dated, key=_soonest, default=None)
    sent = sum(total.sent for total in totals.values())
    code = first.key.code if first else next(iter(totals))
    begun = StatusWord.DRAFT if sent else StatusWord.NOT_STARTED
    word = begun if missing else StatusWord.SENT
    late = [total.label for total in totals.values() if total.overdue and total.label]
    board = reverse("dashboard:board-duty", args=[year.cluster_year.pk, code])
    return TaskRow(
        title,
        reverse("dashboard:board-detail", args=[year.cluster_year.pk]) if len(late) > 1 else board,
        word,
        due_on=first.obligation.duty.due_on if first else None,
        internal_due_on=first.obligation.head_day if first else None,
        holder=year.title if missing else "",
        days_left=first.days_left if first else None,
        note=_late(late)
        if len(late) > 1
        else " ".join(_sentence(total, year, many=len(totals) > 1) for total in totals.values()),
        action_label=_("Theo dõi đơn vị") if missing else "",
    )


def _soonest(line: Line) -> tuple:
    """Of one official date the unit with the earliest day of the head: who joined later may have none."""
    return line.obligation.due_at, line.obligation.head_day or date.max


def _late(labels: list[str]) -> str:
    """4 báo cáo chậm: Báo cáo năm; Báo cáo 6 tháng và 2 khác."""
    names, rest = "; ".join(labels[:NAMED]), len(labels) - NAMED
    names = _("%(names)s và %(count)d khác") % {"names": names, "count": rest} if rest > 0 else names
    return _("%(count)d báo cáo, phong trào chậm: %(names)s.") % {"count": len(labels), "names": names}


def _sentence(total: Total, year: HeadYear, *, many: bool) -> str:
    text = total_sentence(total, year.names)
    return f"{total.label}: {text[0].lower()}{text[1:]}" if many and total.label else text


for name, order, found in (
    ("plan", 10, own_paper(DutyKind.PLAN, lazy("Ban hành kế hoạch"))),
    ("pledge", 20, of_members(lazy("Tổ chức ký giao ước"), DutyKind.PLEDGE)),
    ("registrations", 25, of_members(lazy("Đôn đốc đăng ký thi đua"), DutyKind.REGISTRATION)),
    ("consolidation", 30, own_paper(DutyKind.CONSOLIDATION, lazy("Tổng hợp đăng ký, gửi Bộ"))),
    ("reports", 40, of_members(lazy("Đôn đốc báo cáo, phong trào"), *URGED)),
):
    register_head_task(name, order, found, default=True)
