"""Who hears of a meeting; each inside the caller's operation."""

from collections.abc import Iterable
from datetime import datetime

from apps.conferences.enums import ConferenceState
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def when_and_where(conference: Conference) -> str:
    """As in "Chiều 18/12/2020, tại Hà Nội."."""
    session = str(conference.get_session_display())
    place = f", tại {conference.place}" if conference.place else ""
    return f"{session} {format_date(conference.held_on)}{place}."


def people_of(unit_ids: Iterable[int], now: datetime) -> set[int]:
    """Officers and leaders of the units."""
    return ids_of_people(unit_ids, [Role.OFFICER, Role.LEADER], local(now).date())


def tell_of_change(conference: Conference, *, reason: str = "", actor: Actor, now: datetime) -> None:
    """Another day, session or place: units that were invited already hear of it."""
    with kept_language():
        body = f"Thời gian, địa điểm mới: {when_and_where(conference)}"
        body += f" Lý do: {reason}" if reason else ""
        to = people_invited(conference, now)
        notify("conferences.changed", to=to, about=conference, body=body, actor=actor, now=now)


def tell_of_calling_off(conference: Conference, *, actor: Actor, now: datetime) -> None:
    """Units that were invited hear why the meeting is not held; so do those whose congress stands below this one."""
    with kept_language():
        body = f"Hội nghị dự kiến {when_and_where(conference)} không tổ chức. Lý do: {conference.called_off_reason}"
        below = conference.dependents.filter(state=ConferenceState.PLANNED).values_list("organiser_id", flat=True)
        to = people_invited(conference, now) | people_of(below, now)
        notify("conferences.called_off", to=to, about=conference, body=body, actor=actor, now=now)


def people_invited(conference: Conference, now: datetime) -> set[int]:
    """Officers and leaders of the units that have got their invitation."""
    return people_of(conference.attendees.exclude(invited_at=None).values_list("unit_id", flat=True), now)
