"""Words of signing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How the first proof was given."""

    PASSWORD = "password", _("Mật khẩu")
    PASSKEY = "passkey", _("Khóa truy cập")
    PROVIDER = "provider", _("Đăng nhập một lần")
    SLIP = "slip", _("Phiếu cấp tài khoản")


class Factor(models.TextChoices):
    """Second proofs, with the values of allauth's Authenticator."""

    TOTP = "totp", _("Ứng dụng xác thực")
    PASSKEY = "webauthn", _("Khóa truy cập")
    RECOVERY = "recovery_codes", _("Mã dự phòng")
