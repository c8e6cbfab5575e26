"""Mở lại ends by itself: at the set hour what was sent before stands again, in the paper and in its duty."""

import logging
from datetime import datetime

from django.db import transaction

from apps.core.actor import system_actor
from apps.dashboard.papers.kinds import Key, kind_of
from apps.obligations.domain.reopenings import close_expired, expired_ids
from apps.periods.domain.years import YearClosed

logger = logging.getLogger(__name__)


def close_expired_papers(*, now: datetime) -> int:
    """One transaction each; answers how many were closed. Run again, it finds nothing left to close.

    One that fails is logged and keeps no other open; it is tried again next time.
    """
    closed = 0
    for reopening_id in expired_ids(now):
        try:
            closed += _close(reopening_id, now)
        except Exception:
            logger.exception("Reopening %s could not be closed", reopening_id)
    return closed


def _close(reopening_id: int, now: datetime) -> bool:
    with transaction.atomic():
        actor = system_actor()
        reopening = close_expired(reopening_id=reopening_id, actor=actor, now=now)
        if reopening is None:
            return False
        duty = reopening.obligation.duty
        key = Key(duty.year_id, duty.code, reopening.obligation.unit_id)
        kind = kind_of(key.code)
        if kind is not None and kind.close_again is not None:
            try:
                with transaction.atomic():
                    kind.close_again(key=key, since=reopening.created_at, actor=actor, now=now)
            except YearClosed:
                # The year was closed over the open paper: the reopening ends, the paper stays as the year has it.
                logger.warning("Reopening %s ended in a closed year", reopening_id)
        return True
