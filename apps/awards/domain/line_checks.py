"""Kiểm tra lại điều kiện of a draft's list: what the engine finds about each line today, kept for whoever issues it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.domain import assessing
from apps.awards.domain.decisions import lock_decision, require_draft
from apps.awards.models import AwardDecision, DecisionLine
from apps.catalog.domain.eligibility import Outcome
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.jobs.queue import enqueue
from apps.registry.models.letter import OUTCOMES

MOST_NAMED = 20
TASK = "apps.awards.tasks.check_decision"
KEPT = ["outcome", "outcome_reason", "checked_at"]


@dataclass(frozen=True)
class Checked:
    """What is known of the list: ``at`` when all of it was held against the conditions here, None when some of it was
    not yet (then it is what was found when the dossiers were sent). ``blocked``: the first of those who do not qualify.
    """

    at: datetime | None
    outcomes: tuple[tuple[str, int], ...]
    unknown: int
    blocked: tuple[DecisionLine, ...]


@operation()
def check_lines(*, decision_id: int, actor: Actor, now: datetime) -> int:
    """Hold the list of a draft against the conditions of today and keep the answers in its lines, not in the rows that
    units read; answers how many do not qualify. The issue asks again by itself. The caller has asked ``can_prepare``.

    Raises TransitionNotAllowed (issued), YearClosed.
    """
    decision = lock_decision(decision_id)
    require_draft(decision)
    lines = list(decision.lines.select_related("nominee__award", "nominee__proposal").order_by("position", "pk"))
    assessing.assess_everybody([line.nominee for line in lines], now)
    for line in lines:
        line.outcome, line.outcome_reason, line.checked_at = line.nominee.outcome, line.nominee.outcome_reason, now
    DecisionLine.objects.bulk_update(lines, KEPT, batch_size=500)
    blocked = sum(line.outcome == Outcome.BLOCKED for line in lines)
    after = {"checked": len(lines), "blocked": blocked}
    record("awards.decision.check", actor=actor, target=decision, at=now, after=after)
    return blocked


@operation()
def ask_to_check(*, decision_id: int, actor: Actor, now: datetime) -> assessing.Asked:
    """``check_lines`` at once, or by a job where the list is long; who asks again while it runs is answered the same
    one. The caller has asked ``can_prepare``. Raises as ``check_lines``.
    """
    decision = lock_decision(decision_id)
    require_draft(decision)
    if decision.lines.count() <= assessing.AT_ONCE:
        return assessing.Asked(check_lines(decision_id=decision_id, actor=actor, now=now))
    key = f"decision-check:{decision_id}:{actor.user_id}"
    with kept_language():
        label = _("Kiểm tra lại điều kiện: %(decision)s") % {"decision": decision}
    params = {"decision_id": decision_id}
    return assessing.Asked(0, enqueue(TASK, key=key, label=label, params=params, actor=actor, now=now, again=True))


def checked(decision: AwardDecision) -> Checked:
    """Two or three queries, whatever the number of lines."""
    never = decision.lines.filter(checked_at=None).exists()
    column = "nominee__outcome" if never else "outcome"
    found = Counter(dict(decision.lines.order_by().values_list(column).annotate(n=Count("pk"))))
    at = None if never else decision.lines.aggregate(last=Max("checked_at"))["last"]
    blocked = decision.lines.filter(**{column: Outcome.BLOCKED}).select_related("nominee__award")
    return Checked(
        at,
        tuple((str(label), found[value]) for value, label in OUTCOMES if found[value]),
        found[None],
        tuple(blocked.order_by("position", "pk")[:MOST_NAMED]) if found[Outcome.BLOCKED] else (),
    )
