"""Which places of awards that use a paper somebody may open: in a proposal, at a council, a decision, what goes up."""

from collections.abc import Iterable

from apps.awards.models import (
    AwardDecision,
    AwardProposal,
    Consultation,
    Council,
    DossierPaper,
    UnitMeeting,
    UpwardSubmission,
)
from apps.core.actor import Actor

IN_PROPOSALS = {
    "paper": DossierPaper,
    "meeting": UnitMeeting,
    "consultation-ask": Consultation,
    "consultation-answer": Consultation,
}
WITH_PAGES = {
    "council": Council,
    "decision": AwardDecision,
    "revoke": AwardDecision,
    "upward": UpwardSubmission,
    "upward-answer": UpwardSubmission,
}


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``paper:<id>``, ``revoke:<id>`` …) of rows that the actor sees; a query for each kind."""
    by_kind: dict[str, dict[int, str]] = {}
    for key in keys:
        kind, pk = key.split(":")
        by_kind.setdefault(kind, {})[int(pk)] = key
    return {
        rows[pk]
        for kind, rows in by_kind.items()
        if kind in IN_PROPOSALS | WITH_PAGES
        for pk in _seen(kind, actor).filter(pk__in=rows).order_by().values_list("pk", flat=True)
    }


def _seen(kind: str, actor: Actor):
    if kind in WITH_PAGES:
        return WITH_PAGES[kind].objects.visible_to(actor)
    proposals = AwardProposal.objects.visible_to(actor).order_by().values("pk")
    return IN_PROPOSALS[kind].objects.filter(proposal__in=proposals)
