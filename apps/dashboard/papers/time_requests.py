"""Yêu cầu mở lại, gia hạn on the homes of whoever may answer: one line, absent when no request waits."""

from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import format_datetime
from apps.core.together import Asking
from apps.dashboard.papers.kinds import HeadYear, register_head_task, register_office_tasks
from apps.dashboard.queries.requests import answerable
from apps.obligations.models import TimeRequest

HEAD_ORDER, OFFICE_ORDER = 42, 25


def head_tasks(year: HeadYear) -> Asking:
    """Of those that wait in the year of the home, what the head may answer; nothing to ask where none waits."""
    if not year.requests:
        return []
    return _rows((yield _counted(answerable(year.actor).filter(pk__in=year.requests))), year.title)


def office_tasks(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> Asking:
    """Of every year of the body."""
    waiting = TimeRequest.objects.waiting().filter(obligation__duty__year__organiser=organiser_id)
    return _rows((yield _counted(waiting)), _("Trưởng Cụm hoặc Thường trực HĐ"))


def _counted(requests: QuerySet) -> QuerySet:
    rows = requests.order_by().values("state").annotate(n=Count("pk"), first=Min("created_at"))
    return rows.values_list("n", "first")


def _rows(counted: list[tuple[int, datetime]], holder: str) -> list[TaskRow]:
    return [_row(n, first, holder) for n, first in counted]


def _row(n: int, first: datetime, holder: str) -> TaskRow:
    words = ngettext(
        "%(n)d đề nghị đang chờ trả lời, sớm nhất lúc %(time)s.",
        "%(n)d đề nghị đang chờ trả lời, sớm nhất lúc %(time)s.",
        n,
    )
    return TaskRow(
        _("Yêu cầu mở lại, gia hạn"),
        f"{reverse('dashboard:request-list')}?state={TimeRequest.State.WAITING}",
        StatusWord.SENT,
        holder=holder,
        note=words % {"n": n, "time": format_datetime(first)},
        action_label=_("Trả lời"),
    )


register_head_task("time_requests", HEAD_ORDER, head_tasks)
register_office_tasks("time_requests", OFFICE_ORDER, office_tasks)
