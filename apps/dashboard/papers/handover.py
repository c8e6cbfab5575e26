"""Bàn giao nhiệm vụ Trưởng Cụm among the head's tasks: the old head gives, the new one takes."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.models import ClusterYear, HeadTerm
from apps.conferences.models import Handover
from apps.core.components import StatusWord, TaskRow
from apps.core.together import Asking
from apps.dashboard.papers.kinds import HeadYear, register_head_task


def with_handovers(years: QuerySet) -> QuerySet:
    """ClusterYears with how far their two handovers are, in the query that finds them: the home asks no other one.

    ``gives_*``: to the next year, ``takes_*``: from the year before; ``takes_from``: that ClusterYear's id.
    """
    gives, takes = Handover.objects.filter(old=OuterRef("pk")), Handover.objects.filter(new=OuterRef("pk"))
    named = HeadTerm.objects.filter(
        cluster_year__cluster=OuterRef("cluster"), cluster_year__year__year=OuterRef("year__year") + 1
    )
    return years.annotate(
        next_is_named=Exists(named),
        gives=Exists(gives),
        gives_given_at=Subquery(gives.values("given_at")[:1]),
        gives_taken_at=Subquery(gives.values("taken_at")[:1]),
        takes_from=Subquery(takes.values("old_id")[:1]),
        takes_given_at=Subquery(takes.values("given_at")[:1]),
        takes_taken_at=Subquery(takes.values("taken_at")[:1]),
        number=F("year__year"),
    )


def head_tasks(year: HeadYear) -> Asking:
    """Nothing to ask where the ClusterYear comes from ``with_handovers``, one question elsewhere."""
    own, rows = year.cluster_year, []
    if not hasattr(own, "next_is_named"):
        [own] = yield with_handovers(ClusterYear.objects.filter(pk=own.pk))
    if own.takes_from is not None:
        word = _word(own.takes_taken_at, own.takes_given_at)
        rows += [_row(_("Nhận bàn giao nhiệm vụ"), own.takes_from, own.number - 1, word, year, _("Đọc và ký nhận"))]
    if own.gives:
        word = _word(own.gives_given_at, own.gives_taken_at)
        rows += [_row(_("Bàn giao nhiệm vụ"), own.pk, own.number, word, year, _("Đọc và ký"))]
    elif own.next_is_named:
        rows += [_row(_("Bàn giao nhiệm vụ"), own.pk, own.number, StatusWord.NOT_STARTED, year, _("Lập bàn giao"))]
    return rows


def _word(own_at: datetime | None, other_at: datetime | None) -> StatusWord:
    if own_at is None:
        return StatusWord.AWAITING_SIGNATURE
    return StatusWord.SENT if other_at is None else StatusWord.FINAL


def _row(title: str, old_id: int, number: int, word: StatusWord, year: HeadYear, button: str) -> TaskRow:
    signed = word in {StatusWord.SENT, StatusWord.FINAL}
    return TaskRow(
        title,
        reverse("conferences:handover-detail", args=[old_id]),
        word,
        holder="" if signed else year.title,
        note=_("Năm %(old)s bàn giao cho năm %(new)s") % {"old": number, "new": number + 1},
        action_label="" if signed else button,
    )


register_head_task("handover", 71, head_tasks)
