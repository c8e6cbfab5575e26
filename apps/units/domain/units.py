"""Founding units and giving roles in them."""

from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.text import clean
from apps.units.models import RoleAssignment, Unit, UnitAlias


@operation()
def ensure_unit(  # noqa: PLR0913 -- the columns of the unit file
    *,
    code: str,
    name: str,
    kind: str,
    actor: Actor,
    now: datetime,
    parent: Unit | None = None,
    short_name: str = "",
    protocol_order: int = 0,
    province: str = "",
    legal_person: bool | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    aliases: tuple[str, ...] = (),
) -> Unit:
    """The unit with this code, founded when it is not there yet. Repeating changes nothing."""
    known = Unit.objects.filter(code=code).first()
    if known is not None:
        return known
    fields = {
        "code": code,
        "name": clean(name),
        "short_name": clean(short_name),
        "kind": kind,
        "province": province,
        "protocol_order": protocol_order,
        "legal_person": legal_person,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    # Read the parent again: treebeard computes the child's path from the parent's count of children.
    if parent is None:
        unit = Unit.objects.add_root(create_kwargs=fields)
    else:
        unit = Unit.objects.add_child(Unit.objects.get(pk=parent.pk), create_kwargs=fields)
    for alias in aliases:
        UnitAlias.objects.create(unit=unit, name=clean(alias))
    record("units.unit.found", actor=actor, target=unit, at=now, after={"code": code, "name": unit.name})
    return unit


@operation()
def give_role(
    *, user_id: int, unit_id: int, role: str, starts_on: date, actor: Actor, now: datetime, ends_on: date | None = None
) -> RoleAssignment:
    """Let a user act in a unit from a date. Repeating changes nothing."""
    assignment, created = RoleAssignment.objects.get_or_create(
        user_id=user_id, unit_id=unit_id, role=role, starts_on=starts_on, defaults={"ends_on": ends_on}
    )
    if created:
        record("units.role.give", actor=actor, target=assignment, at=now, after={"role": role})
    return assignment
