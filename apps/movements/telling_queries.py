"""Whom to tell of movements: ids of users."""

from collections.abc import Iterable
from datetime import date

from apps.clusters.models import Member
from apps.clusters.queries import ids_of_heads
from apps.movements.models import Movement
from apps.units.enums import Role
from apps.units.queries import ids_of_people

OF_UNITS = (Role.OFFICER, Role.LEADER)


def people_of_units(unit_ids: Iterable[int], on: date) -> set[int]:
    """Officers and leaders of the units."""
    return ids_of_people(unit_ids, OF_UNITS, on)


def runners(movement: Movement, on: date) -> set[int]:
    """Whoever runs the movement: the standing office of its organiser, or its officers where it has none; the heads of
    its cluster.
    """
    if movement.cluster_year_id is not None:
        return ids_of_heads(movement.cluster_year_id, on)
    office = ids_of_people([movement.organiser_id], [Role.STANDING_OFFICE], on)
    return office or ids_of_people([movement.organiser_id], [Role.OFFICER], on)


def heads_of_unit(unit_id: int, year: int, on: date) -> set[int]:
    """Heads of the clusters in which the unit competes that year."""
    places = Member.objects.standing().filter(unit_id=unit_id, year__year=year)
    return {pk for place in places for pk in ids_of_heads(place.cluster_year_id, on)}
