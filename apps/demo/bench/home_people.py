"""Somebody in each home role of the generated sector, with a trail and sessions of a council in its size."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.enums import AccessKind
from apps.audit.models import AccessEntry, Entry
from apps.awards.models import Council, CouncilMember, CouncilSession, Seat
from apps.ballots.enums import BallotState, Mode, Way
from apps.ballots.models import Ballot, Voter
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.copying import copy_rows
from apps.dashboard.actions import ACTIONS
from apps.dashboard.queries.trail import key
from apps.demo.bench.duty_board import LAST_YEAR
from apps.obligations.models import Obligation
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Person, RoleAssignment, Unit

ROLES = ("officer", "leader", "cluster_head", "standing_office", "auditor", "council_member")
SINCE = date(LAST_YEAR, 1, 1)
ENTRIES, DAYS = 10, 90  # of the trail: for each unit, over the last days
UNITS_PER_SESSION, SEATS, BALLOTS = 250, 25, 4  # of one council, a ballot with a voter for each seat
FILLED = (Entry, AccessEntry, CouncilMember, CouncilSession, Seat, Ballot, Voter, HeadTerm)
COMING = 4  # sessions that are not over
NO_OPERATION = UUID(int=0)


def people_of(units: int) -> dict[str, User]:
    """Home role → somebody who works in it. Officer, leader and head stand in clusters of their own."""
    found = {}
    clusters = ClusterYear.objects.filter(year__year=LAST_YEAR).order_by("-pk")[:3]
    for role, cluster_year in zip(("officer", "leader", "cluster_head"), clusters, strict=True):
        unit = cluster_year.members.first().unit
        found[role] = _user(role, unit, Role.LEADER if role == "leader" else Role.OFFICER)
        if role == "cluster_head":
            HeadTerm.objects.get_or_create(cluster_year=cluster_year, unit=unit, role=HeadRole.HEAD, starts_on=SINCE)
    found["standing_office"] = User.objects.get(username="sc.thuongtruc")
    found["auditor"] = User.objects.get(username="sc.kiemtra")
    found["council_member"] = _member(sessions=COMING + units // UNITS_PER_SESSION)
    _make_trail(units)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(model._meta.db_table for model in FILLED)}")
    return found


def _user(role: str, unit: Unit | None = None, grant: str = "") -> User:
    user, made = User.objects.get_or_create(username=f"bench-home-{role}", defaults={"full_name": "Đo tốc độ"})
    if made and unit:
        RoleAssignment.objects.create(user=user, unit=unit, role=grant, starts_on=SINCE)
    return user


def _member(sessions: int) -> User:
    """Somebody who sits in all sessions of a council, most of them over."""
    user = _user("council_member")
    if CouncilMember.objects.filter(person__user=user).exists():
        return user
    year = EmulationYear.objects.get(year=LAST_YEAR)
    council = Council.objects.create(organiser_id=year.organiser_id, name="Hội đồng thử", starts_on=SINCE)
    person = Person.objects.create(full_name="Đo tốc độ", user=user)
    members = CouncilMember.objects.bulk_create(
        CouncilMember(council=council, name=f"Ủy viên {order}", order=order, starts_on=SINCE, person=person)
        if order == 1
        else CouncilMember(council=council, name=f"Ủy viên {order}", order=order, starts_on=SINCE)
        for order in range(1, SEATS + 1)
    )
    for number in range(1, sessions + 1):
        session = CouncilSession.objects.create(
            council=council,
            year=year,
            number=number,
            title=f"Phiên {number}",
            held_on=SINCE + timedelta(days=number),
            state="planned" if number > sessions - COMING else "concluded",
        )
        seats = Seat.objects.bulk_create(
            Seat(session=session, member=each, order=each.order, label=each.name, position=each.position)
            for each in members
        )
        _make_ballots(session, seats)
    return user


def _make_ballots(session: CouncilSession, seats: list[Seat]) -> None:
    is_over, way = session.state == "concluded", Way.SCREEN
    for order in range(1, BALLOTS + 1):
        ballot = Ballot.objects.create(
            keeper=session.keeper,
            title=f"Phiếu {order}",
            mode=Mode.SCREEN,
            state=BallotState.CLOSED if is_over else BallotState.OPEN,
            order=order,
        )
        Voter.objects.bulk_create(
            Voter(ballot=ballot, order=seat.order, party=seat.party, label=seat.label, way=way, has_voted=is_over)
            for seat in seats
        )


def _make_trail(units: int) -> None:
    """Every action in turn, over what the units owe, and as many looks at personal data as there are units; the trail
    is append-only, so that of a smaller sector is filled up.
    """
    owed = [key(Obligation(pk=pk)) for pk in Obligation.objects.order_by("-pk").values_list("pk", flat=True)[:units]]
    actions, now = list(ACTIONS), timezone.now()

    def ago(number: int, of: int) -> datetime:
        return now - timedelta(days=DAYS) * (number * 7919 % of / of)

    entries = units * ENTRIES
    copy_rows(
        Entry,
        ("at", "action", "actor_label", "target_key", "target_label", "operation_id"),
        (
            (ago(n, entries), actions[n % len(actions)], "Bà Người thử", owed[n % units], "Việc thử", NO_OPERATION)
            for n in range(Entry.objects.count(), entries)
        ),
    )
    copy_rows(
        AccessEntry,
        ("at", "kind", "actor_label", "target_key", "target_label", "occasion_id"),
        (
            (ago(n, units), AccessKind.VIEW, "Bà Người thử", key(Person(pk=n)), "Người thử", NO_OPERATION)
            for n in range(AccessEntry.objects.count(), units)
        ),
    )
