"""One run of all registered checks, kept for the auditor; faults are logged and told."""

import logging
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.utils import timezone

from apps.audit import integrity, telling
from apps.audit.domain.verifying import tail
from apps.audit.models import IntegrityCheck, SealHead
from apps.audit.trail import operation, record
from apps.core.actor import Actor

logger = logging.getLogger(__name__)
MOST_KEPT = 500  # sentences of one check; the number of all faults is kept too


def check_everything(
    *, actor: Actor, now: datetime, step: Callable[[int, int, str], None] | None = None
) -> IntegrityCheck:
    """Run every check, outside of a transaction, and keep what it found.

    ``step(done, total, name)`` is told before each check and may stop the run. ``now`` is when it began.
    """
    names = integrity.names()
    found = {}
    for number, name in enumerate(names):
        if step:
            step(number, len(names), name)
        found[name] = _limited(integrity.faults_of(name))
    return _keep(found, actor=actor, started_at=now)


def _limited(sentences) -> tuple[list[str], int]:
    """The first sentences and the number of all."""
    sentences = iter(sentences)
    kept = list(islice(sentences, MOST_KEPT))
    return kept, len(kept) + sum(1 for _sentence in sentences)


@operation()
def _keep(found: dict[str, tuple[list[str], int]], *, actor: Actor, started_at: datetime) -> IntegrityCheck:
    head = SealHead.objects.first()
    finished_at = max(timezone.now(), started_at)
    check = IntegrityCheck.objects.create(
        started_at=started_at,
        finished_at=finished_at,
        asked_by=actor.label,
        fault_count=sum(count for _kept, count in found.values()),
        faults={name: kept for name, (kept, _count) in found.items()},
        seal_number=head.number if head else 0,
        tail_count=tail().count,
    )
    record("audit.integrity.check", actor=actor, target=check, at=finished_at, after={"faults": check.fault_count})
    if check.fault_count:
        broken = {name: count for name, (_kept, count) in found.items() if count}
        logger.error("The check of integrity %s found faults: %s", check.pk, broken)
        telling.tell(check)
    return check
