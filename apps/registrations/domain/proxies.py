"""Nhập thay: the head or the ministry types the registration of a unit from its paper."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.obligations.domain.proxies import require_received
from apps.registrations.domain.rows import lock_registration, require_editable, start
from apps.registrations.models import TitleRegistration


class NoProxy(DomainError):
    """The unit took it in hand itself meanwhile, or Nhập thay was ended."""

    default_message = _("Bản này không còn được nhập thay. Mở lại trang để xem đơn vị đã làm gì.")


def require_proxy(registration: TitleRegistration) -> None:
    """Raises NoProxy."""
    if not registration.is_proxy:
        raise NoProxy


@operation()
def begin_proxy(*, member_id: int, received_on: date, basis: str, actor: Actor, now: datetime) -> TitleRegistration:
    """Open the unit's registration for typing from the paper that arrived on ``received_on``.

    ``basis``: the paper (số, ngày) or how it came. The unit may go on typing itself, and its own
    signature ends it. The caller has asked ``policies.can_type_for``. Raises ReceivedLater, ReceivedBeforeYear,
    NotEditable, YearClosed.
    """
    registration = lock_registration(start(member_id=member_id, actor=actor, now=now).pk)
    require_editable(registration)
    require_received(received_on, registration.cluster_year.year, now)
    registration.proxy_received_on = received_on
    registration.proxy_basis = clean(basis)
    registration.proxy_by_label = actor.label_for(registration)
    registration.version += 1
    registration.save()
    after = {"received_on": received_on.isoformat(), "basis": registration.proxy_basis}
    record("registrations.registration.begin_proxy", actor=actor, target=registration, at=now, after=after)
    return registration


@operation()
def end_proxy(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """Thôi nhập thay: what was typed stays as the unit's draft, and the unit sends it itself.

    The caller has asked ``policies.can_send_proxy``. Raises NoProxy, NotEditable, YearClosed.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    require_proxy(registration)
    registration.forget_proxy()
    registration.version += 1
    registration.save()
    record("registrations.registration.end_proxy", actor=actor, target=registration, at=now)
    return registration
