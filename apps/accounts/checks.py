"""System checks of accounts."""

from django.conf import settings
from django.core.checks import Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError
from django.utils.translation import gettext as _


@register(Tags.database)
def check_demo_accounts(app_configs, databases=(), **_options) -> list[CheckWarning]:
    """Demo accounts have known passwords; they belong to embedded services only. Asked by ``migrate`` and ``check``."""
    if settings.LOCAL or "default" not in (databases or ()) or not _has_demo_accounts():
        return []
    return [
        CheckWarning(
            _("Cơ sở dữ liệu này có tài khoản trình diễn, mật khẩu ai cũng biết."),
            hint=_("Khóa các tài khoản trình diễn trước khi đưa vào sử dụng: /admin/accounts/user/, bỏ “Hoạt động”."),
            id="accounts.W001",
        )
    ]


def _has_demo_accounts() -> bool:
    from apps.accounts.models import User  # late: checks are imported before the models are ready

    try:
        return User.objects.filter(is_demo=True, is_active=True).exists()
    except DatabaseError:  # before the first migrate
        return False
