"""Whom to tell about a proposal, on the day it happens."""

from datetime import datetime

from apps.awards.models import AwardProposal
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
