"""Sessions: opened at sign-in, ended one by one or all at once."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.enums import Way
from apps.accounts.models import AccessToken, SignIn, User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime
from apps.core.kept import kept_language

NAME_LENGTH = 100


@dataclass(frozen=True)
class Device:
    """The browser that a request comes from."""

    key: uuid.UUID
    label: str
    address: str | None


@dataclass(frozen=True)
class Opened:
    """A new session; ``elsewhere``: those open in another browser; ``is_new``: a browser unknown so far."""

    sign_in: SignIn
    elsewhere: tuple[SignIn, ...]
    is_new: bool


@operation()
def open_sign_in(*, user: User, session_key: str, device: Device, way: Way, now: datetime) -> Opened:
    """Note the session. A browser never seen with this account, or a second one at a time, is told; never refused."""
    earlier = SignIn.objects.filter(user=user)
    elsewhere = tuple(earlier.open_at(now).exclude(device_key=device.key).order_by("-last_seen_at", "pk"))
    is_new = earlier.exists() and not earlier.filter(device_key=device.key).exists()
    sign_in = SignIn.objects.create(
        user=user,
        session_key=session_key,
        device_key=device.key,
        device=device.label[:NAME_LENGTH],
        address=device.address,
        way=way,
        signed_in_at=now,
        last_seen_at=now,
    )
    if is_new or elsewhere:
        _tell(user, sign_in, now)
    return Opened(sign_in, elsewhere, is_new)


@operation()
def end_sign_in(*, sign_in_id: int, actor: Actor, now: datetime) -> None:
    """End one session of the actor's own; ended already, nothing happens."""
    sign_in = SignIn.objects.visible_to(actor).select_for_update().get(pk=sign_in_id)
    if _end([sign_in], now):
        record("accounts.sign_in.end", actor=actor, target=sign_in.user, at=now, before={"device": sign_in.device})


@operation()
def end_others(*, keep_session_key: str, actor: Actor, now: datetime) -> int:
    """End every session of the actor but the present one; answers how many."""
    others = SignIn.objects.visible_to(actor).open_at(now).exclude(session_key=keep_session_key)
    ended = _end(list(others.select_for_update(of=("self",))), now)
    if ended:
        user = User.objects.get(pk=actor.user_id)
        record("accounts.sign_in.end_others", actor=actor, target=user, at=now, before={"sessions": ended})
    return ended


def end_all(*, user_id: int, now: datetime, keep_session_key: str = "") -> int:
    """Part of a larger operation (password changed, factor reset, account locked), which writes the line.

    Access tokens of the person are revoked with the sessions: whoever was in may have made one. Answers how many
    sessions ended.
    """
    AccessToken.objects.filter(user_id=user_id).revoke_live(now)
    rows = SignIn.objects.filter(user_id=user_id, ended_at=None).exclude(session_key=keep_session_key)
    return _end(list(rows.select_for_update(of=("self",))), now)


def moved(*, sign_in_id: int | None, session_key: str) -> None:
    """The session got a new key (Django changes it with the password)."""
    SignIn.objects.filter(pk=sign_in_id).update(session_key=session_key)


def _end(rows: list[SignIn], now: datetime) -> int:
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    return SignIn.objects.filter(pk__in=[row.pk for row in rows], ended_at=None).update(ended_at=now)


def _tell(user: User, sign_in: SignIn, now: datetime) -> None:
    with kept_language():
        title = _("Đăng nhập từ một thiết bị khác: %(device)s") % {"device": sign_in.device}
        body = _("Lúc %(time)s, từ địa chỉ %(address)s. Nếu không phải bạn, hãy kết thúc phiên đó và đổi mật khẩu.")
        body %= {"time": format_datetime(now), "address": sign_in.address or "–"}
    tell(user=user, about=sign_in, title=title, body=body, path=reverse("accounts:session-list"), now=now)
