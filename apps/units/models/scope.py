"""What an organiser's own people may see, and what a unit takes over from those before it: for all apps."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.db.models.expressions import RawSQL

from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models.unit import Unit


def organised_for(actor: Actor, organiser: str) -> Q:
    """Rows whose ``organiser`` (a lookup that leads to a Unit) the actor serves or audits.

    The standing office serves its own organiser; the auditor of a unit reads that unit and all below it.
    """
    return organised_by(actor.unit_ids(Role.STANDING_OFFICE), actor.paths(Role.AUDITOR), organiser)


def organised_by(unit_ids: Iterable[int], audited: Iterable[str], organiser: str) -> Q:
    """The same by the units whose standing office it is, and the paths of those that are audited."""
    condition = Q(**{f"{organiser}_id__in": unit_ids})
    for path in audited:
        condition |= Q(**{f"{organiser}__path__startswith": path})
    return condition


# Units that ended and whose line of succession leads to those of the first part.
_BEFORE = """
WITH RECURSIVE line(id) AS (
    SELECT u.id FROM units_unit u WHERE {start}
    UNION
    SELECT p.predecessor_id FROM units_successionpair p JOIN line l ON p.successor_id = l.id
)
SELECT l.id FROM line l JOIN units_unit e ON e.id = l.id WHERE e.valid_to < %s
"""


def is_carried_on(unit: Unit, on: date | None, *, unit_ids: Collection[int] = (), paths: Collection[str] = ()) -> bool:
    """Whether the unit had ended by that day and these units, or units of these branches, came of it: its papers are
    theirs. At most one query, none for a unit at work.
    """
    if on is None or unit.valid_to is None or unit.valid_to >= on:
        return False
    before = Q(pk__in=ended_before(unit_ids, on)) | Q(pk__in=ended_before_branches(paths, on))
    return Unit.objects.filter(before, pk=unit.pk).exists()


def ended_before(unit_ids: Iterable[int], on: date | None) -> RawSQL:
    """Ids of units that became these and have ended by that day: whoever reads a unit reads on in what came before it.

    Only of those that are at work no more: who gave a part away and works on keeps its papers to itself.
    """
    return RawSQL(_BEFORE.format(start="u.id = ANY(%s)"), [list(unit_ids), on])  # noqa: S611 – constant text


def ended_before_branches(paths: Iterable[str], on: date | None) -> RawSQL:
    """The same for all units of these branches of the tree."""
    return RawSQL(_BEFORE.format(start="u.path LIKE ANY(%s)"), [[f"{path}%" for path in paths], on])  # noqa: S611 – constant text
