"""Who hears of a meeting; each inside the caller's operation."""

from collections.abc import Iterable
from datetime import datetime

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


def tell_of_change(conference: Conference, *, actor: Actor, now: datetime) -> None:
    """Another day, session or place: units that were invited already hear of it."""
    invited = list(conference.attendees.exclude(invited_at=None).values_list("unit_id", flat=True))
    if invited:
        with kept_language():
            body = f"Thời gian, địa điểm mới: {when_and_where(conference)}"
            to = people_of(invited, now)
            notify("conferences.changed", to=to, about=conference, body=body, actor=actor, now=now)
