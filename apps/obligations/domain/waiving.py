"""Miễn: a unit need not do a duty this year; it is neither late nor missing. Undone with one step."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.obligations.domain.closing_requests import lapse
from apps.obligations.models import Obligation
from apps.periods.domain.years import require_writable


class SentAlready(DomainError):
    """Nobody is excused from what has been sent."""

    default_message = _("Đơn vị đã gửi, không cần miễn.")


def _locked(obligation_id: int) -> Obligation:
    found = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty__year", "unit")
    return found.get(pk=obligation_id)


@operation()
def waive(*, obligation_id: int, reason: str, actor: Actor, now: datetime) -> Obligation:
    """Excuse the unit, with the reason; never from what was sent, even where it came back: its lateness stays.

    Repeating changes nothing. Raises SentAlready, YearClosed.
    """
    obligation = _locked(obligation_id)
    require_writable(obligation.duty.year)
    if obligation.first_fulfilled_at:
        raise SentAlready
    if obligation.waived_at is None:
        obligation.waived_at, obligation.waived_reason = now, reason
        obligation.save(update_fields=["waived_at", "waived_reason", "updated_at"])
        lapse([obligation.pk], now=now)
        record("obligations.obligation.waive", actor=actor, target=obligation, at=now, reason=reason)
    return obligation


@operation()
def unwaive(*, obligation_id: int, actor: Actor, now: datetime) -> Obligation:
    """The unit owes it again, by its old date. Repeating changes nothing. Raises YearClosed."""
    obligation = _locked(obligation_id)
    require_writable(obligation.duty.year)
    if obligation.waived_at is not None:
        obligation.waived_at, obligation.waived_reason = None, ""
        obligation.save(update_fields=["waived_at", "waived_reason", "updated_at"])
        record("obligations.obligation.unwaive", actor=actor, target=obligation, at=now)
    return obligation
