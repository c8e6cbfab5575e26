"""System checks of accounts."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from django.utils.translation import gettext as _


@register(Tags.database)
def check_demo_accounts(app_configs, databases=(), **_options) -> list[Error]:
    """Demo accounts have known passwords and need no second factor; they belong to embedded services only.

    Asked by ``migrate`` and ``check --database default``.
    """
    if settings.LOCAL or "default" not in (databases or ()) or not _has_demo_accounts():
        return []
    return [
        Error(
            _("Cơ sở dữ liệu này có tài khoản trình diễn, mật khẩu ai cũng biết."),
            hint=_("Khóa các tài khoản trình diễn trước khi đưa vào sử dụng: python manage.py lock_demo_accounts"),
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_provider(app_configs, **_options) -> list[Error]:
    """Single sign-on over an open line would let anybody sign in as anybody."""
    address = settings.OIDC["server_url"]
    if not address or address.startswith("https://") or settings.LOCAL:
        return []
    return [Error(_("OIDC_SERVER_URL phải bắt đầu bằng https://."), id="accounts.E002")]


def _has_demo_accounts() -> bool:
    from apps.accounts.models import User  # late: checks are imported before the models are ready

    try:
        return User.objects.filter(is_demo=True, is_active=True).exists()
    except DatabaseError:  # before the first migrate
        return False
