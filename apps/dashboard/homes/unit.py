"""Homes of a unit's own people: "Việc cần làm" of the officer, "Việc chờ lãnh đạo", "Tình hình đơn vị"."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.components import FileItem, StatusWord, TaskRow, TimelineEntry
from apps.core.dates import format_date, format_datetime, local
from apps.dashboard.homes.page import Home
from apps.dashboard.queries import results, sheets, trail
from apps.dashboard.queries.sheets import DUTY, Standing
from apps.dashboard.workplace import Workplace
from apps.documents.queries import guidance_for
from apps.obligations.models import Obligation
from apps.obligations.queries import of_unit
from apps.ranking.models import RankingEntry
from apps.scoring.enums import SheetState

DONE = frozenset({StatusWord.SENT, StatusWord.RECEIVED, StatusWord.FINAL})
# The order of the glossary (§7); duties that later apps bring sort in by their code.
ORDER = ("registration", "pledge", "movement_launch", "report", DUTY, "proposal", "inspection")


@dataclass(frozen=True)
class UnitYear:
    """A unit's year at a glance."""

    tasks: tuple[TaskRow, ...]
    standings: tuple[Standing, ...]
    changes: tuple[TimelineEntry, ...]
    papers: tuple[FileItem, ...]
    last_result: RankingEntry | None

    @property
    def done(self) -> int:
        return sum(task.status in DONE for task in self.tasks)

    @property
    def next_task(self) -> TaskRow | None:
        """What the main button of the page leads to: the overdue task first, else the first one to be done."""
        return next((task for task in (*self.overdue, *self.tasks) if task.url and task.action_label), None)

    @property
    def overdue(self) -> tuple[TaskRow, ...]:
        return tuple(task for task in self.tasks if task.days_left is not None and task.days_left < 0)


def unit_year(unit_id: int, year: int, actor: Actor, now: datetime) -> UnitYear:
    """Tasks, changes, papers and the last result of a unit; nine queries, whatever there is."""
    obligations = of_unit(unit_id, year)
    found = tuple(sheets.standings(sheets.of_unit(unit_id, year), obligations))
    runs = results.newest_runs({s.sheet.cluster_year_id for s in found})
    targets = [*(s.sheet for s in found), *obligations, *(run for group in runs.values() for run in group)]
    return UnitYear(
        tasks=_tasks(found, obligations, now),
        standings=found,
        changes=tuple(trail.changes(targets)),
        papers=(*_guidance(actor, year), *_papers(found, obligations)),
        last_result=results.last_result(unit_id, year),
    )


def _tasks(found: tuple[Standing, ...], obligations: list[Obligation], now: datetime) -> tuple[TaskRow, ...]:
    rows = [(DUTY, sheet_task(standing, now, named=len(found) > 1)) for standing in found]
    shown = {standing.obligation.pk for standing in found if standing.obligation}
    rows += [(o.duty.code, duty_task(o, now)) for o in obligations if o.pk not in shown]
    rows.sort(key=lambda row: ORDER.index(row[0]) if row[0] in ORDER else len(ORDER))
    return tuple(task for _code, task in rows)


def sheet_task(standing: Standing, now: datetime, *, named: bool) -> TaskRow:
    """Tự chấm điểm as a line; ``named``: with its cluster, when a unit belongs to several."""
    notes = [standing.sheet.cluster_year.name] if named else []
    return TaskRow(
        title=_("Tự chấm điểm"),
        url=standing.sheet.get_absolute_url(),
        status=standing.word,
        holder=standing.holder(),
        days_late=standing.days_late(now),
        note=" · ".join([*notes, *_remarks(standing)]),
        action_label=_action(standing.word),
        **_dates(standing.obligation, now),
    )


def duty_task(obligation: Obligation, now: datetime) -> TaskRow:
    """A duty whose paper no app shows yet (or whose sheet is not opened): what, until when, sent or not."""
    opens_on = obligation.duty.opens_on
    closed = opens_on is not None and opens_on > local(now).date()
    waiting = StatusWord.NOT_OPEN if closed or obligation.duty.code == DUTY else StatusWord.NOT_STARTED
    return TaskRow(
        title=obligation.duty.label,
        url=obligation.subject_path,
        status=StatusWord.SENT if obligation.fulfilled_at else waiting,
        days_late=sheets.days_late(obligation, now),
        note=_("Mở từ ngày %(day)s.") % {"day": format_date(opens_on)} if closed else "",
        **_dates(obligation, now),
    )


def _dates(obligation: Obligation | None, now: datetime) -> dict:
    if obligation is None:
        return {}
    return {
        "due_on": obligation.last_day,
        "internal_due_on": obligation.duty.internal_due_on,
        "days_left": sheets.days_left(obligation, now),
    }


def _remarks(standing: Standing) -> list[str]:
    sheet, obligation = standing.sheet, standing.obligation
    found = []
    if sheet.state == SheetState.NOT_SUBMITTED:
        found.append(str(sheet.get_state_display()))
    if sheet.remark:
        found.append(sheet.remark)
    if standing.is_missing and sheet.reopened_reason:
        found.append(_("Đã mở lại để sửa: %(reason)s") % {"reason": sheet.reopened_reason})
    if standing.is_missing and obligation and obligation.extended_to:
        found.append(_("Được gia hạn đến %(time)s.") % {"time": format_datetime(obligation.extended_to)})
    return found


def _action(word: StatusWord) -> str:
    return {
        StatusWord.NOT_STARTED: _("Bắt đầu chấm"),
        StatusWord.DRAFT: _("Chấm tiếp"),
        StatusWord.RETURNED: _("Bổ sung"),
        StatusWord.AWAITING_SIGNATURE: _("Xem lại trước khi gửi"),
    }.get(word, "")


def _guidance(actor: Actor, year: int) -> list[FileItem]:
    """Công văn, biểu mẫu của năm, to be opened."""
    return [
        FileItem(
            document.symbol,
            url=document.get_absolute_url(),
            kind=document.get_kind_display(),
            note=_("ngày %(day)s") % {"day": format_date(document.issued_on)},
        )
        for document in guidance_for(actor, year)
    ]


def _papers(found: tuple[Standing, ...], obligations: list[Obligation]) -> tuple[FileItem, ...]:
    """Guidance letters and criteria of the year, each once."""
    items = [FileItem(o.duty.basis, kind=_("Căn cứ"), note=o.duty.label) for o in obligations if o.duty.basis]
    for standing in found:
        criteria_set = standing.sheet.criteria_set
        mark = _("minh họa") if criteria_set.illustrative else ""
        items.append(FileItem(criteria_set.title, kind=_("Bảng tiêu chí"), note=mark))
    return tuple(dict.fromkeys(items))


def officer_home(place: Workplace, actor, now: datetime) -> Home:
    """Screen 1."""
    year = unit_year(place.role.unit_id, place.year, actor, now)
    heading = _("Việc cần làm năm %(year)s – đã xong %(done)s/%(all)s") % {
        "year": place.year,
        "done": year.done,
        "all": len(year.tasks),
    }
    return Home("dashboard/home_officer.html", heading, {"unit_year": year})


def leader_home(place: Workplace, actor, now: datetime) -> Home:
    """What waits for the leader's word; a leader who never signs in blocks nothing (paper)."""
    year = unit_year(place.role.unit_id, place.year, actor, now)
    waiting = [s for s in year.standings if s.is_missing and s.sheet.sent_to_leader_at]
    tasks = [
        replace(
            sheet_task(standing, now, named=len(year.standings) > 1),
            title=_("Duyệt bảng tự chấm điểm"),
            status=StatusWord.AWAITING_SIGNATURE,
            action_label=_("Xem và duyệt"),
        )
        for standing in waiting
    ]
    return Home("dashboard/home_leader.html", _("Việc chờ lãnh đạo"), {"unit_year": year, "tasks": tasks})


def situation(place: Workplace, actor: Actor, now: datetime) -> Home:
    """Tình hình đơn vị: the unit's year as its leader follows it."""
    year = unit_year(place.role.unit_id, place.year, actor, now)
    heading = _("Tình hình đơn vị năm %(year)s") % {"year": place.year}
    return Home("dashboard/unit_situation.html", heading, {"unit_year": year})
