"""The first sign-in with a slip: user name and one-time code, then the own password."""

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import FormView

from apps.accounts.domain.slips import Outcome, redeem
from apps.accounts.models import User
from apps.core.crispy import CrispyFormMixin
from apps.core.views import InvalidMixin

# One text for a wrong code and a locked slip: else it would say which names have a slip waiting.
NOT_TAKEN = lazy(
    "Tên đăng nhập hoặc mã không đúng, hoặc phiếu đã dùng, đã khóa."
    " Xem lại phiếu mới nhất; vẫn không được thì đề nghị người cấp phiếu cấp lại."
)
REFUSALS = {
    Outcome.WRONG: NOT_TAKEN,
    Outcome.LOCKED: NOT_TAKEN,
    Outcome.EXPIRED: lazy("Phiếu đã hết hạn. Đề nghị người cấp phiếu cấp lại."),
}


class ActivateForm(CrispyFormMixin, forms.Form):
    username = forms.CharField(
        label=lazy("Tên đăng nhập"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=lazy("Mã dùng một lần trên phiếu"),
        max_length=40,
        help_text=lazy("Không phân biệt chữ hoa, chữ thường, dấu gạch."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=lazy("Mật khẩu mới, do bạn tự đặt"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("Từ 10 ký tự, không giống tên đăng nhập, không phải mật khẩu ai cũng đoán được."),
    )
    again = forms.CharField(
        label=lazy("Nhập lại mật khẩu mới"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("Hai lần nhập mật khẩu không giống nhau."))
        if data.get("password"):
            try:
                validate_password(data["password"], User(username=data.get("username", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class ActivateView(InvalidMixin, FormView):
    """Open to everybody; failures count like those of the sign-in page and lock name and address together."""

    form_class = ActivateForm
    template_name = "accounts/activate.html"

    def form_valid(self, form):
        data = form.cleaned_data
        credentials = {"username": data["username"].strip().lower()}  # as redeem() looks for it: one name, one count
        if not AxesProxyHandler.is_allowed(self.request, credentials):
            return render(self.request, "accounts/locked_out.html", status=429)
        outcome = redeem(
            username=data["username"],
            code=data["code"],
            password_hash=make_password(data["password"]),
            now=self.request.received_at,
        )
        if outcome is not Outcome.DONE:
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            form.add_error("code", REFUSALS[outcome])
            return self.form_invalid(form)
        messages.success(self.request, _("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới."))
        return HttpResponseRedirect(reverse("accounts:sign-in"))
