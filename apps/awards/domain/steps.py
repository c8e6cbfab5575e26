"""Sessions and proposals under lock; steps of a proposal that council and decision take, each told in its trail."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from apps.audit.trail import Line, record_many
from apps.awards.domain.hearing import GOES_ON, require_heard
from apps.awards.models import AwardProposal, CouncilSession
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.actor import Actor
from apps.core.dates import local
from apps.periods.domain.years import require_writable


def lock_session(session_id: int) -> CouncilSession:
    """The session for writing, in a year that is not closed. Raises YearClosed."""
    rows = CouncilSession.objects.select_related("council__organiser", "year")
    session = rows.select_for_update(of=("self",)).get(pk=session_id)
    require_writable(session.year)
    return session


def lock_proposals(ids: Collection[int] | QuerySet, *, later: bool = False) -> list[AwardProposal]:
    """In one query and one order, with what their steps ask for; ``ids`` may be a query of them. ``later``: an act
    with a paper of its own, as a revocation, which the close of the year does not keep from. Raises YearClosed.
    """
    rows = AwardProposal.objects.select_related("year__organiser", "unit").select_for_update(of=("self",))
    found = list(rows.filter(pk__in=ids).order_by("pk"))
    if not later:
        for year in {proposal.year_id: proposal.year for proposal in found}.values():
            require_writable(year)
    return found


def take_step(proposal: AwardProposal, action: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Called inside an operation, on a locked row. Raises TransitionNotAllowed, ConsultationOpen, CommentMissing."""
    take_steps([proposal], action, actor=actor, now=now, reason=reason)


def take_steps(
    proposals: Collection[AwardProposal], action: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """The same of many, stored and told at once; only what was heard is asked of each."""
    told = []
    for proposal in proposals:
        before = proposal.state
        proposal.state = PROPOSAL_FLOW.target(action, before)
        if action in GOES_ON:
            require_heard(proposal, local(now).date())
        proposal.version += 1
        proposal.updated_at = now
        told.append(Line(f"awards.proposal.{action}", proposal, before, proposal.state, reason))
    AwardProposal.objects.bulk_update(proposals, ["state", "version", "updated_at"], batch_size=500)
    record_many(told, actor=actor, at=now)
