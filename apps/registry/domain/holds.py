"""Beginning and ending a time in which nothing is proposed (Tạm dừng xét)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.registry import policies
from apps.registry.models import ReviewHold
from apps.units.models import Posting, Unit


class NotOfUnit(DomainError):
    default_message = _("Người này không thuộc đơn vị đã chọn hay đơn vị trực thuộc.")


class InFuture(DomainError):
    default_message = _("Ngày này chưa đến. Nhập hôm nay hoặc ngày trước đó.")


class EndsBeforeBegin(DomainError):
    default_message = _("Ngày kết thúc không được trước ngày bắt đầu.")


@operation()
def begin_hold(
    *,
    unit_id: int,
    kind: str,
    started_on: date,
    actor: Actor,
    now: datetime,
    person_id: int | None = None,
    note: str = "",
) -> ReviewHold:
    """Note that a person or unit is looked into. An open one is answered as it is.

    Raises NotAllowed, NotOfUnit (no posting in the unit or below it, past ones included), InFuture.
    """
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_hold(actor, unit))
    if person_id and not Posting.objects.filter(person_id=person_id, unit__path__startswith=unit.path).exists():
        raise NotOfUnit(field="person")
    _refuse_future(started_on, now, "started_on")
    hold, created = ReviewHold.objects.get_or_create(
        unit_id=unit_id,
        person_id=person_id,
        kind=kind,
        ended_on=None,
        defaults={"started_on": started_on, "note": clean(note), "saved_by_label": actor.label, "saved_at": now},
    )
    if created:
        record("registry.hold.begin", actor=actor, target=hold, at=now, after={"kind": kind}, reason=hold.note)
    return hold


@operation()
def end_hold(*, hold_id: int, version: int, ended_on: date, result: str, actor: Actor, now: datetime) -> ReviewHold:
    """End it with its result. Repeating changes nothing. Raises NotAllowed, StaleVersion, EndsBeforeBegin, InFuture."""
    hold = ReviewHold.objects.select_related("unit").select_for_update(of=("self",)).get(pk=hold_id)
    require_allowed(policies.can_hold(actor, hold.unit))
    if hold.ended_on is not None:
        return hold
    require_version(hold, version)
    if ended_on < hold.started_on:
        raise EndsBeforeBegin(field="ended_on")
    _refuse_future(ended_on, now, "ended_on")
    hold.ended_on, hold.result, hold.version = ended_on, clean(result), hold.version + 1
    hold.saved_by_label, hold.saved_at = actor.label, now
    hold.save()
    after = {"ended_on": ended_on.isoformat()}
    record("registry.hold.end", actor=actor, target=hold, at=now, after=after, reason=hold.result)
    return hold


def _refuse_future(day: date, now: datetime, field: str) -> None:
    if day > local(now).date():
        raise InFuture(field=field)
