"""Tài khoản của tôi: who I am here, my password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from apps.accounts import policies, required_factor, signing
from apps.accounts.domain import own_account
from apps.accounts.domain.factors import factors_of, label
from apps.accounts.domain.sign_ins import moved
from apps.accounts.forms import PasswordForm, ProfileForm
from apps.accounts.models import SignIn
from apps.accounts.views.access import OwnAccountMixin
from apps.core.views import InvalidMixin, require


class ProfileView(LoginRequiredMixin, InvalidMixin, FormView):
    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def post(self, request, *args, **kwargs):
        require(policies.can_change_own_account(request.actor))
        return super().post(request, *args, **kwargs)

    def get_initial(self):
        return {"phone": self.request.user.phone, "post": self.request.user.post}

    def form_valid(self, form):
        own_account.change_profile(**form.cleaned_data, actor=self.request.actor, now=self.request.received_at)
        messages.success(self.request, _("Đã lưu thông tin của bạn."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        user, now = self.request.user, self.request.received_at
        return super().get_context_data(
            factors=[str(label(factor)) for factor in factors_of(user.pk)],
            required=required_factor.reason(user, self.request.actor),
            sessions=SignIn.objects.visible_to(self.request.actor).open_at(now).count(),
            identities=list(user.identities.order_by("linked_at")),
            rights_url=_first_address("units:my-rights", "accounts:my-rights", "dashboard:my-rights"),
            **kwargs,
        )


def _first_address(*names: str) -> str:
    """The address of the first page that exists: the page of one's rights belongs to a later row."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


class PasswordChangeView(OwnAccountMixin, InvalidMixin, FormView):
    """A new password; the other sessions of the person end."""

    template_name = "accounts/password_change.html"
    form_class = PasswordForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.request.user}

    def form_valid(self, form):
        request = self.request
        own_account.change_password(
            password_hash=make_password(form.cleaned_data["password"]),
            keep_session_key=request.session.session_key,
            actor=request.actor,
            now=request.received_at,
        )
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        moved(sign_in_id=request.session.get(signing.SIGN_IN), session_key=request.session.session_key)
        signing.mark_fresh(request, request.received_at)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc."))
        return HttpResponseRedirect(reverse("accounts:profile"))
