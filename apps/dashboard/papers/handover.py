"""Bàn giao nhiệm vụ Trưởng Cụm among the head's tasks: the old head gives, the new one takes."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.models import HeadTerm
from apps.conferences.models import Handover
from apps.core.components import StatusWord, TaskRow
from apps.dashboard.papers.kinds import HeadYear, register_head_task


def head_tasks(year: HeadYear) -> Iterable[TaskRow]:
    """Two queries: the handover of the year before, and that of this year once the next heads are named."""
    own = year.cluster_year
    found = Handover.objects.filter(Q(old=own.pk) | Q(new=own.pk)).select_related("old__year", "new__year")
    given = next((each for each in found if each.old_id == own.pk), None)
    taken = next((each for each in found if each.new_id == own.pk), None)
    if taken is not None:
        yield _row(_("Nhận bàn giao nhiệm vụ"), taken, taken.taken_at, year, _("Đọc và ký nhận"))
    if given is not None:
        yield _row(_("Bàn giao nhiệm vụ"), given, given.given_at, year, _("Đọc và ký"))
    elif HeadTerm.objects.filter(
        cluster_year__cluster=own.cluster_id, cluster_year__year__year=own.year.year + 1
    ).exists():
        url = reverse("conferences:handover-detail", args=[own.pk])
        yield TaskRow(
            _("Bàn giao nhiệm vụ"), url, StatusWord.NOT_STARTED, holder=year.title, action_label=_("Lập bàn giao")
        )


def _row(title: str, handover: Handover, signed_at, year: HeadYear, button: str) -> TaskRow:
    word = StatusWord.FINAL if handover.is_done else StatusWord.SENT if signed_at else StatusWord.AWAITING_SIGNATURE
    return TaskRow(
        title,
        reverse("conferences:handover-detail", args=[handover.old_id]),
        word,
        holder="" if signed_at else year.title,
        note=_("Năm %(old)s bàn giao cho năm %(new)s") % {"old": handover.old.year.year, "new": handover.new.year.year},
        action_label="" if signed_at else button,
    )


register_head_task("handover", 71, head_tasks)
