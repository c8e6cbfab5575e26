"""The processes of a test run keep out of each other's queue, in the spelling of Django and in that of Celery."""

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache

from emulation_portal.settings import broker_of
from emulation_portal.tests.own_redis import own_database


@pytest.mark.parametrize(
    ("address", "process", "own"),
    [
        ("unix:///tmp/redis.sock", "gw0", "unix:///tmp/redis.sock?db=1"),
        ("unix:///tmp/redis.sock", "gw11", "unix:///tmp/redis.sock?db=12"),
        ("redis://name:word@host:6379/0", "gw1", "redis://name:word@host:6379/2"),
        ("unix:///tmp/redis.sock", "", "unix:///tmp/redis.sock"),
    ],
)
def test_each_process_has_a_database(address, process, own):
    assert own_database(address, process) == own


def test_celery_reads_the_database_of_a_socket():
    assert broker_of("unix:///tmp/redis.sock?db=3") == "redis+socket:///tmp/redis.sock?virtual_host=3"
    assert broker_of("redis://host:6379/3") == "redis://host:6379/3"


def test_messages_and_cache_are_in_one_database():
    with current_app.connection_for_write() as connection:
        of_messages = connection.default_channel.client.connection_pool.connection_kwargs["db"]
    assert of_messages == cache._cache.get_client().connection_pool.connection_kwargs.get("db", 0)
    assert broker_of(settings.REDIS_URL) == settings.CELERY_BROKER_URL
