"""What the process of the tests does once. A plugin (pytest.ini), for it begins before the tests are collected.

Modules and tests live as long as the process: the garbage collector rests while they are read, and goes through none
of them afterwards.
"""

import gc

import pytest

gc.disable()


def pytest_collection_finish():
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def quick_hashes():
    """Argon2 with its smallest parameters: a hash carries its own, so that those of elsewhere are checked as before."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, name, least)
        yield
