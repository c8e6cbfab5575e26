"""System checks of accounts."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from django.utils.translation import gettext as _

APART = Path("/var/lib/emulation-portal")  # where the embedded services lie when var is closed to their account


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


@register(Tags.security, deploy=True)
def check_local_database(app_configs, **_options) -> list[Error]:
    """Local mode switches off HTTPS and the second factor of demo accounts: only for the database embedded with it."""
    host = settings.DATABASES["default"].get("HOST", "")
    if not settings.LOCAL or is_embedded(host, settings.VAR_DIR):
        return []
    return [
        Error(
            _("EMULATION_LOCAL đang bật với cơ sở dữ liệu không phải loại nhúng: %(host)s.") % {"host": host or "–"},
            hint=_("Bỏ biến EMULATION_LOCAL khi dùng cơ sở dữ liệu riêng; script/server tự đặt biến này khi cần."),
            id="accounts.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_proxies(app_configs, **_options) -> list[Error]:
    """HTTPS ends at a proxy. Uncounted it gives everybody its own address: one lock-out and one limit for all."""
    if not settings.SECURE_SSL_REDIRECT or settings.PROXY_COUNT > 0:
        return []
    return [
        Error(_("HTTPS đang bật nhưng PROXY_COUNT là 0: địa chỉ người dùng không xác định được."), id="accounts.E004")
    ]


def is_embedded(host: str, var_dir: Path) -> bool:
    """Whether the host is a folder of sockets that emulation_portal.embedded.place makes."""
    folder, var_dir = Path(os.path.normpath(host)), var_dir.absolute()
    if not folder.is_absolute():
        return False
    if folder.is_relative_to(var_dir) or folder.is_relative_to(APART):
        return True
    return folder.parent == Path(tempfile.gettempdir()) and folder.name.startswith("emulation-portal-")


def _has_demo_accounts() -> bool:
    from apps.accounts.models import User  # late: checks are imported before the models are ready

    try:
        return User.objects.filter(is_demo=True, is_active=True).exists()
    except DatabaseError:  # before the first migrate
        return False
