"""Signing in on the way: a form sent after the session ended is not lost, with JavaScript or without.

The answer to such a POST is a sign-in form that carries the posted fields. Sent back to the same address, it signs
in and the request goes on as if the session had never ended. It runs after the CSRF check.
"""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url

from apps.accounts.forms import SignInForm

PREFIX = "sign-in"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password"})


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
        if request.method != "POST" or f"{PREFIX}-username" not in request.POST or request.user.is_authenticated:
            return None
        form = SignInForm(request, data=request.POST, prefix=PREFIX)
        if not form.is_valid():
            return _ask(request, form)
        login(request, form.get_user())
        return None


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
