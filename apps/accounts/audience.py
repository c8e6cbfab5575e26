"""Register of who sees what: the same rule as an app's ``visible_to``, read from the other side.

``visible_to(actor)`` answers the objects of a person; ``audience(obj)`` answers the circles of people of an object.
Each circle is a condition on grants (accounts.grants.COLUMNS), so that all people of all circles come in one query,
however many accounts there are; nobody's Actor is built. A test compares both sides for random people and objects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apps.accounts.grants import holders
from apps.accounts.models import User
from apps.core.actor import Grant


@dataclass(frozen=True)
class Circle:
    """People who see an object for one reason: holders of ``roles`` in these units or in this ClusterYear.

    ``unit_paths``: paths of the units themselves (``path_and_above`` gives those of a unit and all above it).
    """

    why: object
    roles: tuple[str, ...]
    unit_ids: frozenset[int] | None = None
    unit_paths: frozenset[str] | None = None
    cluster_year_id: int | None = None

    def condition(self) -> Q:
        found = Q(grant_role__in=[str(role) for role in self.roles])
        if self.unit_ids is not None:
            found &= Q(grant_unit_id__in=self.unit_ids)
        if self.unit_paths is not None:
            found &= Q(grant_unit_path__in=self.unit_paths)
        if self.cluster_year_id is not None:
            found &= Q(grant_cluster_year_id=self.cluster_year_id)
        return found

    def holds(self, grant: Grant) -> bool:
        """The same condition on one grant."""
        return (
            grant.role in self.roles
            and (self.unit_ids is None or grant.unit_id in self.unit_ids)
            and (self.unit_paths is None or grant.unit_path in self.unit_paths)
            and (self.cluster_year_id is None or grant.cluster_year_id == self.cluster_year_id)
        )


@dataclass(frozen=True)
class Seer:
    """One person who sees the object, by which grant and why."""

    user: User
    grant: Grant
    why: str


@dataclass(frozen=True)
class Audience:
    """Circles of an object; ``note`` says who sees it besides (everybody who signs in, the person concerned)."""

    circles: tuple[Circle, ...]
    note: object = ""


_registered: dict[type, Callable] = {}


def register(model: type, audience: Callable) -> None:
    """``audience(obj)`` answers the Audience of one row of ``model``."""
    _registered[model] = audience


def known_models() -> dict[str, type]:
    """The models whose audience is known, by label."""
    return {model._meta.label_lower: model for model in _registered}


def audience_of(obj) -> Audience:
    """Raises KeyError for a model that nobody registered."""
    return _registered[type(obj)](obj)


def seers(obj, on: date) -> list[Seer]:
    """People with an active account who see the object on the date, each with every reason; two queries.

    In the order of the circles, then by given name.
    """
    circles = audience_of(obj).circles
    anywhere = Q(pk__in=[])
    for circle in circles:
        anywhere |= circle.condition()
    found = [
        (number, user_id, grant)
        for user_id, grant in holders(on, anywhere)
        for number, circle in enumerate(circles)
        if circle.holds(grant)
    ]
    users = User.objects.filter(is_active=True).in_bulk({user_id for _number, user_id, _grant in found})
    rows = [(number, users[user_id], grant) for number, user_id, grant in found if user_id in users]
    rows.sort(key=lambda row: (row[0], row[1].name_key, row[1].pk, row[2].role))
    return [Seer(user, grant, str(circles[number].why)) for number, user, grant in rows]


def path_and_above(path: str, step: int) -> frozenset[str]:
    """Materialised paths of a node and all nodes above it; ``step``: characters of one level."""
    return frozenset(path[:end] for end in range(step, len(path) + 1, step))
