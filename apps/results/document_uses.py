"""Which places of results that use a paper somebody may open."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.results.models import ResultEntry, Target


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``result:<id>``, ``target:<id>``) of rows that the actor sees; a query for each kind."""
    by_kind: dict[str, dict[int, str]] = {}
    for key in keys:
        kind, pk = key.split(":")
        by_kind.setdefault(kind, {})[int(pk)] = key
    models = {"result": ResultEntry, "target": Target}
    return {
        rows[pk]
        for kind, rows in by_kind.items()
        if kind in models
        for pk in models[kind].objects.visible_to(actor).filter(pk__in=rows).order_by().values_list("pk", flat=True)
    }
