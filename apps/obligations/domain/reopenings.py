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
    path: str = "",
) -> Reopening | None:
    """Write down that one paper of a unit (``path``) was given back; called by whoever reopens it, in the same
    transaction, with the lock of the paper in hand and before the paper is moved.

    Whether the duty is owed again is for the app of the paper to say (``duties.unfulfil``): another one may stand.
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
    open_now = obligation.reopenings.open().about(path)
    earlier = open_now.first()
    stood = earlier.fulfilled_at if earlier else (obligation.fulfilled_at or obligation.first_fulfilled_at)
    open_now.update(closed_at=now)
    grant(obligation, actor=actor, now=now)
    reopening = Reopening.objects.create(
        obligation=obligation,
        subject_path=path,
        until=until,
        asked_by=asked_by,
        asked_how=asked_how,
        reason=reason,
        fulfilled_at=stood,
    )
    record(
        "obligations.obligation.reopen",
        actor=actor,
        target=obligation,
        at=now,
        after={"until": until.isoformat() if until else "", "asked_by": asked_by, "asked_how": asked_how},
        reason=reason,
    )
    return reopening


@operation()
def end_reopening(*, year_id: int, code: str, unit_id: int, path: str, now: datetime) -> None:
    """The paper was withdrawn: nothing of it is left to close. The caller holds the lock of the paper."""
    owed = {"obligation__duty__year_id": year_id, "obligation__duty__code": code, "obligation__unit_id": unit_id}
    Reopening.objects.open().about(path).filter(**owed).update(closed_at=now)


def expired_ids(now: datetime) -> list[int]:
    """Reopenings whose hour has passed, oldest first."""
    waiting = Reopening.objects.open().filter(until__lt=now)
    return list(waiting.order_by("until", "pk").values_list("pk", flat=True))


@operation()
def close_expired(*, reopening_id: int, stands: bool, actor: Actor, now: datetime) -> Reopening | None:
    """The hour has passed. ``stands``: the paper went back, so what was sent before fulfils the duty again.

    None when it is closed already. Repeating changes nothing. The caller has moved the paper in the same transaction.
    """
    locked = Reopening.objects.select_for_update(of=("self", "obligation"), no_key=True)
    locked = locked.select_related("obligation__duty__year", "obligation__unit")
    reopening = locked.open().filter(pk=reopening_id, until__lt=now).first()
    if reopening is None:
        return None
    reopening.closed_at = now
    reopening.save(update_fields=["closed_at", "updated_at"])
    obligation = reopening.obligation
    if stands and obligation.fulfilled_at is None:
        lapse([obligation.pk], now=now)
        obligation.fulfilled_at = reopening.fulfilled_at
        obligation.save(update_fields=["fulfilled_at", "updated_at"])
    record("obligations.obligation.close_again", actor=actor, target=obligation, at=now)
    return reopening
