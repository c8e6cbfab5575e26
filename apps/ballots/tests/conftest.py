"""Tests do not wait for the stretching of codes; what a code opens is the same."""

import pytest

from apps.ballots.domain import keys


@pytest.fixture(autouse=True)
def _quick_codes(monkeypatch):
    monkeypatch.setitem(keys.COST, "n", 2**4)
