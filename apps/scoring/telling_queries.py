"""Whom to tell about a sheet, on the day it happens."""

from collections.abc import Collection, Iterable
from datetime import datetime

from apps.clusters.enums import HeadRole
from apps.clusters.queries import ids_of_heads
from apps.core.dates import local
from apps.scoring.enums import StepRole
from apps.scoring.models import CriteriaSet, ReviewAssignment, ReviewStep, ScoreSheet
from apps.scoring.review_scope import REVIEWING, holders_of
from apps.units.enums import Role
from apps.units.queries import ids_of_people
from apps.units.telling_queries import people_of


def reviewers_of(sheet: ScoreSheet, step: ReviewStep | None, now: datetime) -> set[int]:
    """Who has the sheet in a step: heads and deputies of the cluster without the unit itself, or the standing office.

    Nobody where the set has no step.
    """
    if step is None:
        return set()
    on = local(now).date()
    if step.role == HeadRole.HEAD:
        return ids_of_heads(sheet.cluster_year_id, on) - people_of(sheet, now)
    # The standing office sees to the word of a body outside of the portal.
    return ids_of_people([sheet.cluster_year.cluster.organiser_id], [Role.STANDING_OFFICE], on)


def people_scoring_by(criteria_set: CriteriaSet, now: datetime) -> set[int]:
    """Users of the units whose sheets were opened by a set, officers and leaders."""
    units = ScoreSheet.objects.filter(criteria_set=criteria_set).order_by().values_list("unit_id", flat=True)
    return ids_of_people(units, [Role.OFFICER, Role.LEADER], local(now).date())


def given_people(assignments: Iterable[ReviewAssignment], now: datetime) -> set[int]:
    """Whoever was given criteria to check: officers and leaders of the units, accounts of the persons."""
    assignments = list(assignments)
    units = {each.unit_id for each in assignments if each.unit_id}
    persons = {each.person.user_id for each in assignments if each.person_id and each.person.user_id}
    return ids_of_people(units, [Role.OFFICER, Role.LEADER], local(now).date()) | persons


def answerers_of(sheet: ScoreSheet, codes: Collection[str], now: datetime) -> set[int]:
    """Who answers remarks on these criteria: whoever did the last step inside of the portal, whoever was given them."""
    steps = sheet.criteria_set.steps.exclude(role=StepRole.OUTSIDE).order_by("-order")
    step = steps.filter(order__lte=sheet.step).first() or steps.first()
    if step is None:
        return set()
    told = holders_of(sheet, step.order, codes)
    units = {each.unit_id for each in told if each.unit_id}
    people = ids_of_people(units, REVIEWING, local(now).date()) | {each.user_id for each in told if each.user_id}
    return (reviewers_of(sheet, step, now) | people) - people_of(sheet, now)
