"""Ten thousand units for the benchmarks, made by set-based SQL: the ministry, departments, communes below them."""

from django.db import connection

from apps.units.models import Unit

DEPARTMENTS = 34
# Paths as treebeard counts them: four digits of base 36 for each level; hexadecimal digits are among them.
STATEMENT = """
INSERT INTO units_unit (created_at, updated_at, path, depth, numchild, code, name, short_name, kind, province,
                        protocol_order, search_text, sort_key, version)
SELECT now(), now(), %(path)s || lpad(upper(to_hex(n)), 4, '0'), %(depth)s, %(children)s, %(code)s || '-' || n,
       %(name)s || ' ' || n, '', %(kind)s, '', n, %(folded)s || ' ' || n, lpad(n::text, 8, '0'), 1
FROM generate_series(1, %(count)s) AS n
"""


def make_units(count: int, *, code: str) -> Unit:
    """A tree of about ``count`` units: root, departments, communes; answers the root."""
    each = max(count // DEPARTMENTS - 1, 1)
    root = Unit.objects.add_root(create_kwargs={"code": code, "name": f"Bộ {code}", "kind": "ministry"})
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT,
            {
                **_names(code, "Sở Tư pháp", "so tu phap", "justice_department"),
                "path": root.path,
                "depth": 2,
                "children": each,
                "count": DEPARTMENTS,
            },
        )
        departments = Unit.objects.filter(path__startswith=root.path, depth=2)
        for department in departments:
            cursor.execute(
                STATEMENT,
                {
                    **_names(department.code, "Văn phòng xã", "van phong xa", "commune_office"),
                    "path": department.path,
                    "depth": 3,
                    "children": 0,
                    "count": each,
                },
            )
        Unit.objects.filter(pk=root.pk).update(numchild=DEPARTMENTS)
        cursor.execute("ANALYZE units_unit")
    return Unit.objects.get(pk=root.pk)


def _names(code: str, name: str, folded: str, kind: str) -> dict:
    return {"code": code, "name": name, "folded": folded, "kind": kind}
