"""ranking: from the claim of the year's job to the visible results, against one statement that does the same by hand.

``n`` counts score lines; 100 of each unit. Bare: the lines added, ranked per cluster and inserted, all columns of the
same entries, in one statement under the same settings of the planner, into a table with the same columns, indexes and
foreign keys (a ClusterYear stands for the run); only the history of rows has no counterpart.
rerank: one cluster of 63 after one sheet changed, its first result still in force, with the lines of the whole year
beside it.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from apps.clusters.models import ClusterYear
from apps.core.actor import system_actor
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.bench.sheets import make_cluster_years
from apps.jobs.models import Job
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.domain.requesting_year import request_year
from apps.ranking.domain.sql import PLANNER
from apps.ranking.tasks import compute_ranking

SQL = (Path(__file__).parent / "ranking.sql").read_text(encoding="utf-8")
LEAVES = 100
# (clusters, units of each)
YEARS = ((5, 20), (25, 40), (250, 40))
SMALL_YEARS = ((2, 5), (3, 8))
CLUSTERS = (1, 15, 150)
SMALL_CLUSTERS = (1, 2)
REFERENCES = (
    ("run_id", "clusters_clusteryear"),
    ("unit_id", "units_unit"),
    ("sheet_version_id", "scoring_sheetversion"),
)
MEMBERS = 63
SMALL_MEMBERS = 7
ROWS = """
SELECT s.cluster_year_id, e.unit_id, e.unit_name, e."order", e.sheet_version_id, e.base, e.bonus, e.penalty, e.total,
       e.self_total, e.percent, e.rank, e.class_label, e.disqualifier, e.reason, e.notes::text, e.parts::text,
       e.tie_values::text
FROM {table} e JOIN scoring_sheetversion v ON v.id = e.sheet_version_id
JOIN scoring_scoresheet s ON s.id = v.sheet_id
WHERE s.cluster_year_id = ANY(%s) {which} ORDER BY 1, e.rank, e.unit_id"""
IN_FORCE = "AND e.run_id IN (SELECT id FROM ranking_rankingrun WHERE state = 'computed')"
CHANGE = """
WITH line AS (
    UPDATE scoring_scoreline SET base = %(points)s, points = %(points)s, points_given = %(points)s
    WHERE id = (SELECT min(l.id) FROM scoring_scoreline l JOIN scoring_sheetversion v ON v.id = l.sheet_version_id
                JOIN scoring_scoresheet s ON s.id = v.sheet_id WHERE s.cluster_year_id = %(cluster_year)s)
    RETURNING sheet_version_id
)
UPDATE scoring_sheetversion v SET sha256 = encode(sha256(%(points)s::text::bytea), 'hex') FROM line
WHERE v.id = line.sheet_version_id"""


def run(*, small: bool) -> Result:
    return measure("ranking", [lambda year=year: year_sides(*year) for year in (SMALL_YEARS if small else YEARS)])


def run_again(*, small: bool) -> Result:
    clusters, units = (SMALL_CLUSTERS, SMALL_MEMBERS) if small else (CLUSTERS, MEMBERS)
    return measure("rerank", [lambda number=number: cluster_sides(number, units) for number in clusters])


def year_sides(clusters: int, units: int) -> Sides:
    forget_everything()
    years = make_cluster_years(code=f"RANK-{clusters}", clusters=clusters, units=units, leaves=LEAVES)
    year_id = years[0].year_id

    def request() -> None:
        request_year(year_id=year_id, actor=system_actor(), now=timezone.now())

    return sides(years, n=clusters * units * LEAVES, reset=request)


def cluster_sides(clusters: int, units: int) -> Sides:
    """``n``: lines of the year, of which one cluster is ranked."""
    forget_everything()
    years = make_cluster_years(code=f"AGAIN-{clusters}", clusters=clusters, units=units, leaves=LEAVES)

    def request() -> None:
        request_ranking(cluster_year_id=years[-1].pk, actor=system_actor(), now=timezone.now())

    def change(points: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, {"cluster_year": years[-1].pk, "points": points})

    def change_one_sheet() -> None:
        change(0)
        request()
        compute_newest()
        change(2)
        request()

    return sides(years[-1:], n=clusters * units * LEAVES, reset=change_one_sheet)


def sides(years: list[ClusterYear], *, n: int, reset: Callable[[], None]) -> Sides:
    """``reset``: after all results were forgotten, up to the job that waits."""
    ids = [year.pk for year in years]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_rankingentry")
        cursor.execute("CREATE TABLE bench_rankingentry (LIKE ranking_rankingentry INCLUDING ALL)")
        # What entries refer to is checked when they are committed, whoever writes them: a part of the table as its
        # indexes are, which LIKE leaves out.
        for column, table in REFERENCES:
            cursor.execute(
                f"ALTER TABLE bench_rankingentry ADD FOREIGN KEY ({column}) REFERENCES {table}"
                " DEFERRABLE INITIALLY DEFERRED"
            )

    def forget_and_reset() -> None:
        forget_results()
        reset()

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PLANNER)
            cursor.execute(SQL, {"cluster_years": ids})

    def rows(table: str, which: str = "") -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(ROWS.format(table=table, which=which), [ids])
            return cursor.fetchall()

    return Sides(
        n=n,
        bare=bare,
        ours=compute_newest,
        reset=forget_and_reset,
        bare_rows=lambda: rows("bench_rankingentry"),
        our_rows=lambda: rows("ranking_rankingentry", IN_FORCE),
    )


def compute_newest() -> None:
    compute_ranking.run(job_id=Job.objects.latest("pk").pk)


def forget_results() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_rankingentry")
        cursor.execute("TRUNCATE ranking_rankingentry, ranking_rankingrun, jobs_job CASCADE")


def forget_everything() -> None:
    """Rows of a smaller size of this benchmark."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clusters_clusteryear, clusters_cluster, scoring_criteriaset CASCADE")
