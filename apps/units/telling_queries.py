"""Whom to tell of a unit about its paper (any row with ``unit_id``), on the day it happens; one query each."""

from datetime import datetime

from apps.core.dates import local
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def officers_of(paper, now: datetime) -> set[int]:
    return ids_of_people([paper.unit_id], [Role.OFFICER], local(now).date())


def leaders_of(paper, now: datetime) -> set[int]:
    return ids_of_people([paper.unit_id], [Role.LEADER], local(now).date())


def people_of(paper, now: datetime) -> set[int]:
    """Officers and leaders."""
    return ids_of_people([paper.unit_id], [Role.OFFICER, Role.LEADER], local(now).date())
