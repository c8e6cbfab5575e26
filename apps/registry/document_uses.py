"""Which places of the registry that use a paper somebody may open."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.registry.models import Award, AwardAct, GrantDocument, Initiative


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``grant:<id>``, ``act:<id>``, ``initiative:<id>``) of rows that the actor sees; a query for each kind."""
    by_kind: dict[str, dict[int, str]] = {}
    for key in keys:
        kind, pk = key.split(":")
        by_kind.setdefault(kind, {})[int(pk)] = key
    seen = {
        "grant": lambda: GrantDocument.objects.visible_to(actor),
        "act": lambda: AwardAct.objects.filter(award__in=Award.objects.visible_to(actor).values("pk")),
        "initiative": lambda: Initiative.objects.visible_to(actor),
    }
    return {
        rows[pk]
        for kind, rows in by_kind.items()
        if kind in seen
        for pk in seen[kind]().filter(pk__in=rows).order_by().values_list("pk", flat=True)
    }
