"""Bulk questions about duties."""

from datetime import datetime

from apps.core.dates import local
from apps.obligations.models import Obligation
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def by_unit(year_id: int, code: str, unit_ids) -> dict[int, Obligation]:
    """The obligation of each unit for one duty of the year, in one query."""
    found = Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id__in=unit_ids).select_related(
        "duty"
    )
    return {obligation.unit_id: obligation for obligation in found}


def of_unit(unit_id: int, year: int) -> list[Obligation]:
    """What one unit owes in a calendar year, to whichever organiser, by due date; one query."""
    return list(
        Obligation.objects.filter(unit_id=unit_id, duty__year__year=year, waived_at=None)
        .select_related("duty__year")
        .order_by("duty__due_on", "pk")
    )


def people_of(obligation: Obligation, now: datetime) -> set[int]:
    """Ids of the officers and leaders of the unit that owes it: whom to tell."""
    return ids_of_people([obligation.unit_id], [Role.OFFICER, Role.LEADER], local(now).date())
