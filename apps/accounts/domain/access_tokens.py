"""Personal access tokens: made and shown once, found by their hash, revoked by the owner or with the password."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import required_factor, token_scopes
from apps.accounts.domain.errors import FactorNeeded, TooManyTokens
from apps.accounts.domain.factors import has_factor
from apps.accounts.grants import actor_for
from apps.accounts.models import AccessToken, User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import end_of_day, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean

MARK = "tdkt_"  # by which a leaked token is recognised
HINT_LENGTH = len(MARK) + 6
MOST_LIVE = 20
DAYS = (30, 90, 180, 365)


@dataclass(frozen=True)
class NewToken:
    """The only moment in which the secret is readable."""

    token: AccessToken
    secret: str


@operation()
def create_token(*, name: str, scopes: Iterable[str], days: int, actor: Actor, now: datetime) -> NewToken:
    """A token of the actor's own, valid to the end of the day so many days ahead; its owner is told.

    Raises FactorNeeded where the role asks for a second factor and there is none, TooManyTokens, DomainError for a
    scope or a number of days that is not offered.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    if required_factor.reason(user, actor) and not has_factor(user.pk):
        raise FactorNeeded(_("Tài khoản của bạn phải có xác thực hai bước trước khi tạo mã truy cập API."))
    known = [scope.code for scope in token_scopes.known()]
    chosen = [code for code in known if code in set(scopes)]
    if not chosen or set(scopes) - set(known):
        raise DomainError(_("Hãy chọn ít nhất một phạm vi."), field="scopes")
    if days not in DAYS:
        raise DomainError(_("Hãy chọn một thời hạn trong danh sách."), field="days")
    if AccessToken.objects.filter(user=user).live_at(now).count() >= MOST_LIVE:
        raise TooManyTokens
    secret = MARK + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user,
        name=clean(name)[:100],
        hint=secret[:HINT_LENGTH],
        secret_hash=hashed(secret),
        scopes=chosen,
        expires_at=end_of_day(local(now).date() + timedelta(days=days)),
    )
    after = {"scopes": chosen, "expires_at": token.expires_at.isoformat()}
    record("accounts.access_token.create", actor=actor, target=token, at=now, after=after)
    with kept_language():
        title = _("Mã truy cập API mới: %(name)s") % {"name": token.name}
        body = _("Nếu không phải bạn tạo, hãy thu hồi mã đó và đổi mật khẩu.")
    tell(user=user, about=token, title=title, body=body, path=reverse("accounts:token-list"), now=now, actor=actor)
    return NewToken(token, secret)


@operation()
def revoke_token(*, token_id: int, actor: Actor, now: datetime) -> AccessToken:
    """The token reads nothing any more; revoked before, nothing happens."""
    token = AccessToken.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at", "updated_at"])
        record("accounts.access_token.revoke", actor=actor, target=token, at=now)
    return token


def bearer_of(secret: str, now: datetime) -> tuple[AccessToken, Actor] | None:
    """The live token of this secret and who asks with it; None for any other text.

    What the roles of the person ask for, such as a second factor, is asked of the token too: two queries, three for
    somebody who must have one.
    """
    if not secret.startswith(MARK):
        return None
    tokens = AccessToken.objects.live_at(now).select_related("user")
    token = tokens.filter(secret_hash=hashed(secret)).first()
    if token is None:
        return None
    actor = actor_for(token.user, local(now).date())
    if required_factor.reason(token.user, actor) and not has_factor(token.user_id):
        return None
    return token, actor


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
