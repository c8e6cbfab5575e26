"""The sign-in form, with our texts."""

from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường."),
        "inactive": _("Tài khoản này đã khóa."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.label = _("Tên đăng nhập")
        # Django checks the length in the browser only; axes keeps the failed names in 255 characters.
        username.validators.append(MaxLengthValidator(username.max_length))
        self.fields["password"].label = _("Mật khẩu")
