"""What people change about their own account."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.domain.sign_ins import end_all
from apps.accounts.models import User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.core.text import clean


@operation()
def change_profile(*, phone: str, post: str, actor: Actor, now: datetime) -> User:
    """Telephone and post of the actor; the same again writes nothing."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    before = {"phone": user.phone, "post": user.post}
    after = {"phone": clean(phone), "post": clean(post)}
    if before != after:
        user.phone, user.post = after["phone"], after["post"]
        user.save(update_fields=["phone", "post"])
        record("accounts.user.change_profile", actor=actor, target=user, at=now, before=before, after=after)
    return user


@operation()
def change_password(*, password_hash: str, keep_session_key: str, actor: Actor, now: datetime) -> int:
    """A new password, hashed by ``make_password``; every other session of the person ends. Answers how many."""
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    user.password = password_hash
    user.save(update_fields=["password"])
    ended = end_all(user_id=user.pk, now=now, keep_session_key=keep_session_key)
    record("accounts.password.change", actor=actor, target=user, at=now, after={"sessions_ended": ended})
    with kept_language():
        title = _("Mật khẩu của bạn đã được đổi")
        body = _("Các phiên đăng nhập khác đã kết thúc. Nếu không phải bạn, hãy báo cho quản trị ngay.")
    tell(user=user, title=title, body=body, path=reverse("accounts:session-list"), now=now, actor=actor)
    return ended
