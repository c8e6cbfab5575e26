"""Who hears of a meeting; each inside the caller's operation."""

from collections.abc import Iterable
from datetime import datetime

from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot, Teller
from apps.conferences.enums import ConferenceState
from apps.conferences.models import Conference, Presenter
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
    """Another day, session or place: whoever waits for the meeting hears of it."""
    with kept_language():
        body = f"Thời gian, địa điểm mới: {when_and_where(conference)}"
        body += f" Lý do: {reason}" if reason else ""
        to = people_waiting(conference, now)
        notify("conferences.changed", to=to, about=conference, body=body, actor=actor, now=now)


def tell_of_holding_after_all(conference: Conference, *, actor: Actor, now: datetime) -> None:
    """Whoever heard that it was called off: a congress above binds those below it again."""
    tell_of_change(conference, actor=actor, now=now)
    with kept_language():
        body = f"Hội nghị tổ chức lại: {when_and_where(conference)}"
        to = people_below(conference, now) - people_waiting(conference, now)
        notify("conferences.changed", to=to, about=conference, body=body, actor=actor, now=now)


def tell_of_calling_off(conference: Conference, *, actor: Actor, now: datetime) -> None:
    """Whoever waits for the meeting hears why it is not held; so do those whose congress stands below this one."""
    with kept_language():
        body = f"Hội nghị dự kiến {when_and_where(conference)} không tổ chức. Lý do: {conference.called_off_reason}"
        to = people_waiting(conference, now) | people_below(conference, now)
        notify("conferences.called_off", to=to, about=conference, body=body, actor=actor, now=now)


def people_invited(conference: Conference, now: datetime) -> set[int]:
    """Officers and leaders of the units that have got their invitation."""
    return people_of(conference.attendees.exclude(invited_at=None).values_list("unit_id", flat=True), now)


def people_waiting(conference: Conference, now: datetime) -> set[int]:
    """Who was invited, who is to count a ballot that is prepared, who presents a paper."""
    prepared = Ballot.objects.filter(keeper=conference.keeper, state=BallotState.PREPARED)
    team = Teller.objects.filter(ballot__in=prepared).values_list("user_id", flat=True)
    presenters = Presenter.objects.filter(paper__conference=conference)
    return people_invited(conference, now) | set(team) | set(presenters.values_list("user_id", flat=True))


def people_below(conference: Conference, now: datetime) -> set[int]:
    """Officers, leaders and offices of units whose congress stands below this one and is still to come."""
    below = conference.dependents.filter(state=ConferenceState.PLANNED).values_list("organiser_id", flat=True)
    return ids_of_people(below, [Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE], local(now).date())
