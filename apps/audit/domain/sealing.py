"""Sealing: hashes in a chain over the rows that can no longer change their company.

Keys are given before the commit, so a row with a lower key may become visible after one with a higher key. A seal must
never cover a range into which such a row still comes. The rule is that of CREATE INDEX CONCURRENTLY: read the highest
visible key of each table, then look who holds the lock that every insert takes *before* it draws its key, and wait
until these transactions have ended. Whatever they drew is now visible or gone for good; later ones drew higher keys.

A column with the number of the transaction would need a migration of every history table, and these numbers start anew
after a dump and restore; a lock of our own would make everybody wait behind one long import. A table whose writers
outlast our patience is sealed at the next pass.
"""

import hashlib
import logging
import time
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from psycopg import sql

from apps.audit.covered import Covered, covered
from apps.audit.domain.digests import BEFORE_ALL, GENESIS, leaves, link, plain_text_form
from apps.audit.models import Seal, SealHead, SealPart

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.1
AT_ONCE = 10_000  # rows of one table under one seal: bounds memory and the length of the transaction
WRITING = ["RowExclusiveLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]


def seal_trail(*, now: datetime, patience: float = PATIENCE_SECONDS) -> list[Seal]:
    """Seal all settled rows that no seal covers yet; answers the new seals, none when there is nothing to seal.

    Each seal is one transaction that locks the end of the chain and reads it there: two sealers make one chain, and a
    killed one leaves whole seals behind.
    """
    tables = covered()
    ceilings = settled(tables, patience)
    made = []
    while seal := _seal_once(tables, ceilings, now):
        made.append(seal)
        # The log goes to another machine in most offices: a witness that a change in the database cannot reach.
        logger.info("Seal %s over %s rows: %s", seal.number, seal.count, seal.hash)
    return made


def settled(tables: list[Covered], patience: float) -> dict[str, int]:
    """Highest key of each table up to which no row can come any more; tables that are still written are left out."""
    ceilings = highest(tables)
    waiting = _writers(tables)
    give_up = time.monotonic() + patience
    while waiting and time.monotonic() < give_up:
        time.sleep(LOOK_EVERY_SECONDS)
        waiting &= _writers(tables)
    busy = {table for table, _who in waiting}
    return {table: key for table, key in ceilings.items() if table not in busy}


def highest(tables: list[Covered]) -> dict[str, int]:
    """Highest visible key by table, in one statement: one moment for all."""
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("(SELECT {name}, max({key}) FROM {table})").format(
            name=sql.Literal(each.table), key=sql.Identifier(each.key), table=sql.Identifier(each.table)
        )
        for each in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string())
        return {table: key for table, key in cursor.fetchall() if key is not None}


def _writers(tables: list[Covered]) -> set[tuple[str, str]]:
    """(table, transaction) of everybody else who may have drawn a key that is not visible yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, l.virtualtransaction FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.granted AND l.mode = ANY(%s) AND c.relname = ANY(%s) AND l.pid IS DISTINCT FROM pg_backend_pid()
            """,
            [WRITING, [each.table for each in tables]],
        )
        return set(cursor.fetchall())


@transaction.atomic
def _seal_once(tables: list[Covered], ceilings: dict[str, int], now: datetime) -> Seal | None:
    SealHead.objects.get_or_create(singleton=True, defaults={"hash": GENESIS})
    head = SealHead.objects.select_for_update().get()
    reached = dict(SealPart.objects.values_list("table").annotate(Max("last_id")).order_by())
    seal = Seal(number=head.number + 1, sealed_at=now, previous_hash=head.hash)
    parts = []
    with connection.cursor() as cursor:
        plain_text_form(cursor)
        for each in tables:
            after = reached.get(each.table, BEFORE_ALL)
            if ceilings.get(each.table, BEFORE_ALL) > after:
                part = _part(cursor, each, after, ceilings[each.table])
                if part:
                    parts.append(part)
    if not parts:
        return None
    seal.count = sum(part.count for part in parts)
    seal.hash = link(seal, parts)
    seal.save(force_insert=True)
    for part in parts:
        part.seal = seal
    SealPart.objects.bulk_create(parts)
    head.number, head.hash = seal.number, seal.hash
    head.save()
    return seal


def _part(cursor, each: Covered, after: int, ceiling: int) -> SealPart | None:
    """The next rows of one table, hashed; None when rows up to the ceiling are gone (that is for verifying to say)."""
    query = sql.SQL(
        "SELECT count(*), max({key}), {leaves} FROM (SELECT {names} FROM {table}"
        " WHERE {key} > %s AND {key} <= %s ORDER BY {key} LIMIT %s) batch"
    ).format(
        key=sql.Identifier(each.key),
        leaves=leaves(each.key, each.columns),
        names=sql.SQL(", ").join(map(sql.Identifier, each.columns)),
        table=sql.Identifier(each.table),
    )
    cursor.execute(query.as_string(), [after, ceiling, AT_ONCE])
    count, last, data = cursor.fetchone()
    if not count:
        return None
    return SealPart(
        table=each.table,
        columns=list(each.columns),
        after_id=after,
        last_id=last,
        count=count,
        digest=hashlib.sha256(data).hexdigest(),
        leaves=data,
    )
