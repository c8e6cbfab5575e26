"""What every test of the API starts with: the clock of its world, and nobody's requests counted yet."""

import pytest
import time_machine
from django.core.cache import cache

from apps.api.tests.world import NOW, api_world


@pytest.fixture
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(clock):
    return api_world()
