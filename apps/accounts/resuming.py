"""Signing in on the way: a form sent after the session ended is not lost, with JavaScript or without.

The answer to such a POST is a sign-in form that carries the posted fields. Sent back to the same address, it signs
in (asking for the second factor in between, where there is one) and the request goes on as if the session had never
ended. It runs after the CSRF check.
"""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url

from apps.accounts import signing
from apps.accounts.domain.factors import has_factor
from apps.accounts.enums import Way
from apps.accounts.forms import SecondFactorForm, SignInForm

PREFIX = "sign-in"
CODE = f"{PREFIX}-code"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password", CODE, f"{PREFIX}-passkey"})


class ResumeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and not request.user.is_authenticated and _sends_to_sign_in(request, response):
            return _ask(request, SignInForm(request, prefix=PREFIX))
        return response

    def process_view(self, request, view, args, kwargs):
        """Sign in with what came along; None lets the view go on with the posted fields."""
        if request.method != "POST" or request.user.is_authenticated:
            return None
        if CODE in request.POST:
            return _second_step(request)
        if f"{PREFIX}-username" in request.POST:
            return _first_step(request)
        return None


def _first_step(request):
    form = SignInForm(request, data=request.POST, prefix=PREFIX)
    if not form.is_valid():
        return _ask(request, form)
    user = form.get_user()
    if has_factor(user.pk):
        signing.hold(request, user, way=Way.PASSWORD)
        return _ask(request, SecondFactorForm(request, user, prefix=PREFIX))
    return _go_on(request, user, Way.PASSWORD)


def _second_step(request):
    found = signing.pending(request)
    if found is None:
        return _ask(request, SignInForm(request, prefix=PREFIX))
    user, way, _next_url = found
    form = SecondFactorForm(request, user, data=request.POST, prefix=PREFIX)
    if not form.is_valid():
        return _ask(request, form)
    return _go_on(request, user, way)


def _go_on(request, user, way):
    """Into the view with what was posted, unless a second factor must be set up before anything else."""
    signing.enter(request, user, way=way)
    return HttpResponseRedirect(signing.onward(request, "")) if request.session.get(signing.MUST_SET_UP) else None


def _sends_to_sign_in(request, response) -> bool:
    """Whether a view asks for a session; signing out and the language switch lead to the sign-in page by themselves."""
    if request.resolver_match is None or request.resolver_match.namespace == "accounts":
        return False
    address = resolve_url(settings.LOGIN_URL)
    return isinstance(response, HttpResponseRedirect) and response.url.split("?")[0] == address


def _ask(request, form):
    """Htmx is redirected as ever (static/js/session.js asks in place); a plain form gets the carrying page."""
    if request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={request.path}")
    carried = [(key, value) for key, values in request.POST.lists() if key not in NOT_CARRIED for value in values]
    context = {"form": form, "carried": carried, "had_files": bool(request.FILES)}
    return render(request, "session_expired.html", context, status=401)
