"""Pages that anybody reads without signing in: how often, how long a browser keeps them, what search engines may do."""

import logging

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac

from apps.accounts.addresses import client_network
from apps.core.dates import local
from apps.core.lists import asks_for_file

MINUTE, DAY = 60, 86_400
MOST_ROWS = 5_000  # of a file that anybody may ask for
logger = logging.getLogger(__name__)


def is_too_often(request, scope: str, most: int) -> bool:
    """Whether this address (of IPv6 its /64) has asked for pages of ``scope`` more than ``most`` times this minute.

    Counted in Redis, for all processes together. Whoever is signed in is not counted. A cache out of reach, or emptied
    meanwhile, lets in: the pages are public.
    """
    if request.user.is_authenticated:
        return False
    minute = int(request.received_at.timestamp() // MINUTE)
    return _counted(f"public:{scope}:{client_network(request)}:{minute}", 2 * MINUTE) > most


def has_had_its_day(request, scope: str, most: int) -> bool:
    """Whether the account, without sign-in the address (of IPv6 its /64), has done this more than ``most`` times today.

    Counted like ``is_too_often``. The key does not tell which account or address it is.
    """
    user = request.user
    sender = f"user:{user.pk}" if user.is_authenticated else f"address:{client_network(request)}"
    today = local(request.received_at).date().isoformat()
    key = salted_hmac("public-day", f"{scope}:{sender}:{today}", algorithm="sha256").hexdigest()
    return _counted(f"public-day:{key}", DAY) > most


def _counted(key: str, seconds: int) -> int:
    """How many times with this one; 0 where that cannot be counted."""
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key)
    except ValueError:  # emptied between the two
        return 0
    except Exception:
        logger.exception("Không đếm được lượt xem trang công khai")
        return 0


class PublicPageMixin:
    """A page without sign-in. ``indexed``: search engines may keep it; pages with names of people are not kept, so that
    what is taken down or cancelled does not live on elsewhere. Files of the whole list are small and counted apart.
    """

    scope = "pages"
    indexed = False
    kept_seconds = MINUTE
    most_exported = MOST_ROWS

    @property
    def most_per_minute(self) -> int:
        return settings.PUBLIC_REQUESTS_PER_MINUTE

    def _is_too_often(self) -> bool:
        if is_too_often(self.request, self.scope, self.most_per_minute):
            return True
        most = settings.PUBLIC_FILES_PER_MINUTE
        return asks_for_file(self.request) and is_too_often(self.request, "files", most)

    def dispatch(self, request, *args, **kwargs):
        if self._is_too_often():
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(MINUTE)
        else:
            response = super().dispatch(request, *args, **kwargs)
            if self.kept_seconds and not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
                # Private: the page carries the form token of its reader.
                patch_cache_control(response, private=True, max_age=self.kept_seconds)
        if not self.indexed:
            response["X-Robots-Tag"] = "noindex"
        return response
