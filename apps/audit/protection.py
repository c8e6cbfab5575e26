"""Guards of the append-only tables: nobody empties them by TRUNCATE, and no guard is switched off unnoticed.

UPDATE and DELETE are refused by triggers of the models (pghistory, pgtrigger). Against TRUNCATE, and for the index by
operation, every app would have to migrate each history table; here one pass after ``migrate`` fits out all of them,
those of later apps too.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from apps.audit.covered import covered_models

GUARD = "audit_no_truncate"
INDEX = "_operation"
NAME_LENGTH = 63  # PostgreSQL cuts longer names
# A test database is emptied between tests: its name and its own setting ``audit.truncate`` say so (conftest.py).
BODY = """
BEGIN
    IF current_database() LIKE 'test\\_%' AND current_setting('audit.truncate', true) = 'allowed' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'audit: % is append-only', TG_TABLE_NAME;
END """
FUNCTION = f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"


def guarded_tables() -> list[str]:
    own = [apps.get_model("audit", name) for name in ("Seal", "SealPart", "IntegrityCheck")]
    return sorted(model._meta.db_table for model in [*covered_models(), *own])


def history_tables() -> list[str]:
    return [model._meta.db_table for model in covered_models() if hasattr(model, "pgh_tracked_model")]


def fit_out(**kwargs) -> None:
    """Receiver of ``post_migrate``: whatever a guarded table lacks. Repeating it changes nothing."""
    present = set(connection.introspection.table_names())
    _guard(present)
    _index(present)


def _index(present: set[str]) -> None:
    """The rows of one operation are found without reading the whole history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        indexed = {row[0] for row in cursor.fetchall()}
        for table in history_tables():
            name = (table + INDEX)[:NAME_LENGTH]
            if table in present and name not in indexed:
                query = sql.SQL("CREATE INDEX {} ON {} (pgh_context_id)")
                cursor.execute(query.format(sql.Identifier(name), sql.Identifier(table)).as_string())


def _guard(present: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s", [GUARD]
        )
        guarded = {row[0] for row in cursor.fetchall()}
        missing = [table for table in guarded_tables() if table in present and table not in guarded]
        if _body_in_place(cursor) != BODY:
            cursor.execute(FUNCTION)
        for table in missing:
            query = sql.SQL("CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()")
            cursor.execute(query.format(name=sql.Identifier(GUARD), table=sql.Identifier(table)).as_string())


def _body_in_place(cursor) -> str | None:
    """What the function of the guard does in this database; None when it is not there."""
    cursor.execute(
        "SELECT prosrc FROM pg_proc WHERE proname = %s AND pronamespace = current_schema()::regnamespace", [GUARD]
    )
    row = cursor.fetchone()
    return row and row[0]


def guard_faults() -> Iterator[str]:
    """Triggers that keep the history or guard the trail and are missing or switched off, or a guard that guards
    nothing because its function was exchanged ("audit.guards").
    """
    expected = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    expected |= {(table, GUARD) for table in guarded_tables()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        working = set(cursor.fetchall())
        body = _body_in_place(cursor)
    if body != BODY:
        yield _("Hàm bảo vệ %(name)s đã bị thay hoặc không có.") % {"name": GUARD}
    for table, name in sorted(expected - working):
        yield _("Bảng %(table)s: trình bảo vệ %(name)s không có hoặc đang tắt.") % {"table": table, "name": name}
