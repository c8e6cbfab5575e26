"""Single sign-on: which account of ours a subject of the provider may open. No account is made by itself."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import ExternalIdentity, User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language


class NoAccount(DomainError):
    """Nobody here, or more than one, goes with what the provider says."""


@operation()
def account_for(*, claims: dict, username_claim: str, provider_name: str, now: datetime) -> User:
    """The account of verified ``claims``: linked earlier, else found by verified e-mail or by the user name claim.

    Raises NoAccount, with what to do. An e-mail address that the provider has not verified opens nothing, and neither
    does one that stands at two accounts.
    """
    issuer, subject = claims["iss"], claims["sub"]
    known = ExternalIdentity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    if known is not None:
        return _open(known.user)
    user = _open(_found(claims, username_claim))
    identity, created = ExternalIdentity.objects.select_related("user").get_or_create(
        issuer=issuer, subject=subject, defaults={"user": user, "linked_at": now}
    )
    if not created:  # two browsers came back from the provider in the same moment
        return _open(identity.user)
    actor = Actor(user_id=user.pk, label=user.label)
    record("accounts.identity.link", actor=actor, target=identity, at=now, after={"issuer": issuer})
    with kept_language():
        title = _("Tài khoản của bạn đã liên kết với %(name)s") % {"name": provider_name}
        body = _("Từ nay có thể đăng nhập bằng %(name)s. Nếu không phải bạn, hãy báo cho quản trị ngay.")
        body %= {"name": provider_name}
    tell(user=user, title=title, body=body, path=reverse("accounts:profile"), now=now)
    return user


def _found(claims: dict, username_claim: str) -> User:
    email, username = claims.get("email"), claims.get(username_claim) if username_claim else None
    if email and claims.get("email_verified") is True:
        found = list(User.objects.filter(email__iexact=email)[:2])
        if len(found) == 1:
            return found[0]
    if isinstance(username, str) and (user := User.objects.filter(username=username).first()):
        return user
    raise NoAccount(
        _("Không tìm thấy tài khoản nào của cổng ứng với tài khoản bạn vừa dùng. Hãy đề nghị đơn vị cấp tài khoản.")
    )


def _open(user: User) -> User:
    if not user.is_active:
        raise NoAccount(_("Tài khoản này đã khóa."))
    return user
