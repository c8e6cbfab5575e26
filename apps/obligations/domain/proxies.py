"""Nhập thay: head or ministry type a paper for a unit. The day it was received counts, not the day of typing."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.obligations.domain.duties import fulfil
from apps.obligations.models import Obligation, ProxyEntry
from apps.periods.models import EmulationYear
from apps.units.telling_queries import people_of

DAYS_TO_CORRECT = 5  # the unit may correct what was typed for it
DAYS_BEFORE_YEAR = 180  # a paper about a year may come so long before it begins


class ReceivedLater(DomainError):
    """A paper cannot have been received on a day to come."""

    default_message = _("Ngày nhận bản giấy không thể ở sau hôm nay.")


class ReceivedBeforeYear(DomainError):
    """The paper cannot have arrived long before the year."""

    default_message = _("Ngày nhận bản giấy không thuộc năm thi đua này.")


def require_received(received_on: date, year: EmulationYear | None, now: datetime) -> None:
    """The day on which a paper about this year, where it has one, arrived. Raises ReceivedLater, ReceivedBeforeYear."""
    if received_on > local(now).date():
        raise ReceivedLater(field="received_on")
    if year is not None and received_on < year.starts_on - timedelta(days=DAYS_BEFORE_YEAR):
        raise ReceivedBeforeYear(field="received_on")


def received_at(received_on: date) -> datetime:
    """The moment that counts for a paper received on that day: its beginning, so that no hour is held against it."""
    return timezone.make_aware(datetime.combine(received_on, time.min))


@operation()
def enter_for(
    *,
    year_id: int,
    code: str,
    unit_id: int,
    received_on: date,
    basis: str,
    actor: Actor,
    now: datetime,
    path: str = "",
) -> Obligation | None:
    """Fulfil a unit's duty from its paper: called instead of ``duties.fulfil`` by the app that owns the paper.

    The unit is told and may correct for five days. None when nothing is owed: the app then calls ``tell_entered``.
    Raises ReceivedLater, DutyClosed.
    """
    today = local(now).date()
    require_received(received_on, None, now)
    obligation = fulfil(year_id=year_id, code=code, unit_id=unit_id, at=received_at(received_on), path=path)
    if obligation is None:
        return None
    ProxyEntry.objects.create(
        obligation=obligation,
        received_on=received_on,
        basis=basis,
        entered_by_label=actor.label,
        correct_until=today + timedelta(days=DAYS_TO_CORRECT),
    )
    record(
        "obligations.obligation.enter_for",
        actor=actor,
        target=obligation,
        at=now,
        after={"received_on": received_on.isoformat(), "basis": basis},
    )
    told = {"received_on": received_on, "basis": basis, "actor": actor, "now": now, "path": obligation.path}
    tell_entered(obligation, obligation.duty.label, **told)
    return obligation


def tell_entered(
    about, what: str, *, received_on: date, basis: str, actor: Actor, now: datetime, path: str = ""
) -> None:
    """Tell the unit of ``about`` who typed ``what`` from which paper, and until when it may correct.

    Called by the app that owns the paper where ``enter_for`` finds nothing owed.
    """
    until = local(now).date() + timedelta(days=DAYS_TO_CORRECT)
    with kept_language():
        told = now_in_words(
            "%(who)s đã nhập thay %(duty)s từ bản giấy nhận ngày %(day)s (%(basis)s)."
            " Đơn vị xem lại, sửa được đến hết ngày %(until)s."
        ) % {
            "who": actor.label,
            "duty": str(what),
            "day": format_date(received_on),
            "basis": basis,
            "until": format_date(until),
        }
    people = people_of(about, now)
    notify("obligations.proxy_entered", to=people, about=about, body=told, path=path, actor=actor, now=now)
