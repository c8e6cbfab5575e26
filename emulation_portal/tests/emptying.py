"""Emptying the test database after a test that commits: rows are deleted from the tables that have some.

``TRUNCATE`` of all tables, as Django does it, makes new files for some thousand tables and indexes: a second of work
where a test has left ten rows. All tables are locked first, so that whoever is still writing is waited for as before.
"""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType

# What ``migrate`` fills and no test changes: made anew they would be the same rows.
KEPT = {"auth_permission", "django_content_type"}
EMPTY = """
DO $$
DECLARE
    name text;
    has_rows boolean;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);  -- no triggers, no foreign keys
    FOREACH name IN ARRAY ARRAY[{names}] LOOP
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', name);
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM set_config('session_replication_role', 'origin', true);
END
$$
"""


def empties_quickly(connection) -> bool:
    """Whether the role may switch triggers off: of the embedded server it may, elsewhere Django's own way stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


def quick_flush(plain: Callable) -> Callable:
    """In the place of ``connection.ops.sql_flush``."""

    def sql_flush(style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
        if reset_sequences or not tables:
            return plain(style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        names = ", ".join("'{}'".format(name.replace("'", "''")) for name in sorted(set(tables) - KEPT))
        return [EMPTY.format(names=names)]

    return sql_flush


def quick_migrated(plain: Callable) -> Callable:
    """In the place of ``flush.emit_post_migrate_signal``: what it would look through with 130 queries was kept.

    Kinds of rows that a test had in mind are forgotten all the same, and where some are gone all is asked for.
    """
    kept = ContentType.objects.count()

    def migrated(*arguments) -> None:
        ContentType.objects.clear_cache()
        if ContentType.objects.count() < kept:
            plain(*arguments)

    return migrated
