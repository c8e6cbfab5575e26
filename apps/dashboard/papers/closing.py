"""Mở lại ends by itself: at the set hour what was sent before stands again, in the paper and in its duty."""

from datetime import datetime

from django.db import transaction

from apps.core.actor import system_actor
from apps.dashboard.papers.kinds import Key, kind_of
from apps.obligations.domain.reopenings import close_expired, expired_ids


def close_expired_papers(*, now: datetime) -> int:
    """One transaction each; answers how many were closed. Run again, it finds nothing left to close."""
    closed = 0
    for reopening_id in expired_ids(now):
        with transaction.atomic():
            actor = system_actor()
            reopening = close_expired(reopening_id=reopening_id, actor=actor, now=now)
            if reopening is None:
                continue
            duty = reopening.obligation.duty
            key = Key(duty.year_id, duty.code, reopening.obligation.unit_id)
            kind = kind_of(key.code)
            if kind is not None and kind.close_again is not None:
                kind.close_again(key=key, since=reopening.created_at, actor=actor, now=now)
            closed += 1
    return closed
