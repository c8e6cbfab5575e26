"""Who has a seat in a session: whoever sits in its council on the day; kept so while the session is planned."""

from django.db.models import QuerySet

from apps.awards.council_enums import SessionState
from apps.awards.council_queries import members_on
from apps.awards.models import Council, CouncilSession, Seat
from apps.periods.enums import YearState


def seat_members(session: CouncilSession) -> list[Seat]:
    """Seats as the council is on the day, in order: who stays keeps answer, readings and declarations, who left goes.

    A substitute sits only where the member does who would be replaced: it has no vote of its own. Called inside an
    operation on a planned session.
    """
    known = {seat.member_id: seat for seat in session.seats.all()}
    seated: dict[int, Seat] = {}
    members = members_on(session.council, session.held_on)
    for member in sorted(members, key=lambda each: each.substitute_of_id is not None):
        principal = seated.get(member.substitute_of_id)
        if member.substitute_of_id is not None and principal is None:
            continue
        seat = known.pop(member.pk, None) or Seat(session=session, member=member)
        seat.order, seat.label, seat.post = member.order, member.label, member.post
        seat.position, seat.substitute_of = member.position, principal
        seat.save()
        seated[member.pk] = seat
    session.seats.filter(member__in=known).delete()
    return list(seated.values())


def planned_of(council: Council) -> QuerySet[CouncilSession]:
    return council.sessions.filter(state=SessionState.PLANNED).exclude(year__state=YearState.CLOSED)


def refresh_planned(council: Council) -> None:
    """After somebody joined or left, or the term changed: planned sessions of years that are not closed follow."""
    for session in planned_of(council).select_for_update(of=("self",)).order_by("pk"):
        session.council = council
        seat_members(session)
