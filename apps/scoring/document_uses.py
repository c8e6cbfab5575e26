"""Which citations in score sheets and criteria sets a reader of a paper may follow."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.scoring.models import CriteriaSet, ScoreSheet


def seen(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``sheet:<id>:<code>``, see domain.evidence; ``set:<id>``) of what the actor sees; two queries."""
    by_kind: dict[str, dict[int, set[str]]] = {"sheet": {}, "set": {}}
    for key in keys:
        kind, pk, *_rest = key.split(":")
        by_kind[kind].setdefault(int(pk), set()).add(key)
    sheets = ScoreSheet.objects.visible_to(actor).filter(pk__in=by_kind["sheet"]).values_list("pk", flat=True)
    sets = CriteriaSet.objects.visible_to(actor).filter(pk__in=by_kind["set"]).values_list("pk", flat=True)
    return set().union(*(by_kind["sheet"][pk] for pk in sheets), *(by_kind["set"][pk] for pk in sets))
