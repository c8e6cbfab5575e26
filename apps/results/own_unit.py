"""The unit for which somebody works: offered in forms, and in whose register the cited papers are filed."""

from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models import Unit


def keeper_of(actor: Actor) -> Unit | None:
    """The own unit of officers and leaders, else the one that the standing office serves."""
    ids = actor.unit_ids(Role.OFFICER, Role.LEADER) or actor.unit_ids(Role.STANDING_OFFICE)
    return Unit.objects.filter(pk__in=ids).order_by("path").first()
