"""/healthz and /readyz: every part by name, 503 until all answer."""

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from apps.demo.loading import demo
from apps.jobs.heartbeat import KEY
from apps.periods.tests.factories import EmulationYearFactory
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


def test_a_first_load_that_was_interrupted_leaves_nothing_that_passes_for_the_demo(monkeypatch):
    """Years are made early; whoever presses Ctrl-C after that finds the demo loaded anew at the next start."""

    def interrupted(**_who):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo.reference, "load_all", lambda: None)
    monkeypatch.setattr(demo, "load_units", lambda **_who: EmulationYearFactory())
    monkeypatch.setattr(demo, "load_people", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.load_demo(now=timezone.now(), say=print)
    assert not health.demo_is_loaded()


def test_redis_answers_when_nobody_listens_then_false(settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert health.redis_answers() is False


def test_health_when_posted_to_then_refused(client):
    assert client.post("/readyz").status_code == 405
