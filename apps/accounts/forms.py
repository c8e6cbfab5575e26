"""Forms of signing in and of one's own account, with our texts."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts import passkeys, token_scopes
from apps.accounts.domain.access_tokens import DAYS
from apps.accounts.domain.codes import use_code
from apps.accounts.domain.errors import TooManyCodes, WrongCode
from apps.core.actor import Actor
from apps.core.crispy import CrispyFormMixin
from apps.core.errors import DomainError
from apps.core.reasons import reason_form


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


class SecondFactorForm(forms.Form):
    """A code of the application, a recovery code, or the answer of a passkey (filled in by static/js/passkeys.js)."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        help_text=_("Mã 6 chữ số trên ứng dụng xác thực; mất điện thoại thì nhập một mã dự phòng 8 chữ số."),
        max_length=20,
        error_messages={"required": _("Hãy nhập mã xác thực.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-passkey-answer": ""}))

    def __init__(self, request, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.request, self.user = request, user
        self.with_passkey = passkeys.has_passkey(user)
        self.fields["code"].required = not (self.is_bound and self.data.get(self.add_prefix("passkey")))

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        try:
            self._prove(data)
        except DomainError as refusal:
            self.shut = isinstance(refusal, TooManyCodes)
            self.add_error("code", str(refusal.message))
        return data

    shut = False

    def _prove(self, data) -> None:
        now = self.request.received_at
        if data["passkey"]:
            passkeys.note_use(passkeys.check_answer(data["passkey"], self.user), now)
            return
        actor = Actor(user_id=self.user.pk, label=self.user.label)
        if use_code(user_id=self.user.pk, code=data["code"], actor=actor, now=now) is None:
            raise WrongCode


class PasswordProofForm(CrispyFormMixin, forms.Form):
    """One's own password once more; wrong ones count towards the lock-out of the sign-in page."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=self.user.username, password=password) != self.user:
            raise forms.ValidationError(_("Mật khẩu không đúng."))
        return password


class TotpForm(CrispyFormMixin, forms.Form):
    code = forms.CharField(
        label=_("Mã 6 chữ số trên ứng dụng"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class PasskeyForm(CrispyFormMixin, forms.Form):
    name = forms.CharField(
        label=_("Tên khóa"),
        help_text=_("Để sau này nhận ra, ví dụ: Điện thoại của tôi, Khóa USB màu đen."),
        max_length=100,
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-passkey-answer": ""}))


class ProfileForm(CrispyFormMixin, forms.Form):
    phone = forms.CharField(
        label=_("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    post = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)


class PasswordForm(CrispyFormMixin, forms.Form):
    """A new password, typed twice, by the validators of the settings; the old one proves who asks."""

    old_password = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 10 ký tự, không quá phổ biến, không giống tên của bạn. Một câu dài dễ nhớ là tốt nhất."),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, request, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.username, password=old) != self.user:
            raise forms.ValidationError(_("Mật khẩu hiện tại không đúng."))
        return old

    def clean(self):
        data = super().clean()
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("Hai lần nhập mật khẩu mới khác nhau."))
        elif password:
            try:
                password_validation.validate_password(password, self.user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


ReasonForm = reason_form(help_text=_("Người có tài khoản đọc được lý do này; nó cũng được ghi vào nhật ký."))


def scope_choices() -> list[tuple]:
    return [(scope.code, scope.label) for scope in token_scopes.known()]


class TokenForm(CrispyFormMixin, forms.Form):
    """A new access token: what for, what it may read, until when."""

    name = forms.CharField(
        label=_("Tên"),
        help_text=_("Để sau này nhận ra, ví dụ: Hệ thống quản lý cán bộ của Sở."),
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label=_("Được đọc"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ chọn những gì chương trình cần. Mã không đọc được gì ngoài những gì bạn xem được."),
    )
    days = forms.TypedChoiceField(
        label=_("Thời hạn"),
        choices=[(days, _("%(days)s ngày") % {"days": days}) for days in DAYS],
        coerce=int,
        initial=90,
    )
