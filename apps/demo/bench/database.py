"""Databases beside the real one: for the benchmarks, dropped afterwards, and for generate_scale, kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def other_database(suffix: str, *, keep: bool = False) -> Iterator[None]:
    """Point the default connection to a fresh, migrated database beside the real one, an earlier one is dropped."""
    real_name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{real_name}_{suffix}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        if keep:
            connection.close()
            settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = real_name
        else:
            connection.creation.destroy_test_db(real_name, verbosity=0)


def own_database():
    """A database of the benchmarks' own."""
    return other_database("bench")
