"""/healthz and /readyz: every part by name, 503 until all answer."""

import pytest
import redis
from django.conf import settings

from apps.jobs.heartbeat import KEY
from emulation_portal import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def heartbeat():
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.set(KEY, "1", ex=15)
    yield client
    client.delete(KEY)
    client.close()


def test_healthz_answers(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"status": "ok"})


def test_readyz_when_every_part_answers_then_200(client, heartbeat, monkeypatch):
    monkeypatch.delenv("EMULATION_DEMO", raising=False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "database": True, "redis": True, "worker": True},
    )
    assert "no-store" in answer["Cache-Control"]


def test_readyz_when_no_worker_beats_then_503_names_it(client, heartbeat):
    heartbeat.delete(KEY)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], answer.json()["worker"]) == (503, False, False)


def test_readyz_when_demo_was_asked_for_and_is_missing_then_503(client, heartbeat, monkeypatch):
    monkeypatch.setenv("EMULATION_DEMO", "1")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["demo"]) == (503, False)


def test_redis_answers_when_nobody_listens_then_false(settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert health.redis_answers() is False


def test_health_when_posted_to_then_refused(client):
    assert client.post("/readyz").status_code == 405
