"""How rows are hashed, in the database itself: nothing but the result leaves it."""

import hashlib
from collections.abc import Iterable
from datetime import UTC

from django.db import connection
from psycopg import sql

from apps.audit.models import Seal

GENESIS = hashlib.sha256(b"emulation portal: trail").hexdigest()  # what the first seal stands on
KEY_BYTES, HASH_BYTES = 8, 32
BEFORE_ALL = -(2**63)  # no key is lower, not even one that somebody made up


def plain_text_form(cursor) -> None:
    """Values are written as text in one fixed way until the end of this transaction, whatever the server's habits."""
    cursor.execute(
        "SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';"
        " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
    )


def leaf(key: str, columns: Iterable[str]) -> sql.Composed:
    """Key and hash of one row as bytes. A row in brackets quotes its values: no two different rows look the same."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("int8send({key}) || sha256(convert_to(ROW({names})::text, 'UTF8'))").format(
        key=sql.Identifier(key), names=names
    )


def leaves(key: str, columns: Iterable[str]) -> sql.Composed:
    """The leaves of many rows behind one another, by key; empty for none."""
    return sql.SQL("coalesce(string_agg({leaf}, ''::bytea ORDER BY {key}), ''::bytea)").format(
        leaf=leaf(key, columns), key=sql.Identifier(key)
    )


def split(data: bytes) -> dict[int, bytes]:
    """Hash of each row by key."""
    step = KEY_BYTES + HASH_BYTES
    return {
        int.from_bytes(data[at : at + KEY_BYTES], "big", signed=True): bytes(data[at + KEY_BYTES : at + step])
        for at in range(0, len(data), step)
    }


def link(seal: Seal, parts: Iterable) -> str:
    """The hash of a seal: its number, time, predecessor, and every part by table."""
    lines = [str(seal.number), seal.previous_hash, seal.sealed_at.astimezone(UTC).isoformat(), str(seal.count)]
    lines += [
        f"{part.table}({','.join(part.columns)}) {part.after_id} {part.last_id} {part.count} {part.digest}"
        for part in sorted(parts, key=lambda part: part.table)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def existing_columns() -> dict[str, set[str]]:
    """Columns of every table as the database has them now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = current_schema() GROUP BY table_name"
        )
        return {table: set(columns) for table, columns in cursor.fetchall()}
