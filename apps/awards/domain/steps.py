"""Steps of a proposal that council and decision take for it; each is a line of the trail of the proposal."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from apps.audit.trail import record
from apps.awards.models import AwardProposal
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.actor import Actor


def lock_proposals(ids: Collection[int] | QuerySet) -> list[AwardProposal]:
    """In one query and one order, with what their steps ask for; ``ids`` may be a query of them."""
    rows = AwardProposal.objects.select_related("year__organiser", "unit").select_for_update(of=("self",))
    return list(rows.filter(pk__in=ids).order_by("pk"))


def take_step(proposal: AwardProposal, action: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Called inside an operation, on a locked row. Raises TransitionNotAllowed."""
    before = proposal.state
    proposal.state = PROPOSAL_FLOW.target(action, before)
    proposal.save(update_fields=["state", "updated_at"])
    record(
        f"awards.proposal.{action}",
        actor=actor,
        target=proposal,
        at=now,
        before=before,
        after=proposal.state,
        reason=reason,
    )
