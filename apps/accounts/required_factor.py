"""Register of rules: whom the portal lets in with a second factor only (design: ministry staff, administrators).

Apps that know the roles add theirs in ``AppConfig.ready()``. A rule reads an Actor and answers the reason, a Vietnamese
sentence that the page shows, or the empty text.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from apps.core.actor import Actor

_rules: list[Callable[[Actor], object]] = []


def register(rule: Callable[[Actor], object]) -> None:
    _rules.append(rule)


def reason(user, actor: Actor) -> str:
    """Why this person must have a second factor; empty when they need not.

    Demo accounts are exempt while the services are embedded (check accounts.E001 refuses them elsewhere).
    """
    if user.is_demo and settings.LOCAL:
        return ""
    if actor.is_staff:
        return _("Tài khoản quản trị phải có xác thực hai bước.")
    return next((str(found) for found in (rule(actor) for rule in _rules) if found), "")
