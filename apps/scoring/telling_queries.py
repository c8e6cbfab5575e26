"""Whom to tell about a sheet, on the day it happens."""

from datetime import datetime

from apps.clusters.enums import HeadRole
from apps.clusters.queries import ids_of_heads
from apps.core.dates import local
from apps.scoring.models import CriteriaSet, ReviewStep, ScoreSheet
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def officers_of(sheet: ScoreSheet, now: datetime) -> set[int]:
    return ids_of_people([sheet.unit_id], [Role.OFFICER], local(now).date())


def leaders_of(sheet: ScoreSheet, now: datetime) -> set[int]:
    return ids_of_people([sheet.unit_id], [Role.LEADER], local(now).date())


def people_of(sheet: ScoreSheet, now: datetime) -> set[int]:
    """Officers and leaders of the unit."""
    return ids_of_people([sheet.unit_id], [Role.OFFICER, Role.LEADER], local(now).date())


def reviewers_of(sheet: ScoreSheet, step: ReviewStep | None, now: datetime) -> set[int]:
    """Who has the sheet in a step: heads and deputies of the cluster without the unit itself, or the standing office.

    Nobody where the set has no step.
    """
    if step is None:
        return set()
    on = local(now).date()
    if step.role == HeadRole.HEAD:
        return ids_of_heads(sheet.cluster_year_id, on) - people_of(sheet, now)
    return ids_of_people([sheet.cluster_year.cluster.organiser_id], [step.role], on)


def people_scoring_by(criteria_set: CriteriaSet, now: datetime) -> set[int]:
    """Users of the units whose sheets were opened by a set, officers and leaders."""
    units = ScoreSheet.objects.filter(criteria_set=criteria_set).order_by().values_list("unit_id", flat=True)
    return ids_of_people(units, [Role.OFFICER, Role.LEADER], local(now).date())
