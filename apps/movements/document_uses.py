"""Which places of movements that use a paper somebody may open."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.movements.models import Movement, MovementReview, Participation


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``movement:<id>``, ``participation:<id>``, ``review:<id>``, anything behind them) of rows that the actor
    sees; a query for each kind.
    """
    by_kind: dict[str, dict[int, list[str]]] = {}
    for key in keys:
        kind, pk, *_more = key.split(":")
        by_kind.setdefault(kind, {}).setdefault(int(pk), []).append(key)
    models = {"movement": Movement, "participation": Participation, "review": MovementReview}
    found: set[str] = set()
    for kind, rows in by_kind.items():
        if kind in models:
            seen = models[kind].objects.visible_to(actor).filter(pk__in=rows).order_by().values_list("pk", flat=True)
            found.update(key for pk in seen for key in rows[pk])
    return found
