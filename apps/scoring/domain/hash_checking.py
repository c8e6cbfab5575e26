"""Which locked versions do not follow from their lines: one pass in SQL over all lines, by the same canonical text.

The text and its hash are those of ``canonical``; what is found here is looked at again line by line, in Python.
"""

from django.db import connection

from apps.core.text import nfc
from apps.scoring.domain.canonical import path_text
from apps.scoring.domain.rules import EXCLUDE
from apps.scoring.domain.tables import load_table
from apps.scoring.models import CriteriaSet, SheetVersion

# The paths are few and the lines many: hashing them together, in the order of the bytes, needs this memory.
SETTINGS = "SET LOCAL work_mem = '256MB'; SET LOCAL enable_nestloop = off"
DEFAULTS = "SET LOCAL work_mem TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT"

SUSPECTS = """
WITH path AS (
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::boolean[]) AS p(criterion_id, text, place, excluded)
), line AS (
    SELECT l.sheet_version_id AS id, sum(coalesce(l.points, 0)) AS total,
           string_agg(p.text || E'\\t' || coalesce(l.base, 0.000) || E'\\t' || coalesce(l.bonus, 0.000) || E'\\t'
                      || coalesce(l.penalty, 0.000) || E'\\t' || coalesce(l.points, 0.000) || E'\\n', ''
                      ORDER BY p.place)
               FILTER (WHERE NOT (p.excluded AND l.not_applicable <> '' AND l.points IS NOT NULL)) AS text
    FROM scoring_scoreline l JOIN path p ON p.criterion_id = l.criterion_id
    GROUP BY l.sheet_version_id
)
SELECT v.id FROM scoring_sheetversion v LEFT JOIN line ON line.id = v.id
WHERE v.locked_at IS NOT NULL AND (
    v.canonical <> coalesce(line.text, '') OR v.total <> coalesce(line.total, 0)
    OR v.sha256 <> encode(sha256(convert_to(v.canonical, 'UTF8')), 'hex')
)
ORDER BY v.id"""


def suspects() -> list[int]:
    """Ids of locked versions whose hash, text or total does not follow from their lines, or may not: a total that caps
    of groups cut is always looked at again. Call inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(SUSPECTS, _paths())
        found = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(DEFAULTS)
    return found


def _paths() -> list[list]:
    """Every criterion of sets with locked versions: its path, its place in the order of the text, whether it may be
    left out. Python's order of composed texts, so that no collation of the database matters.
    """
    rows = []
    used = SheetVersion.objects.exclude(locked_at=None).order_by().values("sheet__criteria_set")
    for set_id in CriteriaSet.objects.filter(pk__in=used).values_list("pk", flat=True):
        table = load_table(set_id)
        for node in table.tree.walk():
            excluded = node.rule.not_applicable == EXCLUDE
            rows.append((nfc(path_text(node.path)), table.rows[node.code].pk, excluded))
    rows.sort()
    return [
        [pk for _text, pk, _excluded in rows],
        [text for text, _pk, _excluded in rows],
        list(range(len(rows))),
        [excluded for _text, _pk, excluded in rows],
    ]
