"""Home of people whose unit stands in no year of its own: a division, with the parts of a sheet that it was given."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import format_datetime
from apps.dashboard.homes.page import Home
from apps.dashboard.workplace import Workplace
from apps.obligations.models import Obligation
from apps.scoring.domain.submissions import DUTY
from apps.scoring.enums import SheetState
from apps.scoring.models import PartAssignment, ScoreSheet
from apps.scoring.queries import own_parts

OPEN = (SheetState.SELF_SCORING, SheetState.RETURNED)


def division_home(place: Workplace, actor: Actor, now: datetime) -> Home:
    """The parts that the person's divisions fill, with the days of the unit; what to expect where there are none."""
    tasks = list(_parts(actor, now))
    if not tasks:
        return Home("dashboard/home_no_role.html", _("Chưa có việc"))
    return Home("dashboard/home_division.html", _("Việc cần làm"), {"tasks": tasks})


def _parts(actor: Actor, now: datetime) -> Iterable[TaskRow]:
    """Three queries whatever the number of sheets."""
    sheets = own_parts(actor)
    given: dict[int, list[PartAssignment]] = {}
    divisions = actor.unit_ids("officer", "leader")
    for each in PartAssignment.objects.filter(sheet__in=sheets, division_id__in=divisions):
        given.setdefault(each.sheet_id, []).append(each)
    owed = Obligation.objects.filter(duty__code=DUTY, unit_id__in={sheet.unit_id for sheet in sheets})
    days = {(each.unit_id, each.duty.year_id): each for each in owed.select_related("duty")}
    for sheet in sheets:
        yield _task(sheet, given[sheet.pk], days.get((sheet.unit_id, sheet.cluster_year.year_id)), now)


def _task(sheet: ScoreSheet, given: list[PartAssignment], owed: Obligation | None, now: datetime) -> TaskRow:
    """Done when the division has said so for all its parts, or when the sheet has left the unit."""
    left = sheet.state not in OPEN
    done = left or all(each.done_at for each in given)
    reported = max((each.done_at for each in given if each.done_at), default=None)
    return TaskRow(
        title=_("Phần tự chấm được giao năm %(year)s") % {"year": sheet.cluster_year.year.year},
        url=reverse("scoring:own-part", args=[sheet.pk]),
        status=StatusWord.SENT if done else StatusWord.NOT_STARTED,
        due_on=owed.last_day if owed else None,
        internal_due_on=owed.internal_day if owed else None,
        holder=sheet.unit_name if done else "",
        days_left=owed.days_to_go(now) if owed and not done else None,
        note=_("Đã báo xong lúc %(at)s.") % {"at": format_datetime(reported)} if done and reported else sheet.unit_name,
        action_label="" if done else _("Tự chấm điểm"),
    )
