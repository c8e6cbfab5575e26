"""Sign-in in one or two steps, sign-out and the language switch."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from apps.accounts import oidc, passkeys, signing
from apps.accounts.domain.impersonation import end_impersonation
from apps.accounts.enums import Way
from apps.accounts.forms import PasswordProofForm, SecondFactorForm, SignInForm
from apps.accounts.grants import actor_for
from apps.accounts.views.access import OwnAccountMixin
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.views import InvalidMixin


class SignInView(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_redirect_url(self):
        """Where the person wanted to go; home when that is this page (Django raises ValueError on the circle)."""
        url = super().get_redirect_url()
        return "" if url.split("?")[0] == self.request.path else url

    def form_valid(self, form):
        return signing.begin(self.request, form.get_user(), way=Way.PASSWORD, next_url=self.get_redirect_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(provider=oidc.provider(), **kwargs)


class SecondFactorView(InvalidMixin, FormView):
    """The second step: a code, a recovery code or a passkey of the person who has given the password."""

    template_name = "accounts/second_factor.html"
    form_class = SecondFactorForm

    def dispatch(self, request, *args, **kwargs):
        found = signing.pending(request)
        if found is None:
            if not request.user.is_authenticated and signing.PENDING in request.session:
                del request.session[signing.PENDING]
                messages.warning(request, _("Đã quá 10 phút từ khi nhập mật khẩu. Hãy đăng nhập lại."))
            return HttpResponseRedirect(reverse("accounts:sign-in"))
        self.user, self.way, self.next_url = found
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.user}

    def form_valid(self, form):
        return signing.finish(self.request, self.user, way=self.way, next_url=self.next_url)

    def form_invalid(self, form):
        if form.shut:
            return render(self.request, "accounts/locked_out.html", status=429)
        return super().form_invalid(form)


@require_POST
def passkey_options(request):
    """The challenge that a browser's passkey is to answer: for the second step, a renewed proof, or a sign-in."""
    found = signing.pending(request)
    if request.user.is_authenticated:
        user = request.user if request.impersonator is None else None
        if user is None:
            raise PermissionDenied
    else:
        user = found[0] if found and not request.POST.get("anybody") else None
    return JsonResponse({"publicKey": dict(passkeys.options_to_ask(user))["publicKey"]})


class PasskeySignInView(View):
    """Sign in with a passkey alone: the device has asked for finger, face or PIN, which makes two proofs."""

    http_method_names = ["post"]

    def post(self, request):
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("dashboard:home"))
        next_url = request.POST.get("next", "")
        try:
            factor = passkeys.check_answer(request.POST.get("passkey", ""), None)
            if not factor.user.is_active:
                raise passkeys.WrongPasskey(_("Tài khoản này đã khóa."))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            back = reverse("accounts:sign-in")
            return HttpResponseRedirect(f"{back}?{urlencode({'next': next_url})}" if next_url else back)
        passkeys.note_use(factor, request.received_at)
        return signing.begin(request, factor.user, way=Way.PASSKEY, next_url=next_url, trusted=True)


class ConfirmIdentityView(OwnAccountMixin, InvalidMixin, FormView):
    """Once more who you are, before something that cannot be left to whoever sits at an open screen."""

    template_name = "accounts/confirm_identity.html"

    def get_form_class(self):
        from apps.accounts.domain.factors import has_factor

        return SecondFactorForm if has_factor(self.request.user.pk) else PasswordProofForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.request.user}

    def get_context_data(self, **kwargs):
        can_prove = self.request.user.has_usable_password() or self.get_form_class() is SecondFactorForm
        return super().get_context_data(next_url=self.next_url(), can_prove=can_prove, **kwargs)

    def next_url(self) -> str:
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        return signing.safe_url(self.request, asked) or reverse("accounts:profile")

    def form_valid(self, form):
        signing.mark_fresh(self.request, self.request.received_at)
        return HttpResponseRedirect(self.next_url())


def administration_sign_in(request):
    """/admin/login/: technical administration has no door of its own, so that nobody walks around the second factor."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(_("Trang này chỉ dành cho quản trị kỹ thuật."))
    next_url = request.GET.get("next") or reverse("admin:index")
    if request.user.is_authenticated:
        return HttpResponseRedirect(signing.safe_url(request, next_url) or reverse("admin:index"))
    return HttpResponseRedirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': next_url})}")


class SignOutView(LogoutView):
    """After it, "Back" shows nothing of the person who left: the browser forgets the pages it kept."""

    def post(self, request, *args, **kwargs):
        from_provider = request.session.get(oidc.SIGNED_IN_BY)
        if request.impersonator is not None:
            administrator = actor_for(request.impersonator, local(request.received_at).date())
            end_impersonation(user_id=request.user.pk, actor=administrator, now=request.received_at)
        response = super().post(request, *args, **kwargs)
        if from_provider and oidc.provider():
            response = HttpResponseRedirect(reverse("accounts:provider-signed-out"))
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


@require_POST
def set_language(request):
    """Keep the chosen language in a cookie for a year and go back to the page."""
    url = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        url = "/"
    response = HttpResponseRedirect(url)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS
        )
    return response
