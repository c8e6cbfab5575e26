"""Who acts: one immutable value built once per request or task. Policies and querysets read it, nothing writes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Grant:
    """One right valid on the Actor's date: ``role`` in a unit (and, for heads, in one ClusterYear).

    ``unit_path`` is the materialised path of the unit: a path that starts with it lies below the unit.
    """

    role: str
    unit_id: int
    unit_path: str
    cluster_year_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    acting_for: str = ""  # name of the holder whom the person stands in for; empty for an own right


@dataclass(frozen=True)
class Actor:
    """A user with the grants of one local date. ``user_id`` is None for the system itself.

    ``impersonated_by``: the administrator who stands in for the user ("Xem với tư cách"); nobody votes or signs so.
    """

    user_id: int | None
    label: str
    grants: tuple[Grant, ...] = ()
    on: date | None = None
    is_staff: bool = False
    is_system: bool = field(default=False)
    impersonated_by: int | None = None

    def holds(self, *roles: str, unit_id: int | None = None, cluster_year_id: int | None = None) -> bool:
        """Whether one grant has one of the roles, and the unit and ClusterYear where these are given."""
        return any(
            g.role in roles
            and (unit_id is None or g.unit_id == unit_id)
            and (cluster_year_id is None or g.cluster_year_id == cluster_year_id)
            for g in self.grants
        )

    def unit_ids(self, *roles: str) -> set[int]:
        """Units in which the actor holds one of the roles (any role when none is named)."""
        return {g.unit_id for g in self.grants if not roles or g.role in roles}

    def cluster_year_ids(self, *roles: str) -> set[int]:
        return {g.cluster_year_id for g in self.grants if g.cluster_year_id and (not roles or g.role in roles)}

    def paths(self, *roles: str) -> list[str]:
        return [g.unit_path for g in self.grants if not roles or g.role in roles]

    def label_for(self, target) -> str:
        """How the trail names the actor on this target: "Bà A, thay mặt Ông B" where only a delegation gives the right.

        Which of several rights was used is read from the unit and ClusterYear that the target names.
        """
        if not any(g.acting_for for g in self.grants):
            return self.label
        unit_id, cluster_year_id = getattr(target, "unit_id", None), getattr(target, "cluster_year_id", None)
        near = [
            g
            for g in self.grants
            if (unit_id and g.unit_id == unit_id) or (cluster_year_id and g.cluster_year_id == cluster_year_id)
        ]
        used = near or self.grants
        if not all(g.acting_for for g in used):
            return self.label
        return f"{self.label}, thay mặt {', '.join(dict.fromkeys(g.acting_for for g in used))}"

    def limited_to(self, grants: Iterable[Grant]) -> "Actor":
        """The same person working in only some of the roles ("Đang làm việc với tư cách")."""
        return replace(self, grants=tuple(grants))


ANONYMOUS = Actor(user_id=None, label="")


def system_actor(label: str = "Hệ thống") -> Actor:
    """For scheduled work that nobody asked for by hand."""
    return Actor(user_id=None, label=label, is_system=True)
