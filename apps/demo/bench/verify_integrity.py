"""verify_integrity: the check of all locked sheets and runs, against plain hashing of the same lines.

``n`` counts score lines. ``rows_equal``: bare hashes are the stored ones and nothing is reported.
"""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from apps.audit import integrity
from apps.core.actor import system_actor
from apps.demo.bench.ranking import LEAVES, SMALL_YEARS, YEARS, forget_everything
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.bench.sheets import make_cluster_years
from apps.jobs.models import Job
from apps.ranking.domain.requesting_year import request_year
from apps.ranking.tasks import compute_ranking
from apps.scoring.models import SheetVersion

SQL = (Path(__file__).parent / "verify_integrity.sql").read_text(encoding="utf-8")
CHECKS = ("scoring.sheets", "ranking.runs")
# What locking stores, by hand: the canonical text, its hash and the totals.
LOCK = """
UPDATE scoring_sheetversion v
SET canonical = t.text, sha256 = encode(sha256(convert_to(t.text, 'UTF8')), 'hex'), base = t.total, total = t.total
FROM (
    SELECT l.sheet_version_id AS id, sum(l.points) AS total, string_agg(
               g.code || '/' || c.code || E'\\t' || l.base || E'\\t' || l.bonus || E'\\t' || l.penalty || E'\\t'
               || l.points || E'\\n', '' ORDER BY (g.code || '/' || c.code) COLLATE "C") AS text
    FROM scoring_scoreline l JOIN scoring_criterion c ON c.id = l.criterion_id
    JOIN scoring_criterion g ON g.id = c.parent_id
    GROUP BY l.sheet_version_id
) t
WHERE t.id = v.id"""


def run(*, small: bool) -> Result:
    return measure("verify_integrity", [lambda year=year: sides(*year) for year in (SMALL_YEARS if small else YEARS)])


def sides(clusters: int, units: int) -> Sides:
    forget_everything()
    years = make_cluster_years(code=f"HASH-{clusters}", clusters=clusters, units=units, leaves=LEAVES)
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("TRUNCATE ranking_rankingentry, ranking_rankingrun, jobs_job CASCADE")
    request_year(year_id=years[0].year_id, actor=system_actor(), now=timezone.now())
    compute_ranking.run(job_id=Job.objects.latest("pk").pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    hashes = sorted(SheetVersion.objects.values_list("sha256", flat=True))

    def bare() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(SQL)
            return [sha256 for (sha256,) in cursor.fetchall()]

    def ours() -> list[str]:
        faults = [fault for name in CHECKS for fault in integrity.faults_of(name)]
        return faults or hashes

    return Sides(n=clusters * units * LEAVES, bare=bare, ours=ours)
