"""The one column by which a unit is found: its own names and codes, and those of all its predecessors.

``search_text`` is derived: whoever changes names, aliases or successions calls ``refresh_search`` (the models of names
do so themselves; bulk writers call it once for all).
"""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import connection

from apps.core.text import fold

# Units whose text is touched (the given ones and all that came after them) with everything that came before each.
LINEAGE = """
WITH RECURSIVE touched(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT p.successor_id FROM units_successionpair p JOIN touched t ON p.predecessor_id = t.id
    WHERE p.successor_id IS NOT NULL
), lineage(unit_id, member_id) AS (
    SELECT id, id FROM touched
    UNION
    SELECT l.unit_id, p.predecessor_id FROM units_successionpair p JOIN lineage l ON p.successor_id = l.member_id
)
SELECT unit_id, member_id FROM lineage
"""
CHUNK = 1000


def own_text(unit) -> str:
    """The folded text of a unit's own columns."""
    return fold(f"{unit.name} {unit.short_name} {unit.code}")


def refresh_search(unit_ids: Iterable[int]) -> None:
    """Bring ``search_text`` of the units, and of all units that came out of them, up to date."""
    unit_model = apps.get_model("units", "Unit")
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE, [list(unit_ids)])
        pairs = cursor.fetchall()
    texts = _texts({member for _unit, member in pairs})
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for unit_id, member_id in sorted(pairs, key=lambda pair: (pair[0], pair[0] != pair[1], pair[1])):
        found[unit_id].update(dict.fromkeys(texts[member_id]))
    rows = list(unit_model.objects.filter(pk__in=found).only("search_text").order_by("pk"))
    changed = []
    for row in rows:
        text = "\n".join(found[row.pk])
        if text != row.search_text:
            row.search_text = text
            changed.append(row)
    unit_model.objects.bulk_update(changed, ["search_text"], batch_size=CHUNK)


def _texts(unit_ids: set[int]) -> dict[int, list[str]]:
    """Folded texts of each unit: names and code, former names, aliases."""
    texts: dict[int, list[str]] = defaultdict(list)
    for unit in apps.get_model("units", "Unit").objects.filter(pk__in=unit_ids).only("name", "short_name", "code"):
        texts[unit.pk].append(own_text(unit))
    for label in ("UnitName", "UnitAlias"):
        names = apps.get_model("units", label).objects.filter(unit_id__in=unit_ids).order_by("pk")
        for unit_id, name in names.values_list("unit_id", "name"):
            texts[unit_id].append(fold(name))
    return texts
