"""Who looks after the outbox, and who words the mails.

The standing office of the ministry is known to a later row; it registers how to tell (units, in AppConfig.ready()).
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.notifications import catcher

_offices: list[Callable[[Actor], bool]] = []


def register_office(is_office: Callable[[Actor], bool]) -> None:
    """``is_office(actor)``: whether the actor works in the standing office of the ministry."""
    if is_office not in _offices:
        _offices.append(is_office)


def _in_office(actor: Actor) -> bool:
    return any(is_office(actor) for is_office in _offices)


def can_manage_mail(actor: Actor) -> Verdict:
    """See the outbox and send again: technical staff, the standing office of the ministry."""
    if actor.is_staff or _in_office(actor):
        return ALLOWED
    return refused(_("Trang này dành cho Thường trực Hội đồng của Bộ và quản trị kỹ thuật."))


def can_word_mails(actor: Actor) -> Verdict:
    """Edit the texts of mails: the standing office of the ministry."""
    if _in_office(actor):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của Bộ sửa được mẫu thư."))


def can_read_caught(actor: Actor) -> bool:
    """Mails kept as files: technical staff, and only where nothing is really sent (elsewhere there is no such page)."""
    return actor.is_staff and catcher.is_catching()
