"""Decisions on awards of the demo: drafted from a session, one of them issued; a tờ trình cấp trên (minh họa)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from apps.awards.domain.decisions import DecisionHead, draft_decision
from apps.awards.domain.issuing import issue_decision
from apps.awards.domain.upward import UpwardHead, draft_upward, send_upward, waiting_upwards
from apps.awards.models import AwardDecision, CouncilSession, Nominee, UpwardSubmission
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


def put_forward(session: CouncilSession, *, symbol: str, issued_on: date, actor: Actor) -> UpwardSubmission:
    """Tờ trình to the one authority above that the session's people wait for, sent."""
    at = moment(issued_on)
    [(way, found)] = waiting_upwards(session).items()
    head = UpwardHead(
        addressed_to=way.authority,
        abstract=f"Về việc đề nghị tặng {found[0].award.name} (minh họa)",
        signer_name="Nguyễn Văn Giả Định",
        signer_post="Thứ trưởng (minh họa)",
        prefix="KT.",
    )
    made = draft_upward(session_id=session.pk, way_key=way.key, head=head, actor=actor, now=at - timedelta(hours=3))
    version = UpwardSubmission.objects.values_list("version", flat=True).get(pk=made.pk)
    return send_upward(submission_id=made.pk, version=version, symbol=symbol, issued_on=issued_on, actor=actor, now=at)


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
