"""Who may count for a council, and for which party each is taken: a nominee, a nominated unit, the own unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.awards.council_enums import Presence
from apps.awards.models import Conflict, CouncilSession, Nominee
from apps.ballots.domain.telling import standing_parties
from apps.ballots.models import Ballot
from apps.core.dates import local
from apps.units.enums import Role
from apps.units.models import Posting, RoleAssignment

STANDS = "nominee:"


@dataclass(frozen=True)
class CouncilTeller:
    """Somebody who may count; ``is_here``: sits in the session, or serves it in the office."""

    user_id: int
    label: str
    party: str
    is_here: bool


def candidates_for(session: CouncilSession, ballot: Ballot, now: datetime) -> list[CouncilTeller]:
    """Members with an account in the order of their seats, then the people of the council's standing office."""
    found: dict[int, tuple[str, bool]] = {}
    for seat in session.seats.select_related("member__person__user").order_by("order"):
        person = seat.member.person
        if person is not None and person.user_id:
            here = seat.presence == Presence.PRESENT
            found[person.user_id] = (f"{seat.label} – {seat.get_position_display()}", here)
    office = RoleAssignment.objects.valid_on(local(now).date()).filter(
        role=Role.STANDING_OFFICE, unit_id=session.council.organiser_id, user__is_active=True
    )
    for row in office.select_related("user").order_by("user__full_name", "user_id"):
        found.setdefault(row.user_id, (f"{row.user.label} – {_('Thường trực Hội đồng')}", True))
    parties = parties_of(ballot, found, now)
    return [CouncilTeller(pk, label, parties[pk], here) for pk, (label, here) in found.items()]


def parties_of(ballot: Ballot, user_ids: Collection[int], now: datetime) -> dict[int, str]:
    """The party of each user: what stands comes first, then a nominee by whom a member is concerned, then the unit
    where they serve, else the person alone.
    """
    ids = [int(party.removeprefix(STANDS)) for party in standing_parties(ballot) if party.startswith(STANDS)]
    nominees = Nominee.objects.filter(pk__in=ids).order_by("pk")
    people = {each.person_id: f"{STANDS}{each.pk}" for each in nominees if each.person_id}
    units = {each.unit_id: f"{STANDS}{each.pk}" for each in nominees if each.unit_id and not each.person_id}
    served, concerned = _units_of(user_ids, now), _concerned(ballot, user_ids)
    found = {}
    for user in User.objects.filter(pk__in=user_ids).select_related("person"):
        person = getattr(user, "person", None)
        own = served.get(user.pk, [])
        standing = [people.get(person.pk) if person else None, *(units.get(unit_id) for unit_id in own)]
        standing.append(concerned.get(user.pk))
        others = [f"unit:{unit_id}" for unit_id in own[:1]]
        found[user.pk] = next((party for party in [*standing, *others] if party), f"user:{user.pk}")
    return found


def _concerned(ballot: Ballot, user_ids: Collection[int]) -> dict[int, str]:
    """User → a nominee of the ballot by whom the member is concerned: neither votes on it nor counts its votes."""
    rows = Conflict.objects.filter(item__ballot=ballot, seat__member__person__user_id__in=user_ids).order_by("-pk")
    pairs = rows.values_list("seat__member__person__user_id", "item__nominee_id")
    return {user_id: f"{STANDS}{nominee_id}" for user_id, nominee_id in pairs}


def stands_for(party: str) -> bool:
    """Whether the party is a nominee or a nominated unit; also of whoever is concerned by one."""
    return party.startswith(STANDS)


def each_alone(parties: dict[int, str]) -> dict[int, str]:
    """Who stands or serves in a nominated unit stays of that party; of all others each is taken alone."""
    return {pk: party if stands_for(party) else f"user:{pk}" for pk, party in parties.items()}


def _units_of(user_ids: Collection[int], now: datetime) -> dict[int, list[int]]:
    """Units by user: of the posting first, then of the roles; the office only where nothing else is known."""
    on = local(now).date()
    found: dict[int, list[int]] = {}
    posts = Posting.objects.valid_on(on).filter(person__user_id__in=user_ids).order_by("kind", "pk")
    for user_id, unit_id in posts.values_list("person__user_id", "unit_id"):
        found.setdefault(user_id, []).append(unit_id)
    roles = RoleAssignment.objects.valid_on(on).filter(user_id__in=user_ids)
    for kind in (~Q(role=Role.STANDING_OFFICE), Q(role=Role.STANDING_OFFICE)):
        for user_id, unit_id in roles.filter(kind).order_by("pk").values_list("user_id", "unit_id"):
            found.setdefault(user_id, []).append(unit_id)
    return found
