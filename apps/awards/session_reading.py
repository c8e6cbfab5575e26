"""What the page and the minutes of a session show, in a fixed number of queries."""

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Value
from django.utils.translation import gettext as _

from apps.awards.models import AgendaItem, Conflict, CouncilSession, Reading, Seat
from apps.ballots.models import Ballot
from apps.core.components import Fact
from apps.core.dates import format_date, format_datetime


def agenda_of(session: CouncilSession, seat: Seat | None) -> QuerySet[AgendaItem]:
    """Nominees in order with who is concerned; ``is_read``, ``is_declared`` by one's own seat. Two queries."""
    mine = Exists(Reading.objects.filter(item=OuterRef("pk"), seat=seat)) if seat else Value(value=False)
    own = Exists(Conflict.objects.filter(item=OuterRef("pk"), seat=seat)) if seat else Value(value=False)
    rows = session.items.select_related("nominee__award", "nominee__proposal")
    rows = rows.prefetch_related(Prefetch("conflicts", Conflict.objects.select_related("seat")))
    return rows.annotate(is_read=mine, is_declared=own).order_by("position", "pk")


def ballots_of(session: CouncilSession) -> list[Ballot]:
    """Ballots of the session with how many nominees stand in each and how many wait for their result."""
    rows = Ballot.objects.filter(keeper=session.keeper).annotate(standing=Count("agenda_items"))
    waiting = AgendaItem.objects.filter(session=session, result="", ballot=OuterRef("pk"))
    return list(rows.annotate(is_waiting=Exists(waiting)).order_by("order", "pk"))


def session_facts(session: CouncilSession) -> list[Fact]:
    rows = [
        (_("Hội đồng"), session.council.name),
        (_("Năm thi đua"), session.year.year),
        (_("Phiên số"), session.number),
        (_("Ngày họp"), format_date(session.held_on)),
        (_("Địa điểm"), session.place),
        (_("Khai mạc lúc"), format_datetime(session.opened_at)),
        (_("Kết thúc lúc"), format_datetime(session.concluded_at)),
    ]
    return [Fact(label, value) for label, value in rows if value]
