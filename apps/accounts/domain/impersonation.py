"""Xem với tư cách: an administrator sees and does what a person could, for a while, with a reason, and it is told."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import policies
from apps.accounts.models import User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.core.verdict import require_allowed

LASTS = timedelta(minutes=30)


@operation()
def start_impersonation(*, user_id: int, reason: str, actor: Actor, now: datetime) -> datetime:
    """Begin; answers until when. Raises NotAllowed when the account has become one that nobody may stand in for."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    require_allowed(policies.can_impersonate(actor, user))
    record("accounts.impersonation.start", actor=actor, target=user, at=now, reason=reason)
    with kept_language():
        title = _("Quản trị %(who)s xem hệ thống với tư cách của bạn") % {"who": actor.label}
        body = _("Lý do: %(reason)s. Kéo dài nhiều nhất 30 phút; mọi trang đã mở và mọi thay đổi đều được ghi lại.")
        body %= {"reason": reason.rstrip(".")}
    tell(user=user, title=title, body=body, path=reverse("accounts:profile"), now=now, actor=actor)
    return now + LASTS


@operation()
def end_impersonation(*, user_id: int, actor: Actor, now: datetime, by_clock: bool = False) -> None:
    """Ended by the button, by signing out, or by the clock."""
    user = User.objects.get(pk=user_id)
    record("accounts.impersonation.end", actor=actor, target=user, at=now, after={"by_clock": by_clock})


@operation()
def note_page(*, method: str, path: str, status: int, actor: Actor, now: datetime) -> None:
    """One line for each page opened and each form sent. What a form changed has its own line, with the same names."""
    verb = "read" if method in {"GET", "HEAD", "OPTIONS"} else "write"
    user = User.objects.get(pk=actor.user_id)
    after = {"path": path, "status": status}
    record(f"accounts.impersonation.{verb}", actor=actor, target=user, at=now, after=after)


def standing_in(actor: Actor, administrator: User) -> Actor:
    """The person's rights under two names; policies of votes and signatures refuse such an Actor."""
    names = {"admin": administrator.full_name, "person": actor.label}
    with kept_language():  # it goes into the trail
        label = _("Quản trị %(admin)s thay mặt %(person)s") % names
    return replace(actor, label=label, impersonated_by=administrator.pk)
