"""Which citations in results a reader of a paper may follow."""

from collections.abc import Iterable

from apps.core.actor import Actor
from apps.ranking.models import Exclusion, RankingRun


def seen(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``run:<id>``, ``exclusion:<id>``) of what the actor sees; two queries."""
    found = [(kind, int(pk), f"{kind}:{pk}") for kind, pk in (key.split(":") for key in keys)]
    runs = RankingRun.objects.visible_to(actor).filter(pk__in=[pk for kind, pk, _key in found if kind == "run"])
    out = Exclusion.objects.visible_to(actor).filter(pk__in=[pk for kind, pk, _key in found if kind == "exclusion"])
    visible = {"run": set(runs.values_list("pk", flat=True)), "exclusion": set(out.values_list("pk", flat=True))}
    return {key for kind, pk, key in found if pk in visible[kind]}
