"""Remarks on points among the tasks of heads: read from the sheets that their home asks for anyway."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.dashboard.papers.kinds import HeadYear, register_head_task


def head_tasks(year: HeadYear) -> list[TaskRow]:
    """Trả lời kiến nghị về điểm of the cluster's units, by the earliest date; absent when none waits."""
    sheets = [standing.sheet for standing in year.scoring.standings if standing.sheet.remarks_waiting]
    if not sheets:
        return []
    due_on = min(sheet.remarks_due_on for sheet in sheets)
    n = sum(sheet.remarks_waiting for sheet in sheets)
    return [
        TaskRow(
            _("Trả lời kiến nghị về điểm"),
            f"{reverse('scoring:remark-list')}?state=waiting",
            StatusWord.SENT,
            due_on=due_on,
            days_left=(due_on - local(year.now).date()).days,
            holder=year.title,
            note=ngettext("%(n)d kiến nghị đang chờ.", "%(n)d kiến nghị đang chờ.", n) % {"n": n},
            action_label=_("Trả lời"),
        )
    ]


register_head_task("score_remarks", 61, head_tasks)
