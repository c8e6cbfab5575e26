"""``/healthz`` (the process answers) and ``/readyz`` (everything a page needs answers): JSON, for machines."""

import os
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.jobs.heartbeat import worker_is_alive
from apps.periods.models import EmulationYear


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the web process serves requests."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; each part by name."""
    parts = {name: check() for name, check in checks().items()}
    ready = all(parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def checks() -> dict[str, Callable[[], bool]]:
    """The parts that must answer. ``demo`` only where script/server was asked to load it."""
    found = {"database": database_answers, "redis": redis_answers, "worker": worker_is_alive}
    if os.environ.get("EMULATION_DEMO"):
        found["demo"] = demo_is_loaded
    return found


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


def demo_is_loaded() -> bool:
    try:
        return EmulationYear.objects.exists()
    except Error:
        return False
