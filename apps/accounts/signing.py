"""Signing in, step by step, in a request: first proof, second factor, session, and what must be set up before anything.

Every way in ends in ``finish``; ``django.contrib.auth.login`` is called nowhere else (a test sees to it).
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.accounts import required_factor
from apps.accounts.addresses import client_address
from apps.accounts.devices import device_label
from apps.accounts.domain import impersonation
from apps.accounts.domain.factors import has_factor
from apps.accounts.domain.sign_ins import Device, Opened, open_sign_in
from apps.accounts.enums import Way
from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.core.actor import Actor

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Keys of the session.
PENDING, SIGN_IN, MUST_SET_UP, FRESH, STANDS_IN = "pending_sign_in", "sign_in", "must_set_up", "fresh_at", "stands_in"
PENDING_LASTS = timedelta(minutes=10)
FRESH_LASTS = timedelta(minutes=15)
DEVICE_COOKIE = "device"
DEVICE_COOKIE_LASTS = timedelta(days=400)


def stand_in(request, person: User, until: datetime) -> None:
    """From the next request on it is that person's, with a new token: a page of another tab was made for another."""
    request.session[STANDS_IN] = {"user": person.pk, "until": until.timestamp()}
    rotate_token(request)


def stand_back(request) -> None:
    """The requests are the administrator's again; what was made ready in the other's name is not taken for hers."""
    del request.session[STANDS_IN]
    rotate_token(request)


def attach_actor(request) -> None:
    """``request.actor``, built when somebody asks for it."""
    request.actor = SimpleLazyObject(lambda: actor_of(request))


def actor_of(request) -> Actor:
    """The rights of whoever asks, under two names while an administrator stands in for somebody."""
    actor = actor_for(request.user, timezone.localtime(request.received_at).date())
    administrator = getattr(request, "impersonator", None)
    return impersonation.standing_in(actor, administrator) if administrator else actor


def begin(request, user: User, *, way: Way, next_url: str = "", trusted: bool = False) -> HttpResponseRedirect:
    """After the first proof: on to the second factor where there is one, else in.

    ``trusted``: the first proof was two already (a passkey, a provider that asks for a second factor itself).
    """
    if not trusted and has_factor(user.pk):
        hold(request, user, way=way, next_url=next_url)
        return HttpResponseRedirect(reverse("accounts:second-factor"))
    return finish(request, user, way=way, next_url=next_url)


def hold(request, user: User, *, way: Way, next_url: str = "") -> None:
    """Remember who has given the first proof; nobody is signed in yet."""
    request.session[PENDING] = {
        "user": user.pk,
        "way": str(way),
        "next": next_url,
        "at": request.received_at.timestamp(),
        "hash": user.get_session_auth_hash(),
    }


def pending(request) -> tuple[User, Way, str] | None:
    """Who is between the two steps, how they came and where to; None when nobody is or it took too long."""
    held = request.session.get(PENDING)
    if held is None or request.received_at.timestamp() - held["at"] > PENDING_LASTS.total_seconds():
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != held["hash"]:
        return None
    return user, Way(held["way"]), held["next"]


def finish(request, user: User, *, way: Way, next_url: str = "") -> HttpResponseRedirect:
    """All proofs are given: open the session, say what is to be said, lead on."""
    enter(request, user, way=way)
    return HttpResponseRedirect(onward(request, next_url))


def enter(request, user: User, *, way: Way) -> None:
    """Open the session of ``user`` in this browser."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    attach_actor(request)
    if request.session.session_key is None:
        request.session.save()
    now = request.received_at
    opened = open_sign_in(user=user, session_key=request.session.session_key, device=_device(request), way=way, now=now)
    request.session[SIGN_IN] = opened.sign_in.pk
    mark_fresh(request, now)
    if required_factor.reason(user, request.actor) and not has_factor(user.pk):
        request.session[MUST_SET_UP] = True
    _say(request, opened)


def onward(request, next_url: str) -> str:
    if request.session.get(MUST_SET_UP):
        return reverse("accounts:factor-list")
    return safe_url(request, next_url) or resolve_url(settings.LOGIN_REDIRECT_URL)


def safe_url(request, url: str) -> str:
    """``url`` when it leads to a page of ours, else empty."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours else ""


def mark_fresh(request, now: datetime) -> None:
    """The person has just proved who they are."""
    request.session[FRESH] = now.timestamp()


def is_fresh(request) -> bool:
    proved = request.session.get(FRESH, 0)
    return request.received_at.timestamp() - proved <= FRESH_LASTS.total_seconds()


def device_key(request) -> uuid.UUID | None:
    """The key of the browser, by its cookie; None for one that has none yet."""
    try:
        return uuid.UUID(request.COOKIES.get(DEVICE_COOKIE, ""))
    except ValueError:
        return None


def _device(request) -> Device:
    """The browser by its cookie; a new one gets its cookie with the answer (SignInMiddleware)."""
    key = device_key(request)
    if key is None:
        key = request.new_device_key = uuid.uuid4()
    label = device_label(request.headers.get("User-Agent", ""))
    return Device(key, label, client_address(request))


def _say(request, opened: Opened) -> None:
    if opened.elsewhere:
        other = opened.elsewhere[0]
        text = _("Tài khoản của bạn đang mở ở thiết bị khác: %(device)s. Xem ở mục Phiên đăng nhập của tôi.")
        messages.warning(request, text % {"device": other.device})
    elif opened.is_new:
        messages.info(request, _("Đây là lần đầu bạn đăng nhập từ trình duyệt này; hệ thống đã gửi thông báo cho bạn."))
