"""Who is told that a unit asks for more time. Filled in ``AppConfig.ready()``: the heads of clusters lie above us."""

from collections.abc import Callable, Iterable
from datetime import date

from apps.obligations.enums import office_alone
from apps.obligations.models import Obligation
from apps.units.enums import Role
from apps.units.queries import ids_of_people

_sources: list[Callable[[Obligation, date], Iterable[int]]] = []


def register(source: Callable[[Obligation, date], Iterable[int]]) -> None:
    """``source(obligation, on)``: ids of the users who lead the unit in that year."""
    _sources.append(source)


def people(obligation: Obligation, kind: str, on: date) -> set[int]:
    """Those who lead the unit and are not its own people; the standing office where there is nobody else, and of papers
    that it alone gives back. The same as ``policies.can_answer``.
    """
    office = ids_of_people([obligation.duty.year.organiser_id], [Role.STANDING_OFFICE], on)
    if office_alone(kind, obligation.duty.code):
        return office
    own = ids_of_people([obligation.unit_id], [Role.OFFICER, Role.LEADER], on)
    found = {user_id for source in _sources for user_id in source(obligation, on)} - own
    return found or office
