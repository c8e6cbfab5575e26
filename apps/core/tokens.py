"""One-time form tokens: a POST that creates carries one; sent twice, done once.

The token row is written in the transaction of the domain call, so a request that dies before its commit
leaves the token unused and the form may be sent again.
"""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from apps.core.models import FormToken

LIFE = timedelta(days=30)  # longer than a form stays open in a tab


class AlreadyDone(Exception):
    """The form with this token was carried out before; ``url`` is where it led."""

    def __init__(self, url: str):
        self.url = url
        super().__init__(url)


def new_token() -> str:
    return uuid.uuid4().hex


def parse(value: str | None) -> uuid.UUID | None:
    """The token in a posted form, or None when it is missing or mangled."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def use(token: uuid.UUID, *, user_id: int | None, now: datetime) -> None:
    """Spend the token; must run inside the transaction of the call it protects. Raises AlreadyDone.

    A second sender waits on the unique index until the first one commits, and is then told where it led.
    """
    try:
        with transaction.atomic():
            FormToken.objects.create(token=token, user_id=user_id, used_at=now)
    except IntegrityError:
        spent = FormToken.objects.get(token=token)
        raise AlreadyDone(spent.result_url) from None


def spent(token: uuid.UUID) -> str | None:
    """Where the form with this token led; None while it may still be sent."""
    return FormToken.objects.filter(token=token).values_list("result_url", flat=True).first()


def remember(token: uuid.UUID, url: str) -> None:
    """Keep where the call led, in the same transaction."""
    FormToken.objects.filter(token=token).update(result_url=url)


def sweep(now: datetime) -> int:
    """Forget spent tokens older than LIFE; answers how many."""
    return FormToken.objects.filter(used_at__lt=now - LIFE).delete()[0]
