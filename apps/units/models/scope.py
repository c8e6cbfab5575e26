"""What an organiser's own people may see: one condition for every app that scopes by organiser."""

from django.db.models import Q

from apps.core.actor import Actor
from apps.units.enums import Role


def organised_for(actor: Actor, organiser: str) -> Q:
    """Rows whose ``organiser`` (a lookup that leads to a Unit) the actor serves or audits.

    The standing office serves its own organiser; the auditor of a unit reads that unit and all below it.
    """
    condition = Q(**{f"{organiser}_id__in": actor.unit_ids(Role.STANDING_OFFICE)})
    for path in actor.paths(Role.AUDITOR):
        condition |= Q(**{f"{organiser}__path__startswith": path})
    return condition
