"""What all tests share: a test database may be emptied between tests, the append-only tables included, and goes at the
end though a worker that a test killed may still be leaving it.
"""

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from emulation_portal.tests.emptying import empties_quickly, quick_flush, quick_migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET audit.truncate = 'allowed'")
        if empties_quickly(connection):
            connection.ops.sql_flush = quick_flush(DatabaseOperations(connection).sql_flush)
            flush.emit_post_migrate_signal = quick_migrated(flush.emit_post_migrate_signal)
        connection.close()
    yield
    with django_db_blocker.unblock():
        connection.close()  # the same fixture of apps or emulation_portal may have ended it
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()
