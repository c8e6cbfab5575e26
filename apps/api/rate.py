"""How often a token may ask: so many requests a minute, counted in Redis; forgotten counts only favour the asker."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from apps.api.problems import Problem

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Rate:
    """Where a token stands in the present minute."""

    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


def count(request, token_id: int) -> None:
    """Count one request with the token; its headers go out with the answer. Raises Problem 429 above the limit."""
    seconds = int(request.received_at.timestamp())
    key = f"api-rate:{token_id}:{seconds // WINDOW}"
    rate = Rate(settings.API_REQUESTS_PER_MINUTE, _counted(key), WINDOW - seconds % WINDOW)
    request.api_headers = rate.headers
    if rate.used > rate.limit:
        raise Problem(429, headers={"Retry-After": str(rate.reset)})


def _counted(key: str) -> int:
    """How many requests there were with this one; without Redis nobody is kept out."""
    try:
        cache.add(key, 0, 2 * WINDOW)
        return cache.incr(key)
    except (ValueError, RedisError):  # the key went between the two, or Redis is away
        return 1
