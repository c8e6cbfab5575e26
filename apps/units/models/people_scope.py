"""Whose people an actor reaches: one condition for persons and for everything that hangs on them."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core.actor import Actor
from apps.units.enums import Role, UnitKind

ROLES = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE, Role.AUDITOR)
MANAGERS = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)


@dataclass(frozen=True)
class Reach:
    """Branches of the tree whose people somebody reaches; ``everybody`` for the ministry's own and the system."""

    paths: tuple[str, ...] = ()
    everybody: bool = False

    def __bool__(self) -> bool:
        return self.everybody or bool(self.paths)

    def holds(self, path: str) -> bool:
        """Whether a unit with this path lies inside."""
        return self.everybody or path.startswith(self.paths or "\0")

    def holds_below(self, path: str) -> bool:
        """Whether a unit with this path lies inside and is not itself the top of a branch."""
        return self.everybody or any(path.startswith(each) and path != each for each in self.paths)

    def condition(self, lookup: str = "path") -> Q:
        """The same as a condition on a path; true for everybody also where another condition is offered beside it."""
        nobody = Q(pk__in=[])
        if self.everybody:
            return ~nobody  # an empty Q would vanish in an "or"
        return reduce(or_, (Q(**{f"{lookup}__startswith": path}) for path in self.paths), nobody)


def reach_of(actor: Actor, *roles: str) -> Reach:
    """What the actor reaches by any of the roles: own unit and below; everybody from the standing office or as auditor
    of the ministry. At most one query.
    """
    if actor.is_system:
        return Reach(everybody=True)
    wide = [role for role in roles if role in {Role.STANDING_OFFICE, Role.AUDITOR}]
    ids = actor.unit_ids(*wide) if wide else set()
    if ids and apps.get_model("units.Unit").objects.filter(pk__in=ids, kind=UnitKind.MINISTRY).exists():
        return Reach(everybody=True)
    return Reach(tuple(topmost(actor.paths(*roles))))


def topmost(paths: list[str]) -> list[str]:
    """The paths without those that lie below another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def people_in_reach(queryset: QuerySet, actor: Actor, person: str = "pk") -> QuerySet:
    """Rows whose ``person`` (a lookup to a Person's id) has or had a posting in the actor's reach."""
    reach = reach_of(actor, *ROLES)
    if reach.everybody:
        return queryset
    if not reach:
        return queryset.none()
    postings = apps.get_model("units.Posting").objects.filter(person=OuterRef(person))
    return queryset.filter(Exists(postings.filter(reach.condition("unit__path"))))
