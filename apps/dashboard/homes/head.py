"""Home of the head and deputies of a cluster: "Nhiệm vụ Trưởng Cụm năm …"."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.enums import HEAD_TITLES, HEADS, HeadRole
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.dashboard.homes.page import Home, Section
from apps.dashboard.queries.clusters import ClusterProgress, progress
from apps.dashboard.queries.sheets import Standing
from apps.dashboard.workplace import AFTERWARDS, Workplace
from apps.scoring.review_policies import can_review

MOST_LINES = 8


def head_home(place: Workplace, actor, now: datetime) -> Home:
    cluster_year = ClusterYear.objects.for_list().get(pk=place.role.cluster_year_id)
    [found] = progress([cluster_year], actor=actor, now=now)
    title = HEAD_TITLES[cluster_year.cluster.kind, HeadRole.HEAD]
    heading = _("Nhiệm vụ %(head)s năm %(year)s") % {"head": title, "year": place.year}
    if place.role.role in AFTERWARDS:
        heading = _("Việc còn lại của năm %(year)s") % {"year": place.year}
    board = reverse("dashboard:board-detail", args=[cluster_year.pk])
    return Home(
        "dashboard/home_head.html",
        heading,
        {
            "progress": found,
            "board_url": board,
            "tasks": [_scoring_task(found, board, str(title))],
            "sections": [
                section for section in (_to_check(found, board, actor, now), _owing(found, board, now)) if section
            ],
        },
    )


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


def _owing(found: ClusterProgress, board: str, now: datetime) -> Section | None:
    owing = sorted((s for s in found.standings if s.is_missing), key=lambda s: (s.days_left(now) or 0, s.sheet.order))
    if not owing:
        return None
    tasks = tuple(
        TaskRow(
            s.sheet.unit_name,
            s.sheet.get_absolute_url(),
            s.word,
            due_on=s.obligation.last_day if s.obligation else None,
            holder=s.holder(),
            days_left=s.days_left(now),
        )
        for s in owing[:MOST_LINES]
    )
    return Section(_("Đơn vị chưa gửi bảng tự chấm điểm"), tasks, board, _("Theo dõi, nhắc đơn vị"))
