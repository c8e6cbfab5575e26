"""Tổ chức hội nghị, bàn giao among the head's tasks: the meeting that closes the year. See ``handover`` too."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.conferences.enums import ConferenceKind, ConferenceState, MinutesState
from apps.conferences.models import Conference
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import HeadYear, register_head_task


def head_tasks(year: HeadYear) -> Asking:
    """From nothing planned to signed minutes; a meeting that was called off is none."""
    meetings = Conference.objects.filter(cluster_year=year.cluster_year, kind=ConferenceKind.CLOSING)
    meetings = meetings.exclude(state=ConferenceState.CALLED_OFF).select_related("minutes")
    return [_row(_next_of((yield meetings.order_by("held_on", "pk"))), year)]


def _next_of(meetings: Iterable[Conference]) -> Conference | None:
    """Of several the first that is not finished; all finished: the last."""
    meetings = list(meetings)
    return next((each for each in meetings if _word(each) != StatusWord.FINAL), meetings[-1] if meetings else None)


def _word(meeting: Conference | None) -> StatusWord:
    if meeting is None:
        return StatusWord.NOT_STARTED
    if meeting.state != ConferenceState.CONCLUDED:
        return StatusWord.DRAFT
    minutes = getattr(meeting, "minutes", None)
    signed = minutes is not None and minutes.state == MinutesState.SIGNED
    return StatusWord.FINAL if signed else StatusWord.AWAITING_SIGNATURE


def _row(meeting: Conference | None, year: HeadYear) -> TaskRow:
    word, title = _word(meeting), _("Tổ chức hội nghị, bàn giao")
    if meeting is None:
        page = reverse("conferences:conference-plan", args=[year.cluster_year.pk])
        return TaskRow(title, page, word, holder=year.title, action_label=_("Lập hội nghị"))
    unsigned = word == StatusWord.AWAITING_SIGNATURE
    return TaskRow(
        title,
        reverse("conferences:minutes-detail", args=[meeting.pk]) if unsigned else meeting.get_absolute_url(),
        word,
        due_on=meeting.held_on,
        days_left=None if meeting.is_over else (meeting.held_on - local(year.now).date()).days,
        holder="" if word == StatusWord.FINAL else year.title,
        note=_("Chưa ký biên bản: %(title)s") % {"title": meeting.title}
        if unsigned
        else f"{meeting.get_state_display()}: {meeting.title}",
        action_label="" if word == StatusWord.FINAL else _("Tiếp tục"),
    )


register_head_task("conference", 70, head_tasks)
