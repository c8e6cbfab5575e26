"""A proposal that is withdrawn leaves the sessions before which it stands."""

from datetime import datetime

from apps.audit.trail import record
from apps.awards.council_enums import ItemResult
from apps.awards.models import AgendaItem, AwardProposal
from apps.core.actor import Actor


def leave_council(proposal: AwardProposal, *, reason: str, actor: Actor, now: datetime) -> int:
    """Open items go; where slips are made they are put off with the reason, and votes on them count for nothing.

    Called inside the operation that withdraws. Answers how many.
    """
    pending = AgendaItem.objects.filter(nominee__proposal=proposal, result=ItemResult.PENDING)
    found = list(pending.select_related("session").select_for_update(of=("self",)))
    on_slips = [item.pk for item in found if item.ballot_id]
    AgendaItem.objects.filter(pk__in=on_slips).update(result=ItemResult.POSTPONED, note=reason[:500], decided_at=now)
    AgendaItem.objects.filter(pk__in=[item.pk for item in found if not item.ballot_id]).delete()
    for session in {item.session_id: item.session for item in found}.values():
        record("awards.session.take_off", actor=actor, target=session, at=now, after=str(proposal), reason=reason)
    return len(found)
