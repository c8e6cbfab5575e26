"""Home of the head and deputies of a cluster: "Nhiệm vụ Trưởng Cụm năm …"."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.enums import HEAD_TITLES, HEADS, HeadRole
from apps.clusters.head_queries import head_terms, owed_by_heads
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking, answered, together
from apps.dashboard.boards import names_of, what_is_missing
from apps.dashboard.homes.page import Home, Section
from apps.dashboard.papers.handover import with_handovers
from apps.dashboard.papers.kinds import HeadYear, head_tasks, register_head_task
from apps.dashboard.papers.lines import Line
from apps.dashboard.queries import other_years
from apps.dashboard.queries.board import HEADS_OWN, Board, UnitRow, asking_board, own_lines
from apps.dashboard.queries.clusters import ClusterProgress, progress
from apps.dashboard.queries.results import newest_runs
from apps.dashboard.queries.sheets import DUTY as SHEETS
from apps.dashboard.queries.sheets import Standing
from apps.dashboard.workplace import AFTERWARDS, Workplace
from apps.scoring.review_policies import can_review

MOST_LINES = 8


def head_home(place: Workplace, actor: Actor, now: datetime) -> Home:
    """The head's list of the year: kinds of papers and tasks ask side by side."""
    return answered(_asking_home(place, actor, now))


def _asking_home(place: Workplace, actor: Actor, now: datetime) -> Asking:
    [cluster_year] = yield with_handovers(ClusterYear.objects.for_list().filter(pk=place.role.cluster_year_id))
    found_board, own, terms, runs, elsewhere = yield from together(
        asking_board(cluster_year, actor, now),
        own_lines(cluster_year, actor, now),
        head_terms(cluster_year),
        newest_runs([cluster_year.pk]),
        other_years.of_clusters(actor, place.year, local(now).date()),
    )
    heads = (term for term in terms if term.starts_on <= actor.on <= (term.ends_on or date.max))
    found = progress(found_board, next(heads, None), runs)
    title = HEAD_TITLES[cluster_year.cluster.kind, HeadRole.HEAD]
    heading = _("Nhiệm vụ %(head)s năm %(year)s") % {"head": title, "year": place.year}
    if place.role.role in AFTERWARDS:
        heading = _("Việc còn lại của năm %(year)s") % {"year": place.year}
    board = reverse("dashboard:board-detail", args=[cluster_year.pk])
    head_unit = found.head.unit_id if found.head else place.role.unit_id
    year = HeadYear(
        cluster_year,
        actor,
        now,
        str(title),
        totals={duty.code: duty.total for duty in found_board.duties},
        own=own.get(head_unit, {}) | dict(_of_heads(own, terms, actor)),
        names=names_of(found_board),
        scoring=found,
        requests=frozenset(_requests(found_board, own)),
    )
    tasks = yield from head_tasks(year)
    sections = (_to_check(found, board, actor, now), _owing(found_board, board))
    return Home(
        "dashboard/home_head.html",
        heading,
        {
            "progress": found,
            "board": found_board,
            "board_url": board,
            "sheets_url": reverse("dashboard:board-duty", args=[cluster_year.pk, SHEETS]),
            "tasks": tasks,
            "other_years": other_years.known(elsewhere, place.years),
            "sections": [section for section in sections if section],
        },
    )


def _requests(board: Board, own: dict[int, dict[str, Line]]) -> Iterable[int]:
    """Of the members, and of the heads for what they owe as heads."""
    lines = [line for row in board.rows for line in row.lines]
    lines += [line for of_unit in own.values() for line in of_unit.values()]
    return (line.request_id for line in lines if line.request_id)


def _of_heads(own: dict[int, dict[str, Line]], terms: list[HeadTerm], actor: Actor) -> Iterator[tuple[str, Line]]:
    """The line of the plan and of the consolidated sheet, which may still be that of a head before."""
    for code in HEADS_OWN:
        owed = {unit: lines[code] for unit, lines in own.items() if code in lines and not lines[code].is_waived}
        line = owed_by_heads(owed, terms, actor.on)
        if line is not None:
            yield code, line


def scoring_tasks(year: HeadYear) -> list[TaskRow]:
    return [_scoring_task(year.scoring, reverse("dashboard:board-detail", args=[year.cluster_year.pk]), year.title)]


register_head_task("scoring", 60, scoring_tasks)


def _scoring_task(found: ClusterProgress, board: str, holder: str) -> TaskRow:
    """Kiểm tra điểm, xếp hạng: from the first sheet sent to the published result."""
    if not found.is_open:
        note = _("Chưa mở tự chấm điểm cho các đơn vị.")
        return TaskRow(_("Kiểm tra điểm, xếp hạng"), board, StatusWord.NOT_OPEN, note=note)
    if found.published:
        word = StatusWord.FINAL
    elif found.runs:
        word = StatusWord.AWAITING_SIGNATURE
    else:
        word = StatusWord.DRAFT if found.sent else StatusWord.NOT_STARTED
    due = min((s.step.due_on for s in found.waiting_for(*HEADS) if s.step.due_on), default=None)
    return TaskRow(
        _("Kiểm tra điểm, xếp hạng"),
        reverse("ranking:cluster-year", args=[found.cluster_year.pk]) if found.is_final or found.runs else board,
        word,
        due_on=due,
        holder="" if found.published else holder,
        note=_("Đã gửi %(sent)s/%(all)s đơn vị, chờ kiểm tra %(waiting)s, đã chốt %(final)s.")
        % {
            "sent": found.sent,
            "all": found.members,
            "waiting": len(found.waiting_for(*HEADS)),
            "final": found.final,
        },
        action_label="" if found.published else _("Tiếp tục"),
    )


def _to_check(found: ClusterProgress, board: str, actor: Actor, now: datetime) -> Section | None:
    waiting = found.waiting_for(*HEADS)
    if not waiting:
        return None
    tasks = tuple(check_task(standing, actor, now) for standing in waiting[:MOST_LINES])
    return Section(_("Chờ kiểm tra điểm"), tasks, board, _("Xem cả %(count)s đơn vị") % {"count": found.members})


def check_task(standing: Standing, actor: Actor, now: datetime) -> TaskRow:
    """A sheet waiting for a reviewer; that of the head's own unit is checked by others."""
    allowed = bool(can_review(actor, standing.sheet))
    sheet = standing.sheet
    return TaskRow(
        sheet.unit_name,
        standing.url_for(actor),
        standing.word,
        due_on=standing.step.due_on if standing.step else None,
        holder=standing.holder(),
        days_late=standing.days_late(now),
        note="" if allowed else _("Bảng của đơn vị mình do Phó Trưởng hoặc Thường trực Hội đồng kiểm tra."),
        action_label=_("Kiểm tra") if allowed else "",
    )


def _owing(found: Board, board: str) -> Section | None:
    """Units that let a date pass, the latest first, with what is missing; then the others that still owe."""
    owing = sorted(
        ((row, row.overdue or row.missing) for row in found.rows if row.missing),
        key=lambda pair: min((line.days_left or 0 for line in pair[1]), default=0),
    )
    if not owing:
        return None
    tasks = tuple(_owed(found, row, lines, _longest_owed(lines)) for row, lines in owing[:MOST_LINES])
    return Section(_("Đơn vị còn thiếu"), tasks, board, _("Theo dõi, nhắc đơn vị"))


def _longest_owed(lines: Iterable[Line]) -> Line:
    """Word, date and days left of a unit are those of one paper: the one that waits longest."""
    return min(lines, key=lambda line: (line.days_left is None, line.days_left or 0))


def _owed(found: Board, row: UnitRow, lines: Iterable[Line], worst: Line) -> TaskRow:
    return TaskRow(
        row.member.unit_name,
        reverse("dashboard:board-unit", args=[found.cluster_year.pk, row.member.unit_id]),
        worst.word,
        due_on=worst.obligation.last_day if worst.obligation else None,
        days_left=worst.days_left,
        note=what_is_missing(lines),
    )
