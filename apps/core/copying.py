"""Many new rows at once through PostgreSQL's COPY: several times quicker than INSERT, triggers and checks included."""

from collections.abc import Iterable, Sequence

from django.db import connection, models
from django.utils import timezone


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for ``count`` rows that are still to be written."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write rows whose values stand in the order of ``fields`` (names of model fields or columns).

    Columns that are not named take the default of the model field, where it is a plain value; created_at and updated_at
    the present moment. Nothing of ``save()`` runs: computed columns have to be among the fields. Inside an operation
    call ``audit.trail.attach_operation()`` first: COPY is no statement that the history would notice by itself.
    """
    named = [model._meta.get_field(name) for name in fields]
    filled = [field for field in model._meta.concrete_fields if field not in named and not field.primary_key]
    now = timezone.now()
    constants = [
        now if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False) else _empty(f) for f in filled
    ]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in (*named, *filled))
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, *constants))


def _empty(field: models.Field):
    if field.has_default():
        return field.get_default()
    return None if field.null else field.get_prep_value("")
