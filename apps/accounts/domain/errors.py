"""Refusals of signing in and of the second factor."""

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError


class TooManyCodes(DomainError):
    """Too many wrong codes in a row; nothing is compared any more until the time is over."""

    default_message = _("Mã đã nhập sai quá nhiều lần. Vì an toàn, hãy thử lại sau 15 phút.")


class WrongCode(DomainError):
    default_message = _("Mã không đúng hoặc đã dùng rồi. Hãy chờ mã mới trên ứng dụng rồi nhập lại.")


class FactorNeeded(DomainError):
    """The last second factor of somebody who must have one."""

    default_message = _("Tài khoản của bạn phải có xác thực hai bước. Hãy thêm cách khác trước khi bỏ cách này.")


class FactorExists(DomainError):
    default_message = _("Tài khoản đã có ứng dụng xác thực. Hãy bỏ ứng dụng cũ trước.")


class TooManyTokens(DomainError):
    """So many tokens of one person are not told apart any more."""

    default_message = _("Bạn đã có quá nhiều mã còn hiệu lực. Hãy thu hồi mã không dùng nữa trước khi tạo mã mới.")
