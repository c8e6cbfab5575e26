"""Pages that anybody reads without signing in: how often, how long a browser keeps them, what search engines may do."""

import logging

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from apps.accounts.addresses import client_address

MINUTE = 60
logger = logging.getLogger(__name__)


def is_too_often(request, scope: str, most: int) -> bool:
    """Whether this address has asked for pages of ``scope`` more than ``most`` times in the present minute.

    Counted in Redis, for all processes together. Whoever is signed in is not counted. A cache out of reach, or emptied
    meanwhile, lets in: the pages are public.
    """
    if request.user.is_authenticated:
        return False
    key = f"public:{scope}:{client_address(request)}:{int(request.received_at.timestamp() // MINUTE)}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        return cache.incr(key) > most
    except ValueError:  # emptied between the two
        return False
    except Exception:
        logger.exception("Không đếm được lượt xem trang công khai")
        return False


class PublicPageMixin:
    """A page without sign-in. ``indexed``: search engines may keep it; pages with names of people are not kept, so that
    what is taken down or cancelled does not live on elsewhere.
    """

    scope = "pages"
    indexed = False
    kept_seconds = MINUTE

    @property
    def most_per_minute(self) -> int:
        return settings.PUBLIC_REQUESTS_PER_MINUTE

    def dispatch(self, request, *args, **kwargs):
        if is_too_often(request, self.scope, self.most_per_minute):
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
