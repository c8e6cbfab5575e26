"""Đính chính, Hủy bỏ, Khôi phục of a whole decision: the acts of the registry on its lines, in one operation.

Cancelling flags every later award that relied on one of them, through any number of steps (registry.domain.acts).
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.decision_workflow import DECISION_FLOW
from apps.awards.domain.decisions import lock_decision, save_decision
from apps.awards.models import AwardDecision, DecisionLine
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.versions import require_version
from apps.documents.models import Document
from apps.registry.domain import acts
from apps.registry.enums import HELD, AwardState
from apps.registry.models import Award


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

    The certificate is to be printed anew. The caller has asked ``can_revoke``. Raises what ``correct_award`` raises.
    """
    line = DecisionLine.objects.select_related("award").get(pk=line_id)
    decision = lock_decision(line.decision_id)
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

    Raises StaleVersion, TransitionNotAllowed, NothingToRevoke, NotAllowed.
    """
    decision = lock_decision(decision_id)
    require_version(decision, version)
    before = decision.state
    decision.state = DECISION_FLOW.target("revoke", before)
    rows = list(Award.objects.filter(decision_line__decision=decision, state__in=HELD).order_by("pk"))
    if not rows:
        raise NothingToRevoke
    for award in rows:
        acts.cancel_award(
            award_id=award.pk,
            version=award.version,
            reason_code=reason_code,
            document=document,
            reason=reason,
            actor=actor,
            now=now,
        )
    decision.lines.update(is_live=False)
    save_decision(decision, actor, now)
    after = {"state": decision.state, "awards": len(rows)}
    record("awards.decision.revoke", actor=actor, target=decision, at=now, before=before, after=after, reason=reason)
    return decision


@operation()
def restore_decision(
    *, decision_id: int, version: int, document: Document, reason: str, actor: Actor, now: datetime
) -> AwardDecision:
    """Khôi phục hiệu lực: what the revoking cancelled holds again, flags that nobody settled are taken back.

    Raises StaleVersion, TransitionNotAllowed, NothingToRevoke, NotAllowed.
    """
    decision = lock_decision(decision_id)
    require_version(decision, version)
    before = decision.state
    decision.state = DECISION_FLOW.target("restore", before)
    taken = DecisionLine.objects.filter(
        is_live=True, nominee__in=decision.lines.order_by().values("nominee_id")
    ).exclude(decision=decision)
    if other := taken.select_related("nominee__award").first():
        raise NothingToRevoke(_("%(who)s đã có trong một quyết định khác.") % {"who": other})
    rows = list(Award.objects.filter(decision_line__decision=decision, state=AwardState.CANCELLED).order_by("pk"))
    if not rows:
        raise NothingToRevoke
    for award in rows:
        acts.restore_award(
            award_id=award.pk, version=award.version, document=document, reason=reason, actor=actor, now=now
        )
    decision.lines.update(is_live=True)
    save_decision(decision, actor, now)
    after = {"state": decision.state, "awards": len(rows)}
    record("awards.decision.restore", actor=actor, target=decision, at=now, before=before, after=after, reason=reason)
    return decision
