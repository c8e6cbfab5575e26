"""Which citations in duties a reader of a paper may follow."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.obligations.models import Duty


def seen(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys ``duty:<id>`` of duties that the actor sees; one query."""
    wanted = {int(key.split(":")[1]): key for key in keys}
    return {wanted[pk] for pk in Duty.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)}
