"""System checks of the mail settings: better told at the start than by dead letters."""

from django.conf import settings
from django.core.checks import Error, register
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _


@register()
def sender_is_an_address(app_configs, **kwargs):
    try:
        EmailValidator(allowlist=["localhost"])(settings.MAIL_FROM)
    except ValidationError:
        return [
            Error(
                _("MAIL_FROM không phải là một địa chỉ thư: %(address)s") % {"address": settings.MAIL_FROM},
                hint=_("Ghi riêng địa chỉ, ví dụ MAIL_FROM=thidua@minhhoa.example; tên người gửi do hệ thống thêm."),
                id="notifications.E001",
            )
        ]
    return []


@register(deploy=True)
def there_is_a_server(app_configs, **kwargs):
    if settings.MAIL_CONFIGURED:
        return []
    return [
        CheckWarning(
            _("Chưa khai báo máy chủ thư: thư nằm chờ trong mục Thư gửi đi."),
            hint=_("Đặt EMAIL_URL hoặc SMTP_HOST."),
            id="notifications.W001",
        )
    ]
