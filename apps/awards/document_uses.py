"""Which places of proposals that use a paper somebody may open."""

from collections.abc import Iterable

from apps.awards.models import AwardProposal, Consultation, DossierPaper, UnitMeeting
from apps.core.actor import Actor

KINDS = {
    "paper": DossierPaper,
    "meeting": UnitMeeting,
    "consultation-ask": Consultation,
    "consultation-answer": Consultation,
}


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``paper:<id>``, ``consultation-ask:<id>`` …) of rows that the actor sees; a query for each kind."""
    by_kind: dict[str, dict[int, str]] = {}
    for key in keys:
        kind, pk = key.split(":")
        by_kind.setdefault(kind, {})[int(pk)] = key
    seen = AwardProposal.objects.visible_to(actor).order_by().values("pk")
    return {
        rows[pk]
        for kind, rows in by_kind.items()
        if kind in KINDS
        for pk in KINDS[kind].objects.filter(pk__in=rows, proposal__in=seen).order_by().values_list("pk", flat=True)
    }
