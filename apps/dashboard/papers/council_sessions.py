"""Phiên họp Hội đồng on the homes of whoever sits in a council; nothing is asked for anybody else."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards.council_enums import COUNCIL_MEMBER, Presence, SessionState
from apps.awards.models import Seat
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import format_date, local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import Asked, register_unit_tasks

UNIT_ORDER = 96


def own_sessions(actor: Actor, now: datetime) -> Asking:
    """Sessions in which the actor sits that are not over, the next one first; one question."""
    seats = Seat.objects.filter(member__person__user_id=actor.user_id).exclude(session__state=SessionState.CONCLUDED)
    counted = seats.select_related("session__council").annotate(
        items=Count("session__items", distinct=True), read=Count("readings", distinct=True)
    )
    return [_row(seat, now) for seat in (yield counted.order_by("session__held_on", "session_id"))]


def _row(seat: Seat, now: datetime) -> TaskRow:
    session = seat.session
    unanswered = session.state == SessionState.PLANNED and seat.presence == Presence.UNKNOWN
    page = "awards:session-answer" if unanswered else "awards:session-detail"
    return TaskRow(
        title=_("Phiên họp ngày %(day)s: %(title)s") % {"day": format_date(session.held_on), "title": session.title},
        url=reverse(page, args=[session.pk]),
        status=StatusWord.NOT_STARTED if unanswered else StatusWord.DRAFT,
        due_on=session.held_on,
        days_left=(session.held_on - local(now).date()).days,
        note=_("Đã đọc %(read)s/%(all)s hồ sơ") % {"read": seat.read, "all": seat.items},
        action_label=_("Xác nhận dự họp") if unanswered else _("Mở phiên họp"),
    )


def session_tasks(asked: Asked) -> Asking:
    """Beside the work for the own unit."""
    return (yield from own_sessions(asked.actor, asked.now)) if asked.actor.holds(COUNCIL_MEMBER) else []


register_unit_tasks("council_sessions", UNIT_ORDER, session_tasks)
