"""Mở lại ends by itself: at the set hour what was sent before stands again, in the paper and in its duty."""

import logging
from datetime import datetime

from django.db import transaction

from apps.core.actor import Actor, system_actor
from apps.dashboard.papers.kinds import Key, kind_of
from apps.obligations.domain.reopenings import close_expired, expired_ids
from apps.obligations.models import Reopening
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
        # The paper is locked first, then its duty, as when it is sent. Who sent it meanwhile has ended the reopening:
        # then nothing of this holds.
        stands = _close_paper(Reopening.objects.select_related("obligation__duty").get(pk=reopening_id), actor, now)
        if close_expired(reopening_id=reopening_id, stands=stands, actor=actor, now=now) is None:
            transaction.set_rollback(True)
            return False
        return True


def _close_paper(reopening: Reopening, actor: Actor, now: datetime) -> bool:
    """Whether what was sent before stands again; where no app keeps the paper, it does."""
    duty = reopening.obligation.duty
    kind = kind_of(duty.code)
    if kind is None or kind.close_again is None:
        return True
    key = Key(duty.year_id, duty.code, reopening.obligation.unit_id)
    about = {"path": reopening.subject_path, "since": reopening.created_at}
    try:
        with transaction.atomic():
            return kind.close_again(key=key, **about, actor=actor, now=now)
    except YearClosed:
        # The year was closed over the open paper: the reopening ends, the paper stays as the year has it.
        logger.warning("Reopening %s ended in a closed year", reopening.pk)
        return False
