"""All rows that one operation changed, in whatever table."""

import uuid
from collections.abc import Mapping

from django.db import connection
from django.db.models import Q
from psycopg import sql

from apps.audit.covered import covered_models
from apps.audit.queries.rows import RowChange, Source, changed_rows


def rows_of_operation(operation_id: uuid.UUID, narrowed: Mapping[str, Q] | None = None) -> tuple[list[RowChange], int]:
    """The rows and how many more traces there are. One statement finds the tables, then two for each of these.

    ``narrowed``: conditions on the rows of some models, by label (``trail_pages.kept_secret``).
    """
    history = {m._meta.db_table: m for m in covered_models() if hasattr(m, "pgh_tracked_model")}
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("(SELECT {name} FROM {table} WHERE pgh_context_id = {operation} LIMIT 1)").format(
            name=sql.Literal(table), table=sql.Identifier(table), operation=sql.Literal(operation_id)
        )
        for table in history
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string())
        touched = [row[0] for row in cursor.fetchall()]
    here = Q(pgh_context_id=operation_id)
    models, narrowed = [history[table].pgh_tracked_model for table in sorted(touched)], narrowed or {}
    sources = [Source(model, here & narrowed.get(model._meta.label, Q()), named=True) for model in models]
    return changed_rows(sources, [operation_id], {}).get(operation_id, ([], 0))
