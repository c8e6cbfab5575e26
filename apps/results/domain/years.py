"""The emulation year to which the results of a unit belong, and whether it can still be written."""

from collections.abc import Iterable

from django.db.models import Q

from apps.clusters.models import Member
from apps.periods.domain.years import require_writable
from apps.periods.enums import YearState
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


def closed_pairs(units: Iterable[Unit], numbers: Iterable[int]) -> set[tuple[int, int]]:
    """(unit, year) whose papers belong to a closed year; two queries, to check many rows before any is written."""
    units, numbers = list(units), set(numbers)
    states: dict[tuple[int, int], list[str]] = {}
    competing = Member.objects.standing().filter(unit__in=units, cluster_year__year__year__in=numbers)
    for unit_id, *found in competing.values_list("unit_id", "cluster_year__year__year", "cluster_year__year__state"):
        states.setdefault((unit_id, found[0]), []).append(found[1])
    years = EmulationYear.objects.filter(year__in=numbers).order_by("organiser__depth", "-pk")
    above = list(years.values_list("year", "organiser__path", "state"))
    for unit in units:
        own = {year: state for year, path, state in above if unit.path.startswith(path)}  # the nearest is the last
        for year, state in own.items():
            states.setdefault((unit.pk, year), [state])
    return {key for key, found in states.items() if YearState.CLOSED in found}


def require_writable_for(unit: Unit, year: int) -> list[EmulationYear]:
    """Raises YearClosed when a year to which the unit's papers belong is closed; answers the years."""
    found = years_of(unit, year)
    for each in found:
        require_writable(each)
    return found
