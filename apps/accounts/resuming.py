"""Signing in on the way: a form sent after the session ended is not lost, with JavaScript or without.

The answer to such a POST is a sign-in form that carries the posted fields. Sent back to the same address, it signs
in (asking for the second factor in between, where there is one) and the request goes on as if the session had never
ended. It runs after the CSRF check.

Several people share a screen: the page names, signed, whose form it was (the last session of this browser). Somebody
else who signs in there is let in, but what the other one had typed is not carried out in their name.
"""

from django.conf import settings
from django.contrib import messages
from django.core import signing as signatures
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from apps.accounts import signing
from apps.accounts.domain.factors import has_factor
from apps.accounts.enums import Way
from apps.accounts.forms import SecondFactorForm, SignInForm
from apps.accounts.models import SignIn

PREFIX = "sign-in"
CODE = f"{PREFIX}-code"
OWNER = f"{PREFIX}-owner"
SALT = "accounts.resuming"
NOT_CARRIED = frozenset(
    {"csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password", CODE, f"{PREFIX}-passkey", OWNER}
)


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
        if request.method != "POST":
            return None
        if request.user.is_authenticated:
            return None if _is_owner(request, request.user) else _home(request)
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
    """Into the view with what was posted, unless it was somebody else's or a second factor must be set up first."""
    owned = _is_owner(request, user)
    signing.enter(request, user, way=way)
    if not owned:
        return _home(request)
    return HttpResponseRedirect(signing.onward(request, "")) if request.session.get(signing.MUST_SET_UP) else None


def _is_owner(request, user) -> bool:
    """Whether the form that was kept is this person's; one that names nobody was sent by whoever signs in now."""
    named = request.POST.get(OWNER)
    if named is None:
        return True
    try:
        return signatures.loads(named, salt=SALT) == user.pk
    except signatures.BadSignature:
        return False


def _home(request):
    text = _("Nội dung được giữ lại là của người đăng nhập trước trên máy này, nên không được gửi đi. Hãy nhập lại.")
    messages.warning(request, text)
    return HttpResponseRedirect(signing.onward(request, ""))


def _owner(request) -> str:
    """Whose form is being kept, signed: named by the page already, else who had the last session of this browser."""
    if OWNER in request.POST:
        return request.POST[OWNER]
    user_id = SignIn.objects.last_user_id(
        session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), device_key=signing.device_key(request)
    )
    return "" if user_id is None else signatures.dumps(user_id, salt=SALT)


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
    if owner := _owner(request):
        carried.append((OWNER, owner))
    context = {"form": form, "carried": carried, "had_files": bool(request.FILES)}
    return render(request, "session_expired.html", context, status=401)
