"""A unit's request ends: answered, or needed no more. Callers hold the lock of the obligation, which comes first."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.core.actor import Actor
from apps.obligations.enums import RequestState
from apps.obligations.models import Obligation, TimeRequest


def close(found: TimeRequest, state: str, by: str, *, now: datetime, answer: str = "") -> None:
    found.state, found.answered_by, found.answered_at, found.answer = state, by[:200], now, answer
    found.save(update_fields=["state", "answered_by", "answered_at", "answer", "updated_at"])


def grant(obligation: Obligation, *, actor: Actor, now: datetime) -> None:
    """What waited is answered by the extension or reopening at hand, whichever way that was asked for."""
    for waiting in obligation.time_requests.select_for_update(no_key=True).filter(state=RequestState.WAITING):
        close(waiting, RequestState.GRANTED, actor.label, now=now)


def lapse(obligation_ids: Iterable[int], *, now: datetime, until: datetime | None = None) -> None:
    """Nobody has to answer what was asked of these; ``until``: only requests for no more than that.

    What came on an earlier day (``now``) ends a request when it was made, not before.
    """
    waiting = TimeRequest.objects.filter(obligation__in=list(obligation_ids), state=RequestState.WAITING)
    if until is not None:
        waiting = waiting.filter(until__lte=until)
    at = Greatest(F("created_at"), Value(now, output_field=DateTimeField()))
    waiting.update(state=RequestState.LAPSED, answered_at=at, updated_at=timezone.now())
