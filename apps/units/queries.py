"""Questions about units that screens and other apps ask."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest, Least

from apps.accounts.grants import acting_for, grant_columns
from apps.core.actor import Actor
from apps.units.enums import Role, UnitKind
from apps.units.models import Delegation, RoleAssignment, Unit


def role_grants(on: date):
    """Columns of accounts.grants from RoleAssignment."""
    return RoleAssignment.objects.valid_on(on).annotate(
        **grant_columns(
            user_id=F("user_id"),
            role=F("role"),
            unit_id=F("unit_id"),
            unit_path=F("unit__path"),
            starts_on=F("starts_on"),
            ends_on=F("ends_on"),
        )
    )


def delegated_grants(on: date):
    """The same of those who stand in for a holder, in the days of the delegation only."""
    return Delegation.objects.valid_on(on).annotate(
        **grant_columns(
            user_id=F("user_id"),
            role=F("assignment__role"),
            unit_id=F("assignment__unit_id"),
            unit_path=F("assignment__unit__path"),
            starts_on=Greatest("starts_on", "assignment__starts_on"),
            ends_on=Least("ends_on", "assignment__ends_on"),
            acting_for=acting_for("assignment__user"),
        )
    )


def people_in_charge(role: str, unit_id: int, on: date):
    """Users holding ``role`` in the unit on the date who can sign in, with names and telephone numbers, in order of
    their start.
    """
    return [
        assignment.user
        for assignment in RoleAssignment.objects.filter(role=role, unit_id=unit_id, user__is_active=True)
        .valid_on(on)
        .select_related("user")
        .order_by("starts_on", "pk")
    ]


def officers(unit_ids: Iterable[int], on: date) -> dict[int, list]:
    """Officers of the units with their telephone numbers, by unit; one query."""
    found: dict[int, list] = {}
    people = (
        RoleAssignment.objects.filter(role=Role.OFFICER, unit_id__in=unit_ids, user__is_active=True)
        .valid_on(on)
        .select_related("user")
        .order_by("starts_on", "pk")
    )
    for person in people:
        found.setdefault(person.unit_id, []).append(person.user)
    return found


def ids_of_people(unit_ids: Iterable[int], roles: Iterable[str], on: date) -> set[int]:
    """Ids of the users who hold one of the roles in any of the units on the date, or stand in for one who does: whom
    to tell; locked accounts are left out; one query.
    """
    return {user_id for found in ids_by_unit(unit_ids, roles, on).values() for user_id in found}


def ids_by_unit(unit_ids: Iterable[int], roles: Iterable[str], on: date) -> dict[int, set[int]]:
    """The same by unit, where each unit is told something of its own; one query."""
    held = RoleAssignment.objects.filter(unit_id__in=list(unit_ids), role__in=list(roles)).valid_on(on).order_by()
    standing_in = Delegation.objects.filter(assignment__in=held).valid_on(on).order_by()
    found: dict[int, set[int]] = {}
    # Whoever stands in for a locked officer is told all the same.
    rows = held.filter(user__is_active=True).values_list("unit_id", "user_id")
    standing_in = standing_in.filter(user__is_active=True).values_list("assignment__unit_id", "user_id")
    for unit_id, user_id in rows.union(standing_in):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def is_office_of_ministry(actor: Actor) -> bool:
    """Whether the actor works in the standing office of the ministry itself; asks nothing of anybody else."""
    offices = actor.unit_ids(Role.STANDING_OFFICE)
    return bool(offices) and Unit.objects.filter(pk__in=offices, kind=UnitKind.MINISTRY).exists()
