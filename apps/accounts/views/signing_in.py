"""Sign-in, sign-out (Django's) and the language switch."""

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from apps.accounts.forms import SignInForm


class SignInView(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_redirect_url(self):
        """Where the person wanted to go; home when that is this page (Django raises ValueError on the circle)."""
        url = super().get_redirect_url()
        return "" if url.split("?")[0] == self.request.path else url


class SignOutView(LogoutView):
    """After it, "Back" shows nothing of the person who left: the browser forgets the pages it kept."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
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
