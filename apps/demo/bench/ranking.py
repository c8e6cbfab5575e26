"""ranking: from the claim of the job to the visible result, against one statement that adds and ranks the same lines.

``n`` counts score lines. Each run starts without results of this benchmark.
"""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from apps.clusters.models import ClusterYear
from apps.core.actor import system_actor
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.bench.sheets import make_cluster_year
from apps.jobs.models import Job
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tasks import compute_ranking

SQL = (Path(__file__).parent / "ranking.sql").read_text(encoding="utf-8")
LEAVES = 50
UNITS = (200, 600, 2000)
SMALL = (13, 26)


def run(*, small: bool) -> Result:
    return measure("ranking", [lambda units=units: sides(units) for units in (SMALL if small else UNITS)])


def sides(units: int) -> Sides:
    cluster_year = make_cluster_year(code=f"RANK-{units}", units=units, leaves=LEAVES)

    def reset() -> None:
        forget(cluster_year)
        request_ranking(cluster_year_id=cluster_year.pk, actor=system_actor(), now=timezone.now())

    def ours() -> list[tuple]:
        compute_ranking.run(job_id=Job.objects.latest("pk").pk)
        return list(
            RankingEntry.objects.filter(run__cluster_year=cluster_year)
            .order_by("rank", "unit_name")
            .values_list("unit_name", "total", "rank")
        )

    def bare() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_ranking AS " + SQL, {"cluster_year": cluster_year.pk})
            cursor.execute("SELECT unit_name, total, rank FROM bench_ranking ORDER BY rank, unit_name")
            rows = cursor.fetchall()
            cursor.execute("DROP TABLE bench_ranking")
        return rows

    return Sides(n=units * LEAVES, bare=bare, ours=ours, reset=reset)


def forget(cluster_year: ClusterYear) -> None:
    """Remove what an earlier run left, so that the same input is computed anew."""
    RankingEntry.objects.filter(run__cluster_year=cluster_year).delete()
    RankingRun.objects.filter(cluster_year=cluster_year).delete()
    Job.objects.all().delete()
