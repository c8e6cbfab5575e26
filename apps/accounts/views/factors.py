"""Xác thực hai bước: set up, take away, recovery codes."""

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from apps.accounts import passkeys, required_factor, signing
from apps.accounts.domain import factors
from apps.accounts.enums import Factor
from apps.accounts.forms import PasskeyForm, TotpForm
from apps.accounts.views.access import OwnAccountMixin
from apps.core.errors import DomainError
from apps.core.views import InvalidMixin

SECRET = "totp_secret"  # noqa: S105 -- the key of the session, where the secret waits encrypted for its first code
GROUP = 4


class FactorListView(OwnAccountMixin, TemplateView):
    """What stands beside the password, and what may be added."""

    template_name = "accounts/factor_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        found = [
            {"pk": each.pk, "label": factors.label(each), "type": each.type, "factor": each}
            for each in factors.factors_of(user.pk)
        ]
        codes = factors.recovery_codes_of(user.pk)
        return super().get_context_data(
            factors=found,
            has_totp=any(each["type"] == Factor.TOTP for each in found),
            required=required_factor.reason(user, self.request.actor),
            must_set_up=self.request.session.get(signing.MUST_SET_UP, False),
            codes_left=len(codes.get_unused_codes()) if codes else 0,
            codes_seen=bool(codes and codes.did_view),
            **kwargs,
        )


class TotpSetUpView(OwnAccountMixin, InvalidMixin, FormView):
    """The secret as a picture and as text; taken into use when the application shows the right code."""

    template_name = "accounts/totp_set_up.html"
    form_class = TotpForm
    needs_proof = True

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and factors.factors_of(request.user.pk).filter(type=Factor.TOTP).exists():
            messages.info(
                request, _("Tài khoản đã có ứng dụng xác thực. Hãy bỏ ứng dụng cũ trước khi cài ứng dụng mới.")
            )
            return HttpResponseRedirect(reverse("accounts:factor-list"))
        return super().dispatch(request, *args, **kwargs)

    def secret(self) -> str:
        held = self.request.session.get(SECRET)
        if held is None:
            held = self.request.session[SECRET] = get_adapter().encrypt(generate_totp_secret())
        return get_adapter().decrypt(held)

    def get_context_data(self, **kwargs):
        secret = self.secret()
        address = get_adapter().build_totp_url(self.request.user, secret)
        return super().get_context_data(
            picture=segno.make(address, error="m").svg_data_uri(border=2, scale=5),
            secret_groups=[secret[start : start + GROUP] for start in range(0, len(secret), GROUP)],
            address=address,
            **kwargs,
        )

    def form_valid(self, form):
        request = self.request
        try:
            factors.set_up_totp(
                user_id=request.user.pk,
                secret=self.secret(),
                code=form.cleaned_data["code"],
                actor=request.actor,
                now=request.received_at,
            )
        except DomainError as refusal:
            form.add_error("code", str(refusal.message))
            return self.form_invalid(form)
        del request.session[SECRET]
        return added(request)


class PasskeyAddView(OwnAccountMixin, InvalidMixin, FormView):
    """A passkey of this device; the browser makes it (static/js/passkeys.js)."""

    template_name = "accounts/passkey_add.html"
    form_class = PasskeyForm
    needs_proof = True

    def form_valid(self, form):
        request = self.request
        try:
            credential = passkeys.check_added(form.cleaned_data["passkey"])
            factors.add_passkey(
                user_id=request.user.pk,
                name=form.cleaned_data["name"],
                credential=credential,
                actor=request.actor,
                now=request.received_at,
            )
        except DomainError as refusal:
            form.add_error("name", str(refusal.message))
            return self.form_invalid(form)
        return added(request)


class PasskeyAddOptionsView(OwnAccountMixin, View):
    """What the browser is to make a passkey from."""

    http_method_names = ["post"]
    needs_proof = True

    def post(self, request):
        return JsonResponse({"publicKey": dict(passkeys.options_to_add(request.user)["publicKey"])})


def added(request) -> HttpResponseRedirect:
    """With a factor nothing keeps the person from their work; the recovery codes are shown first, once."""
    request.session.pop(signing.MUST_SET_UP, None)
    messages.success(request, _("Đã bật xác thực hai bước."))
    codes = factors.recovery_codes_of(request.user.pk)
    return HttpResponseRedirect(reverse("accounts:factor-list" if codes.did_view else "accounts:recovery-codes"))


class FactorRemoveView(OwnAccountMixin, View):
    """Take one factor away, after a page that says what follows."""

    http_method_names = ["get", "post"]
    needs_proof = True

    def get(self, request, pk):
        factor = self.found(request, pk)
        context = {
            "question": _("Bỏ “%(name)s”?") % {"name": factors.label(factor)},
            "consequences": [_("Từ lần sau không dùng cách này để đăng nhập được nữa.")],
            "confirm_label": _("Bỏ cách xác thực này"),
            "cancel_url": reverse("accounts:factor-list"),
        }
        if factors.factors_of(request.user.pk).count() == 1:
            context["consequences"].append(
                _("Không còn cách nào khác: tài khoản chỉ còn mật khẩu, mã dự phòng bị xóa.")
            )
        return render(request, "core/confirm.html", context)

    def post(self, request, pk):
        factor = self.found(request, pk)
        try:
            factors.remove_factor(factor_id=factor.pk, actor=request.actor, now=request.received_at)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Đã bỏ cách xác thực."))
        return HttpResponseRedirect(reverse("accounts:factor-list"))

    def found(self, request, pk):
        return get_object_or_404(factors.factors_of(request.user.pk), pk=pk)


class RecoveryCodesView(OwnAccountMixin, View):
    """GET says what the codes are for; POST shows them, the one time that they are shown."""

    http_method_names = ["get", "post"]
    needs_proof = True

    def get(self, request):
        codes = factors.recovery_codes_of(request.user.pk)
        if codes is None:
            raise Http404
        left = len(codes.get_unused_codes())
        return render(request, "accounts/recovery_codes.html", {"seen": codes.did_view, "left": left})

    def post(self, request):
        codes = factors.show_recovery_codes(user_id=request.user.pk, actor=request.actor, now=request.received_at)
        if not codes:
            messages.info(
                request, _("Mã dự phòng đã hiện một lần và không hiện lại. Nếu chưa giữ được, hãy tạo mã mới.")
            )
            return HttpResponseRedirect(reverse("accounts:factor-list"))
        return render(request, "accounts/recovery_codes.html", {"codes": [f"{c[:4]} {c[4:]}" for c in codes]})


class RecoveryCodesRenewView(OwnAccountMixin, View):
    http_method_names = ["post"]
    needs_proof = True

    def post(self, request):
        try:
            factors.renew_recovery_codes(user_id=request.user.pk, actor=request.actor, now=request.received_at)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return HttpResponseRedirect(reverse("accounts:factor-list"))
        return HttpResponseRedirect(reverse("accounts:recovery-codes"))
