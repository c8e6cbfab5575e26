"""The worker tells that it lives: a key with a short life in Redis, written by a thread of its main process."""

import contextlib
import threading

import redis
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings

KEY = "emulation:worker-heartbeat"
EVERY_SECONDS = 5
LIFE_SECONDS = 15

_stop = threading.Event()


def worker_is_alive() -> bool:
    """Whether a worker beat within the last LIFE_SECONDS. False too when Redis does not answer."""
    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2).exists(KEY))
    except redis.RedisError:
        return False


def _run() -> None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2)
    while True:
        with contextlib.suppress(redis.RedisError):  # the next beat tries again; /readyz says so meanwhile
            client.set(KEY, "1", ex=LIFE_SECONDS)
        if _stop.wait(EVERY_SECONDS):
            return


@worker_ready.connect
def _start(**kwargs) -> None:
    _stop.clear()
    threading.Thread(target=_run, daemon=True, name="worker-heartbeat").start()


@worker_shutting_down.connect
def _end(**kwargs) -> None:
    _stop.set()
