"""Đính chính, Hủy bỏ, Khôi phục of a whole decision: the acts of the registry on its lines, in one operation.

Cancelling flags every later award that relied on one of them, through any number of steps (registry.domain.flagging).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.decision_workflow import DECISION_FLOW
from apps.awards.domain.decisions import lock_issued, save_decision
from apps.awards.domain.payments import owed_since
from apps.awards.domain.settling import settle, unsettle
from apps.awards.domain.steps import lock_proposals
from apps.awards.enums import ProposalState as S
from apps.awards.models import AwardDecision, DecisionLine
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.versions import require_version
from apps.documents.domain import citing
from apps.documents.models import Document, Use
from apps.registry.domain import acts
from apps.registry.enums import HELD, ActKind, AwardState
from apps.registry.models import Award, AwardAct


class NothingToRevoke(DomainError):
    """Every award of the decision was cancelled one by one, or none is there to be restored."""

    default_message = _("Không còn dòng nào trong quyết định để thực hiện.")


@operation()
def correct_line(
    *,
    line_id: int,
    version: int,
    changes: Mapping[str, object],
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DecisionLine:
    """Đính chính of one recipient as printed (registry.domain.acts.PRINTED); ``version`` of the registry's row.

    The certificate is to be printed anew. The caller has asked ``can_issue``. Raises what ``correct_award``
    raises.
    """
    line = DecisionLine.objects.select_related("award").get(pk=line_id)
    decision = lock_issued(line.decision_id)
    before = decision.state
    decision.state = DECISION_FLOW.target("correct", before)
    acts.correct_award(
        award_id=line.award_id,
        version=version,
        changes=changes,
        document=document,
        reason=reason,
        actor=actor,
        now=now,
    )
    save_decision(decision, actor, now)
    after = {"state": decision.state, "line": str(line)}
    record("awards.decision.correct", actor=actor, target=decision, at=now, before=before, after=after, reason=reason)
    return line


@operation()
def revoke_decision(
    *,
    decision_id: int,
    version: int,
    reason_code: str,
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
) -> AwardDecision:
    """Hủy bỏ of the whole by another decision, with the ground (a)–(d) of Điều 93; its nominees may be decided anew.

    Raises StaleVersion, TransitionNotAllowed, PaperWrong, NothingToRevoke, NotAllowed.
    """
    decision = _lock_whole(decision_id)
    require_version(decision, version)
    before = decision.state
    decision.state = DECISION_FLOW.target("revoke", before)
    ids = list(Award.objects.filter(decision_line__decision=decision, state__in=HELD).values_list("pk", flat=True))
    if not ids:
        raise NothingToRevoke
    by = {"document": document, "reason": reason, "actor": actor, "now": now}
    acts.cancel_list(award_ids=ids, reason_code=reason_code, **by)
    # Says which paper revoked the list, so that restoring leaves alone who was cancelled before.
    citing.cite(
        document,
        app="awards",
        key=_key(decision),
        label=str(decision),
        path=decision.get_absolute_url(),
    )
    save_decision(decision, actor, now)
    lines = lines_of(decision)
    unsettle(lines, actor, now, reason)
    owed = owed_since(lines, decision.document.issued_on)
    after = {"state": decision.state, "awards": len(ids), "owed": [str(each.line) for each in owed]}
    record("awards.decision.revoke", actor=actor, target=decision, at=now, before=before, after=after, reason=reason)
    return decision


@operation()
def restore_decision(
    *, decision_id: int, version: int, document: Document, reason: str, actor: Actor, now: datetime
) -> AwardDecision:
    """Khôi phục hiệu lực: what the revoking cancelled holds again, flags that nobody settled are taken back.

    Raises StaleVersion, TransitionNotAllowed, PaperWrong, NothingToRevoke, DecidedAnew, NotAllowed.
    """
    decision = _lock_whole(decision_id)
    require_version(decision, version)
    before = decision.state
    decision.state = DECISION_FLOW.target("restore", before)
    revoking = Use.objects.filter(app="awards", key=_key(decision)).select_related("document").last()
    last = AwardAct.objects.filter(award=OuterRef("pk"), kind=ActKind.CANCEL).order_by("-at", "-pk")
    cancelled = Award.objects.filter(decision_line__decision=decision, state=AwardState.CANCELLED)
    cancelled = cancelled.annotate(cancelled_by=Subquery(last.values("document_id")[:1]))
    by_it = cancelled.filter(cancelled_by=revoking.document_id if revoking else None)
    ids = set(by_it.order_by().values_list("pk", flat=True))
    if not ids:
        raise NothingToRevoke
    lines = [line for line in lines_of(decision) if line.award_id in ids]
    _refuse_gone(lines)
    acts.restore_list(award_ids=ids, document=document, reason=reason, actor=actor, now=now)
    citing.uncite(revoking.document, app="awards", key=_key(decision))
    settle(lines, actor, now)
    save_decision(decision, actor, now)
    after = {"state": decision.state, "awards": len(ids)}
    record("awards.decision.restore", actor=actor, target=decision, at=now, before=before, after=after, reason=reason)
    return decision


def _lock_whole(decision_id: int) -> AwardDecision:
    """The decision and then its proposals, before any of its nominees: in the order in which drafts lock them."""
    decision = lock_issued(decision_id)
    lock_proposals(decision.lines.order_by().values("nominee__proposal_id"), later=True)
    return decision


def lines_of(decision: AwardDecision) -> list[DecisionLine]:
    return list(decision.lines.select_related("nominee__award", "nominee__proposal").defer("nominee__findings"))


def _key(decision: AwardDecision) -> str:
    return f"revoke:{decision.pk}"


def _refuse_gone(lines: list[DecisionLine]) -> None:
    """A proposal that was withdrawn or refused meanwhile comes back into no decision."""
    for line in lines:
        if line.nominee.proposal.state not in {S.VERIFIED, S.RECOMMENDED, S.DECIDED}:
            raise NothingToRevoke(
                _("%(who)s: hồ sơ ở trạng thái %(state)s.")
                % {"who": line.nominee.recipient, "state": line.nominee.proposal.get_state_display()}
            )
