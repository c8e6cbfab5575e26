"""Where a unit came from, what became of it, and under which name a record of a day is printed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from apps.units.models import SuccessionPair, Unit, UnitName

# Everything before and after one unit: pairs that led to it, pairs that led away from it.
HISTORY = """
WITH RECURSIVE before(id) AS (
    SELECT %(unit)s::bigint
    UNION
    SELECT p.predecessor_id FROM units_successionpair p JOIN before b ON p.successor_id = b.id
), after(id) AS (
    SELECT %(unit)s::bigint
    UNION
    SELECT p.successor_id FROM units_successionpair p JOIN after a ON p.predecessor_id = a.id
    WHERE p.successor_id IS NOT NULL
)
SELECT p.id FROM units_successionpair p
WHERE p.successor_id IN (SELECT id FROM before) OR p.predecessor_id IN (SELECT id FROM after)
"""

# Units at the end of each line of succession, with the unit the line began with.
NOW = """
WITH RECURSIVE line(first, id) AS (
    SELECT u, u FROM unnest(%s::bigint[]) AS u
    UNION
    SELECT l.first, p.successor_id FROM units_successionpair p JOIN line l ON p.predecessor_id = l.id
    WHERE p.successor_id IS NOT NULL AND p.successor_id <> p.predecessor_id
)
SELECT l.first, u.id, u.name FROM line l JOIN units_unit u ON u.id = l.id
WHERE NOT EXISTS (
    SELECT 1 FROM units_successionpair p
    WHERE p.predecessor_id = l.id AND p.successor_id IS NOT NULL AND p.successor_id <> p.predecessor_id
)
ORDER BY l.first, u.protocol_order, u.sort_key, u.id
"""


def successions_of(unit_id: int) -> list[SuccessionPair]:
    """Pairs of all rearrangements through which a unit came to be or came to an end, oldest first; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"unit": unit_id})
        ids = [row[0] for row in cursor.fetchall()]
    return list(
        SuccessionPair.objects.filter(pk__in=ids)
        .select_related("succession__basis", "predecessor", "successor")
        .order_by("succession__effective_on", "succession_id", "pk")
    )


def predecessor_ids(unit_id: int) -> set[int]:
    """All units whose line leads to this one, itself left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE before(id) AS (SELECT %(unit)s::bigint UNION SELECT p.predecessor_id"
            " FROM units_successionpair p JOIN before b ON p.successor_id = b.id) SELECT id FROM before",
            {"unit": unit_id},
        )
        return {row[0] for row in cursor.fetchall()} - {unit_id}


def units_of_today(unit_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """For each unit the (id, name) of what it is today: itself, or the end of its succession. One query."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(NOW, [list(unit_ids)])
        for first, pk, name in cursor.fetchall():
            found[first].append((pk, name))
    return dict(found)


@dataclass(frozen=True)
class RecordName:
    """The name of a unit on the day of a record, and what it is called today where that differs."""

    then: str
    now: str = ""

    def __str__(self) -> str:
        return _("%(then)s (nay là %(now)s)") % {"then": self.then, "now": self.now} if self.now else self.then


def record_names(records: Iterable[tuple[int, date]]) -> dict[tuple[int, date], RecordName]:
    """How each (unit id, day) is printed: "Sở Tư pháp tỉnh Yên Bái (nay là Sở Tư pháp tỉnh Lào Cai)".

    Three queries, whatever the number of records.
    """
    wanted = list(dict.fromkeys(records))
    unit_ids = {unit_id for unit_id, _on in wanted}
    present = dict(Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "name"))
    former: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.filter(unit_id__in=unit_ids, valid_to__isnull=False).order_by("valid_to"):
        former[name.unit_id].append(name)
    today = units_of_today(unit_ids)
    answer = {}
    for unit_id, on in wanted:
        then = next((name.name for name in former[unit_id] if name.was_in_force(on)), present[unit_id])
        now = ", ".join(name for _pk, name in today.get(unit_id, []))
        answer[unit_id, on] = RecordName(then, now if now != then else "")
    return answer
