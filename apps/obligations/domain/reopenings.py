"""Mở lại cho đơn vị sửa: the paper is owed again until a set hour, then what was sent before stands again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.obligations.domain.closing_requests import grant, lapse
from apps.obligations.models import Obligation, Reopening
from apps.periods.domain.years import require_writable


class HourPassed(DomainError):
    """The hour until which it should be open lies behind us."""

    default_message = _("Giờ đóng lại phải ở sau lúc này.")


@operation()
def note_reopening(
    *,
    year_id: int,
    code: str,
    unit_id: int,
    asked_by: str,
    asked_how: str,
    reason: str,
    actor: Actor,
    now: datetime,
    until: datetime | None = None,
) -> Reopening | None:
    """Write down that the paper of a unit was given back; called by whoever reopens it, in the same transaction.

    The first sending keeps its lateness. None when nothing is owed. Opened once more, the newer hour counts.
    Raises HourPassed, YearClosed.
    """
    found = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty__year", "unit")
    obligation = found.filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id).first()
    if obligation is None:
        return None
    require_writable(obligation.duty.year)
    if until is not None and until <= now:
        raise HourPassed(field="until_on")
    earlier = obligation.reopenings.filter(closed_at=None).first()
    stood = earlier.fulfilled_at if earlier else (obligation.fulfilled_at or obligation.first_fulfilled_at)
    obligation.reopenings.filter(closed_at=None).update(closed_at=now)
    grant(obligation, actor=actor, now=now)
    reopening = Reopening.objects.create(
        obligation=obligation, until=until, asked_by=asked_by, asked_how=asked_how, reason=reason, fulfilled_at=stood
    )
    obligation.fulfilled_at = None
    obligation.save(update_fields=["fulfilled_at", "updated_at"])
    record(
        "obligations.obligation.reopen",
        actor=actor,
        target=obligation,
        at=now,
        after={"until": until.isoformat() if until else "", "asked_by": asked_by, "asked_how": asked_how},
        reason=reason,
    )
    return reopening


def expired_ids(now: datetime) -> list[int]:
    """Reopenings whose hour has passed, oldest first."""
    waiting = Reopening.objects.filter(closed_at=None, until__lt=now)
    return list(waiting.order_by("until", "pk").values_list("pk", flat=True))


@operation()
def close_expired(*, reopening_id: int, actor: Actor, now: datetime) -> Reopening | None:
    """The hour has passed: what was sent before stands again. None when it is closed already or was sent anew.

    Repeating changes nothing. The caller gives the paper itself back in the same transaction.
    """
    locked = Reopening.objects.select_for_update(of=("self", "obligation"), no_key=True)
    locked = locked.select_related("obligation__duty__year", "obligation__unit")
    reopening = locked.filter(pk=reopening_id, closed_at=None, until__lt=now).first()
    if reopening is None:
        return None
    reopening.closed_at = now
    reopening.save(update_fields=["closed_at", "updated_at"])
    obligation = reopening.obligation
    if obligation.fulfilled_at is not None:
        return None
    lapse([obligation.pk], now=now)
    obligation.fulfilled_at = reopening.fulfilled_at
    obligation.save(update_fields=["fulfilled_at", "updated_at"])
    record("obligations.obligation.close_again", actor=actor, target=obligation, at=now)
    return reopening
