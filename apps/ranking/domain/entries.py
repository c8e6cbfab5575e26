"""Writing many entries at once: PostgreSQL's COPY, because the ORM's INSERT costs more than adding and ranking."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models import JSONField

from apps.ranking.models import RankingEntry

_FIELDS = [field for field in RankingEntry._meta.concrete_fields if not field.primary_key]


def write_entries(entries: Iterable[RankingEntry]) -> None:
    """Store new entries. Call inside an audit operation that has already written: the history rows take its context.

    Constraints and history triggers work as for every other row.
    """
    columns = ", ".join(connection.ops.quote_name(field.column) for field in _FIELDS)
    table = connection.ops.quote_name(RankingEntry._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for entry in entries:
            copy.write_row([_value(entry, field) for field in _FIELDS])


def _value(entry: RankingEntry, field):
    value = getattr(entry, field.attname)
    return json.dumps(value, ensure_ascii=False) if isinstance(field, JSONField) else value
