"""Who may do what with accounts of others; one's own account is everybody's own."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused


def can_change_own_account(actor: Actor) -> Verdict:
    """Password, second factor and sessions are changed by the person alone."""
    if actor.impersonated_by:
        return refused(_("Bạn đang xem với tư cách người khác. Tài khoản của họ chỉ do chính họ thay đổi."))
    return ALLOWED


def can_support(actor: Actor) -> Verdict:
    """Help people with their accounts: technical administrators."""
    if not actor.is_staff or actor.impersonated_by:
        return refused(_("Chỉ quản trị kỹ thuật được hỗ trợ tài khoản của người khác."))
    return ALLOWED


def can_reset_factor(actor: Actor, user: User) -> Verdict:
    if user.pk == actor.user_id:
        return refused(_("Xác thực hai bước của chính mình được thay đổi ở trang Tài khoản của tôi."))
    return can_support(actor)


def can_impersonate(actor: Actor, user: User) -> Verdict:
    """Never another administrator: that would be a way to their rights, and to hide behind them."""
    if not (allowed := can_support(actor)):
        return allowed
    if user.pk == actor.user_id:
        return refused(_("Đây là tài khoản của chính bạn."))
    if user.is_staff or user.is_superuser:
        return refused(_("Không xem với tư cách của một quản trị khác."))
    if not user.is_active:
        return refused(_("Tài khoản này đã khóa."))
    return ALLOWED
