"""Whom to tell about a proposal, a session, a decision, on the day it happens."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from apps.awards.models import AwardProposal, CouncilSession, DecisionLine, Seat
from apps.ballots.models import Voter
from apps.core.dates import local
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def officers_of(proposal: AwardProposal, now: datetime) -> set[int]:
    return ids_of_people([proposal.unit_id], [Role.OFFICER], local(now).date())


def leaders_of(proposal: AwardProposal, now: datetime) -> set[int]:
    return ids_of_people([proposal.unit_id], [Role.LEADER], local(now).date())


def people_of(proposal: AwardProposal, now: datetime) -> set[int]:
    """Officers and leaders of the unit."""
    return ids_of_people([proposal.unit_id], [Role.OFFICER, Role.LEADER], local(now).date())


def office_of(proposal: AwardProposal, now: datetime) -> set[int]:
    """The standing office that receives it."""
    return ids_of_people([proposal.year.organiser_id], [Role.STANDING_OFFICE], local(now).date())


def members_of(session: CouncilSession) -> set[int]:
    """Members who sit in the session and sign in."""
    seats = Seat.objects.filter(session=session, member__person__user__isnull=False).order_by()
    return set(seats.values_list("member__person__user_id", flat=True))


def voters_of(session: CouncilSession, voters: QuerySet[Voter]) -> set[int]:
    """Members who sign in and stand among voters of a ballot: whoever is concerned is on no list of it."""
    parties = set(voters.values_list("party", flat=True))
    seats = Seat.objects.filter(session=session, member__person__user__isnull=False).select_related("member__person")
    return {seat.member.person.user_id for seat in seats if seat.party in parties}


def nominated_people(lines: Collection[DecisionLine], on: date) -> set[int]:
    """Officers and leaders of the units that stand in a list, or whose people do, where another unit proposed them."""
    units = {line.nominee.unit_id for line in lines if line.nominee.unit_id != line.nominee.proposal.unit_id}
    return ids_of_people([pk for pk in units if pk], [Role.OFFICER, Role.LEADER], on)
