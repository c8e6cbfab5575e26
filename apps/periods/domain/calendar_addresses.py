"""The secret address of a person's calendar: made, shown once, revoked, found again by its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.periods.models import CalendarAddress

SECRET_BYTES = 32
READ_NOTED_EVERY = timedelta(hours=1)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@operation()
def make_address(*, actor: Actor, now: datetime) -> str:
    """A new address of the actor's own calendar; the earlier one stops working. Answers the secret, never stored."""
    revoke_address(actor=actor, now=now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    address = CalendarAddress.objects.create(user_id=actor.user_id, secret_hash=_hash(secret))
    record("periods.calendar_address.make", actor=actor, target=address, at=now)
    return secret


@operation()
def revoke_address(*, actor: Actor, now: datetime) -> bool:
    """The actor's own address works no more. Repeating changes nothing; answers whether there was one."""
    live = CalendarAddress.objects.select_for_update(no_key=True).filter(user_id=actor.user_id, revoked_at=None)
    address = live.first()
    if address is None:
        return False
    address.revoked_at = now
    address.save(update_fields=["revoked_at", "updated_at"])
    record("periods.calendar_address.revoke", actor=actor, target=address, at=now)
    return True


def find_address(secret: str, *, now: datetime) -> CalendarAddress | None:
    """The live address with this secret, of a person who may still sign in. Notes the reading, once an hour."""
    found = (
        CalendarAddress.objects.filter(secret_hash=_hash(secret), revoked_at=None, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is not None:
        stale = Q(last_read_at=None) | Q(last_read_at__lt=now - READ_NOTED_EVERY)
        CalendarAddress.objects.filter(stale, pk=found.pk).update(last_read_at=now)
    return found
