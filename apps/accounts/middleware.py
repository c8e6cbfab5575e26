"""Who asks: stands in for somebody, is the one of the page, is known on this device, still has something to set up."""

import time
from datetime import UTC, datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import signing
from apps.accounts.domain import impersonation
from apps.accounts.grants import actor_for
from apps.accounts.models import SignIn, User
from apps.core.dates import local

# What is open to somebody who must set up a second factor first.
SET_UP_PAGES = frozenset(
    f"accounts:{name}"
    for name in (
        *("factor-list", "totp-set-up", "passkey-add", "passkey-add-options", "passkey-options", "recovery-codes"),
        *("recovery-codes-renew", "confirm-identity", "sign-out", "language"),
    )
)
REMEMBERED_SESSIONS = 10_000


class ActorMiddleware:
    """Builds ``request.actor`` once per request; pages that never ask for it pay nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signing.attach_actor(request)
        return self.get_response(request)


class ImpersonationMiddleware:
    """While an administrator stands in for somebody, the request is that person's, and each one leaves a line.

    Asked anew each time: the administrator still is one, the person is none and not locked, the time is not over.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.impersonator = None
        held = request.session.get(signing.STANDS_IN)
        if not held or not request.user.is_authenticated:
            return self.get_response(request)
        administrator, person = request.user, User.objects.filter(pk=held["user"]).first()
        until = datetime.fromtimestamp(held["until"], UTC)
        over = request.received_at >= until
        if over or person is None or not impersonation_holds(administrator, person):
            signing.stand_back(request)
            self._ended(request, administrator, held["user"], by_clock=over)
            return self.get_response(request)
        request.user, request.impersonator, request.impersonated_until = person, administrator, until
        actor = signing.actor_of(request)  # now: signing out takes the person off the request
        response = self.get_response(request)
        impersonation.note_page(
            method=request.method,
            path=request.get_full_path(),
            status=response.status_code,
            actor=actor,
            now=request.received_at,
        )
        return response

    def _ended(self, request, administrator, user_id, *, by_clock):
        actor = actor_for(administrator, local(request.received_at).date())
        impersonation.end_impersonation(user_id=user_id, actor=actor, now=request.received_at, by_clock=by_clock)
        messages.info(request, _("Đã hết thời gian xem với tư cách người khác."))


def impersonation_holds(administrator, person) -> bool:
    return administrator.is_staff and person.is_active and not (person.is_staff or person.is_superuser)


class PagePersonMiddleware:
    """What a page sends by itself counts for the person it was made for, whom it names (static/js/shared.js): somebody
    else may have signed in since, in another tab. Plain forms are stopped by their token, which changes at sign-in and
    with standing in.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        named = request.headers.get("X-Person")
        if named and request.user.is_authenticated and named != str(request.user.pk):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return self.get_response(request)


class SignInMiddleware:
    """Notes that a session is used, gives a new browser its cookie, and leads to the set-up of a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response
        self._seen: dict[int, float] = {}  # of this process: a page within a minute of another asks nothing

    def __call__(self, request):
        self._note(request)
        response = self.get_response(request)
        if (key := getattr(request, "new_device_key", None)) is not None:
            response.set_cookie(
                signing.DEVICE_COOKIE,
                str(key),
                max_age=signing.DEVICE_COOKIE_LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.session.get(signing.MUST_SET_UP) or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in SET_UP_PAGES:
            return None
        return HttpResponseRedirect(reverse("accounts:factor-list"))

    def _note(self, request):
        sign_in_id = request.session.get(signing.SIGN_IN)
        moment = time.monotonic()
        if sign_in_id is None or moment - self._seen.get(sign_in_id, -60.0) < 60.0:  # noqa: PLR2004 -- a minute
            return
        if len(self._seen) >= REMEMBERED_SESSIONS:
            self._seen.clear()
        self._seen[sign_in_id] = moment
        SignIn.objects.all().seen(sign_in_id, request.received_at)
