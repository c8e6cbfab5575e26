"""The emulation year to which the results of a unit belong, and whether it can still be written."""

from django.db.models import Q

from apps.clusters.models import Member
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.units.models import Unit


def years_of(unit: Unit, year: int) -> list[EmulationYear]:
    """Years in which the unit competes; where it competes nowhere, that of the nearest body above it (or its own)."""
    competing = Member.objects.standing().filter(unit=unit, cluster_year__year__year=year).values("cluster_year__year")
    found = list(EmulationYear.objects.filter(pk__in=competing).order_by("pk"))
    if found:
        return found
    step = Unit.steplen
    above = [unit.path[:end] for end in range(step, len(unit.path) + 1, step)]
    nearest = EmulationYear.objects.filter(Q(organiser__path__in=above), year=year).order_by("-organiser__depth", "pk")
    return list(nearest[:1])


def require_writable_for(unit: Unit, year: int) -> list[EmulationYear]:
    """Raises YearClosed when a year to which the unit's papers belong is closed; answers the years."""
    found = years_of(unit, year)
    for each in found:
        require_writable(each)
    return found
