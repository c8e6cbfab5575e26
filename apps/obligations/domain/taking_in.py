"""Đã nhận: who asked says on which day the paper came, where no app of the portal keeps it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.obligations.domain.duties import fulfil, unfulfil
from apps.obligations.domain.proxies import received_at, require_received
from apps.obligations.enums import comes_by_itself
from apps.obligations.models import Obligation
from apps.periods.domain.years import require_writable


class ComesByItself(DomainError):
    """The unit sends this paper in the portal."""

    default_message = _("Đơn vị gửi việc này trong hệ thống, không ghi nhận thay ở đây.")


@operation()
def receive(*, obligation_id: int, received_on: date, actor: Actor, now: datetime) -> Obligation:
    """The paper came on that day, which counts for lateness. Repeating changes nothing.

    The caller has asked ``policies.can_receive``. Raises ComesByItself, ReceivedLater, DutyClosed, YearClosed.
    """
    obligation = _owed(obligation_id)
    require_received(received_on, None, now)
    if obligation.fulfilled_at is None and obligation.waived_at is None:
        fulfil(**_key(obligation), at=received_at(received_on))
        after = {"received_on": received_on.isoformat()}
        record("obligations.obligation.receive", actor=actor, target=obligation, at=now, after=after)
    obligation.refresh_from_db()
    return obligation


@operation()
def receive_all(*, duty_id: int, unit_ids: Iterable[int], received_on: date, actor: Actor, now: datetime) -> int:
    """``receive`` of several units; answers how many."""
    owed = Obligation.objects.open().filter(duty_id=duty_id, unit_id__in=list(unit_ids)).order_by("pk")
    ids = list(owed.values_list("pk", flat=True))
    for pk in ids:
        receive(obligation_id=pk, received_on=received_on, actor=actor, now=now)
    return len(ids)


@operation()
def give_back(*, obligation_id: int, actor: Actor, now: datetime) -> Obligation:
    """Chưa nhận after all: it is owed again. Repeating changes nothing. Raises ComesByItself, YearClosed."""
    obligation = _owed(obligation_id)
    if obligation.fulfilled_at is not None:
        unfulfil(**_key(obligation))
        record("obligations.obligation.give_back", actor=actor, target=obligation, at=now)
    obligation.refresh_from_db()
    return obligation


def _owed(obligation_id: int) -> Obligation:
    found = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty__year", "unit")
    obligation = found.get(pk=obligation_id)
    require_writable(obligation.duty.year)
    if comes_by_itself(obligation.duty.code):
        raise ComesByItself
    return obligation


def _key(obligation: Obligation) -> dict:
    return {"year_id": obligation.duty.year_id, "code": obligation.duty.code, "unit_id": obligation.unit_id}
