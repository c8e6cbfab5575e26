"""The one question to a new last moment: it lies ahead, and after the present one."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_datetime
from apps.core.errors import DomainError


class ExtensionTooEarly(DomainError):
    """The new time does not lie after the present one, or has already passed."""


def require_later(until: datetime, due_at: datetime | None, now: datetime) -> None:
    """``due_at``: the present last moment, None where there is none to move. Raises ExtensionTooEarly."""
    if until <= now:
        raise ExtensionTooEarly(_("Thời hạn mới phải ở sau lúc này."), field="until_on")
    if due_at and until <= due_at:
        message = _("Thời hạn mới phải ở sau thời hạn hiện nay (%(due)s).") % {"due": format_datetime(due_at)}
        raise ExtensionTooEarly(message, field="until_on")
