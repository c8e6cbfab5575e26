"""Verifying: every sealed row hashed again and compared; what differs is told by table, row and seal.

Found: a changed, removed or added row under a seal, a changed or missing seal, a chain cut at its end, a trigger that
guards a table but is switched off. Whoever rewrites the whole chain with all its hashes is found by a witness: a value
printed, or logged, before (``witnessed``).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _
from psycopg import sql

from apps.audit.covered import MOVED_COLUMNS, Covered, covered
from apps.audit.domain.digests import BEFORE_ALL, GENESIS, existing_columns, leaf, leaves, link, plain_text_form, split
from apps.audit.models import Seal, SealHead, SealPart

MOST_NAMED = 20  # rows named under one part; the rest is counted
CHUNK = 500
OLD_TAIL_HOURS = 24


@dataclass(frozen=True)
class Tail:
    """Rows that no seal covers yet, and when the oldest of them was written (None when none has a clock's time)."""

    count: int
    since: datetime | None


def seal_faults() -> Iterator[str]:
    """One sentence per fault of the chain and of the rows under it. The registered check "audit.seals"."""
    yield from chain_faults()
    yield from row_faults()
    yield from tail_faults()


# --- The chain ---------------------------------------------------------------------------------------


def chain_faults() -> Iterator[str]:
    """The links among themselves: numbers without a gap, each on the hash of the one before, up to the kept end."""
    number, before = 0, GENESIS
    reached: dict[str, int] = defaultdict(lambda: BEFORE_ALL)
    seals = Seal.objects.order_by("number").prefetch_related(_parts_without_leaves())
    for seal in seals.iterator(chunk_size=CHUNK):
        if seal.number != number + 1:
            yield _("Thiếu niêm phong từ số %(first)s đến số %(last)s.") % {
                "first": number + 1,
                "last": seal.number - 1,
            }
        elif seal.previous_hash != before:
            yield _("Niêm phong số %(number)s không nối với niêm phong trước.") % {"number": seal.number}
        parts = list(seal.parts.all())
        if link(seal, parts) != seal.hash:
            yield _("Niêm phong số %(number)s đã bị sửa.") % {"number": seal.number}
        for part in parts:
            if part.after_id != reached[part.table]:
                yield _("Niêm phong số %(number)s: bảng %(table)s không nối tiếp phần trước.") % {
                    "number": seal.number,
                    "table": part.table,
                }
            reached[part.table] = part.last_id
        number, before = seal.number, seal.hash
    head = SealHead.objects.first()
    if head is None and number:
        yield _("Mất dòng ghi đầu chuỗi niêm phong.")
    elif head is not None and head.number > number:
        yield _("Chuỗi niêm phong bị cắt: đã có đến số %(head)s, chỉ còn đến số %(last)s.") % {
            "head": head.number,
            "last": number,
        }
    elif head is not None and (head.number, head.hash) != (number, before):
        yield _("Cuối chuỗi niêm phong không khớp với giá trị đã giữ.")


def _parts_without_leaves() -> Prefetch:
    return Prefetch("parts", SealPart.objects.defer("leaves").order_by("table"))


# --- The rows ----------------------------------------------------------------------------------------


def row_faults() -> Iterator[str]:
    """Rows against what was sealed: one statement per table and set of columns, only what differs comes back."""
    tables = {each.table: each for each in covered()}
    present = existing_columns()
    groups = SealPart.objects.values_list("table", "columns").distinct().order_by("table")
    for table, columns in groups:
        now = [MOVED_COLUMNS.get((table, column), column) for column in columns]
        if table not in present or table not in tables:
            yield _("Bảng %(table)s đã niêm phong nay không còn.") % {"table": table}
        elif None in now:
            continue  # a column dropped by a migration that says so: these rows can no longer be hashed
        elif missing := set(now) - present[table]:
            yield _("Bảng %(table)s thiếu cột đã niêm phong: %(columns)s.") % {
                "table": table,
                "columns": ", ".join(sorted(missing)),
            }
        else:
            yield from _part_faults(tables[table], columns, now)


@transaction.atomic
def _different(each: Covered, columns: list[str], now: list[str]) -> list[int]:
    """Parts whose rows, or whose own leaves, no longer give the sealed value."""
    query = sql.SQL(
        """
        SELECT part.id FROM audit_sealpart part
        WHERE part."table" = %s AND part.columns = %s::jsonb AND (
            encode(sha256(part.leaves), 'hex') <> part.digest
            OR part.leaves <> (SELECT {leaves} FROM {table} WHERE {key} > part.after_id AND {key} <= part.last_id))
        ORDER BY part.after_id
        """
    ).format(leaves=leaves(each.key, now), table=sql.Identifier(each.table), key=sql.Identifier(each.key))
    with connection.cursor() as cursor:
        plain_text_form(cursor)
        cursor.execute(query.as_string(), [each.table, json.dumps(columns)])
        return [row[0] for row in cursor.fetchall()]


def _part_faults(each: Covered, columns: list[str], now: list[str]) -> Iterator[str]:
    for part_id in _different(each, columns, now):
        part = SealPart.objects.get(pk=part_id)
        sealed, found = split(bytes(part.leaves)), _present_rows(each, now, part)
        sentences = [_fault(each, part, key, sealed, found) for key in sorted(sealed.keys() | found.keys())]
        faults = [sentence for sentence in sentences if sentence]
        if not faults:
            faults = [
                _("Niêm phong số %(seal)s: giá trị băm của bảng %(table)s đã bị sửa.")
                % {"seal": part.seal_id, "table": each.table}
            ]
        yield from faults[:MOST_NAMED]
        if len(faults) > MOST_NAMED:
            yield _("Niêm phong số %(seal)s, bảng %(table)s: còn %(count)s dòng sai lệch khác.") % {
                "seal": part.seal_id,
                "table": each.table,
                "count": len(faults) - MOST_NAMED,
            }


@transaction.atomic
def _present_rows(each: Covered, columns: list[str], part: SealPart) -> dict[int, bytes]:
    query = sql.SQL("SELECT {leaf} FROM {table} WHERE {key} > %s AND {key} <= %s").format(
        leaf=leaf(each.key, columns), table=sql.Identifier(each.table), key=sql.Identifier(each.key)
    )
    with connection.cursor() as cursor:
        plain_text_form(cursor)
        cursor.execute(query.as_string(), [part.after_id, part.last_id])
        return split(b"".join(bytes(row[0]) for row in cursor.fetchall()))


def _fault(each: Covered, part: SealPart, key: int, sealed: dict[int, bytes], found: dict[int, bytes]) -> str:
    place = {"table": each.table, "label": each.label, "key": key, "seal": part.seal_id}
    if key not in found:
        return _("Dòng %(key)s của bảng %(table)s (%(label)s) bị xóa sau niêm phong số %(seal)s.") % place
    if key not in sealed:
        return _("Dòng %(key)s của bảng %(table)s (%(label)s) bị chèn vào sau niêm phong số %(seal)s.") % place
    if found[key] != sealed[key]:
        return _("Dòng %(key)s của bảng %(table)s (%(label)s) bị sửa sau niêm phong số %(seal)s.") % place
    return ""


# --- The tail ----------------------------------------------------------------------------------------


def tail() -> Tail:
    """What is not sealed yet; one statement."""
    reached = dict(SealPart.objects.values_list("table").annotate(Max("last_id")).order_by())
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("(SELECT count(*), {oldest} FROM {table} WHERE {key} > {after})").format(
            oldest=sql.SQL("min({})").format(sql.Identifier(each.written_at))
            if each.written_at
            else sql.SQL("NULL::timestamptz"),
            table=sql.Identifier(each.table),
            key=sql.Identifier(each.key),
            after=sql.Literal(reached.get(each.table, BEFORE_ALL)),
        )
        for each in covered()
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string())
        rows = cursor.fetchall()
    return Tail(sum(count for count, _at in rows), min((at for _count, at in rows if at), default=None))


def tail_faults() -> Iterator[str]:
    """Rows that have waited too long: the sealing does not run, or seals were taken away. By the database's clock."""
    found = tail()
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() - make_interval(hours => %s)", [OLD_TAIL_HOURS])
        if found.since and found.since < cursor.fetchone()[0]:
            yield _("Có %(count)s dòng chưa niêm phong quá %(hours)s giờ.") % {
                "count": found.count,
                "hours": OLD_TAIL_HOURS,
            }


# --- Witness -----------------------------------------------------------------------------------------


def witnessed(number: int, value: str) -> bool:
    """Whether the chain still holds what somebody wrote down or printed."""
    return Seal.objects.filter(number=number, hash=value.strip().lower()).exists()
