"""Decisions on awards of the demo: drafted from a session, one of them issued. Numbers are invented (minh họa)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from apps.awards.domain.decisions import DecisionHead, draft_decision
from apps.awards.domain.issuing import issue_decision
from apps.awards.models import AwardDecision, CouncilSession, Nominee
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.demo.loading.cases import moment

AUTHORITY = "Bộ trưởng Bộ Tư pháp"


def draft(session: CouncilSession, nominee_ids: Collection[int], *, actor: Actor, at: datetime) -> AwardDecision:
    """The list of what a session recommended, with the numbers that its text states."""
    nominees = list(Nominee.objects.filter(pk__in=nominee_ids).select_related("award", "proposal"))
    proposal = nominees[0].proposal
    collectives = sum(each.subject == Subject.COLLECTIVE for each in nominees)
    names = ", ".join(sorted({each.award.name for each in nominees}))
    head = DecisionHead(
        abstract=f"Về việc tặng {names} (minh họa)",
        authority_name=AUTHORITY,
        authority_level="ministry",
        type=proposal.type,
        occasion=proposal.occasion,
        session_id=session.pk,
        signer_name="Nguyễn Văn Giả Định",
        signer_post="Thứ trưởng (minh họa)",
        prefix="KT.",
        declared_collectives=collectives,
        declared_individuals=len(nominees) - collectives,
        illustrative=True,
    )
    return draft_decision(year_id=proposal.year_id, head=head, nominee_ids=nominee_ids, actor=actor, now=at)


def decide(
    session: CouncilSession, nominee_ids: Collection[int], *, symbol: str, issued_on: date, actor: Actor
) -> AwardDecision:
    """Drafted and issued: the list stands in the registry, the money is laid down."""
    at = moment(issued_on)
    decision = draft(session, nominee_ids, actor=actor, at=at - timedelta(hours=3))
    version = AwardDecision.objects.values_list("version", flat=True).get(pk=decision.pk)
    return issue_decision(
        decision_id=decision.pk, version=version, symbol=symbol, issued_on=issued_on, actor=actor, now=at
    )
