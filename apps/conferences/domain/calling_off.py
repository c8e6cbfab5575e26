"""Hoãn, hủy a planned meeting with its reason, and holding it after all. Its papers and ballots stay as they were."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from apps.audit.trail import operation
from apps.conferences.domain.congresses import warn_dependents
from apps.conferences.domain.moving import move
from apps.conferences.domain.planning import forget_presence, lock_conference
from apps.conferences.domain.running import NothingSaid
from apps.conferences.domain.telling import tell_of_calling_off, tell_of_holding_after_all
from apps.conferences.enums import Answer, Session
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.text import clean


@dataclass(frozen=True)
class NewDay:
    """When and where it is held after all; ``answer_by``: until when units answer anew."""

    held_on: date
    session: str = Session.MORNING
    place: str = ""
    answer_by: date | None = None


@operation()
def call_off(*, conference_id: int, reason: str, actor: Actor, now: datetime) -> Conference:
    """Nothing more is written into the meeting; who was invited is told why. The caller has asked ``can_run``.

    Raises TransitionNotAllowed, NothingSaid, YearClosed.
    """
    conference = lock_conference(conference_id)
    if not (why := clean(reason)):
        raise NothingSaid(field="reason")
    move(conference, "call_off", actor=actor, now=now, reason=why, called_off_reason=why, said=("held_on",))
    tell_of_calling_off(conference, actor=actor, now=now)
    return conference


@operation()
def plan_again(*, conference_id: int, day: NewDay, actor: Actor, now: datetime) -> Conference:
    """Held after all; invitations and names stay, who was invited is told when and where, and answers anew.

    The caller has asked ``can_run``. Raises TransitionNotAllowed, YearClosed.
    """
    conference = lock_conference(conference_id)
    day_before = conference.held_on
    move(
        conference,
        "plan_again",
        actor=actor,
        now=now,
        said=("held_on",),
        held_on=day.held_on,
        session=day.session,
        place=clean(day.place),
        answer_by=day.answer_by,
        called_off_reason="",
    )
    if conference.held_on != day_before:
        forget_presence(conference, actor, now)
    # What was answered was about the old day. The next version: a form opened before answers nothing for the new one.
    answered = conference.attendees.exclude(answer=Answer.NONE)
    answered.update(answer=Answer.NONE, version=F("version") + 1)
    warn_dependents(conference, actor=actor, now=now)
    tell_of_holding_after_all(conference, actor=actor, now=now)
    return conference
