"""Ban hành by a decision that is filed with it: all or nothing, and only what was seen."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.errors import StaleVersion
from apps.documents.domain.citing import file_document
from apps.scoring.domain.arranged import seen_hash
from apps.scoring.domain.criteria_sets import issue_set
from apps.scoring.domain.drafting import lock_draft
from apps.scoring.models import CriteriaSet


@dataclass(frozen=True)
class Decision:
    """The decision as it was typed."""

    symbol: str
    issued_on: date
    issuer_name: str


@operation()
def issue_by_decision(
    *, criteria_set_id: int, decision: Decision, seen: str, actor: Actor, now: datetime
) -> CriteriaSet:
    """File the decision and freeze the set by it. ``seen``: ``seen_hash`` of what the person read.

    Raises SetFrozen, StaleVersion, SetUnsound, ConsultationRunning, TransitionNotAllowed, YearClosed.
    """
    criteria_set = lock_draft(criteria_set_id)
    if seen != seen_hash(criteria_set):
        raise _stale(criteria_set, now)
    organiser = criteria_set.year.organiser
    filed = file_document(
        symbol=decision.symbol,
        issued_on=decision.issued_on,
        issuer_name=decision.issuer_name,
        owner_code=organiser.code,
        owner_name=organiser.name,
        abstract=criteria_set.title,
        illustrative=criteria_set.illustrative,
        actor=actor,
        now=now,
    )
    return issue_set(criteria_set_id=criteria_set.pk, decision=filed, actor=actor, now=now)


def _stale(criteria_set: CriteriaSet, now: datetime) -> StaleVersion:
    """Who saved last: a criterion, or what stands beside the tree."""
    rows = criteria_set.criteria.exclude(saved_at=None).order_by("-saved_at")[:1]
    saved = [each for each in (criteria_set, *rows) if each.saved_at]
    last = max(saved, key=lambda each: each.saved_at, default=None)
    return StaleVersion(who=last.saved_by_label if last else "", at=last.saved_at if last else now)
