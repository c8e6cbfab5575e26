"""Accounts: made once, by user name."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean


@operation()
def ensure_user(  # noqa: PLR0913 - each is one column of the account
    *,
    username: str,
    full_name: str,
    password_hash: str,
    actor: Actor,
    now: datetime,
    honorific: str = "",
    post: str = "",
    phone: str = "",
    email: str = "",
    is_demo: bool = False,
    is_administrator: bool = False,
) -> User:
    """The account with this user name, made when it is not there yet. Repeating changes nothing, the password neither.

    ``password_hash`` comes from Django's ``make_password``; an unusable one makes an account that cannot sign in yet.
    ``is_administrator``: technical administration only (``/admin/``, ``/styleguide/``), no right in any unit.
    """
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "full_name": clean(full_name),
            "honorific": honorific,
            "post": post,
            "phone": phone,
            "email": email,
            "password": password_hash,
            "is_demo": is_demo,
            "is_staff": is_administrator,
            "is_superuser": is_administrator,
        },
    )
    if created:
        record("accounts.user.create", actor=actor, target=user, at=now, after={"username": username})
    return user


class UsernameTaken(DomainError):
    """Somebody else has this user name."""

    def __init__(self, username: str):
        message = _("Tên đăng nhập %(name)s đã thuộc tài khoản khác. Chọn tên khác hoặc để trống.")
        super().__init__(message % {"name": username}, field="username")


@operation()
def create_user(*, username: str, full_name: str, actor: Actor, now: datetime, **columns) -> User:
    """A new account, never one that is there: whoever was quicker keeps the user name. ``columns``: of the account.

    Raises UsernameTaken.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username)
    try:
        with transaction.atomic():
            user = User.objects.create(username=username, full_name=clean(full_name), **columns)
    except IntegrityError:
        raise UsernameTaken(username) from None
    record("accounts.user.create", actor=actor, target=user, at=now, after={"username": username})
    return user


@operation()
def lock_demo_accounts(*, actor: Actor, now: datetime) -> int:
    """Lock every demo account and end its sessions; answers how many were open."""
    from apps.accounts.domain.sign_ins import end_all

    open_ones = list(User.objects.filter(is_demo=True, is_active=True).select_for_update(no_key=True).order_by("pk"))
    for user in open_ones:
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_all(user_id=user.pk, now=now)
        record("accounts.user.lock", actor=actor, target=user, at=now)
    return len(open_ones)
