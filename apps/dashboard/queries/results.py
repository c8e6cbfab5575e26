"""Published results of units."""

from django.db.models import Count, OuterRef, Subquery

from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun


def last_result(unit_id: int, before_year: int) -> RankingEntry | None:
    """The newest published result of a unit in an earlier year, with ``ranked`` units in its run; one query."""
    ranked = (
        RankingEntry.objects.filter(run=OuterRef("run"), rank__isnull=False)
        .order_by()
        .values("run")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        RankingEntry.objects.filter(
            unit_id=unit_id, run__state=RunState.PUBLISHED, run__cluster_year__year__year__lt=before_year
        )
        .select_related("run__cluster_year__year", "run__criteria_set")
        .annotate(ranked=Subquery(ranked))
        .order_by("-run__cluster_year__year__year", "-run__published_at", "pk")
        .first()
    )


def newest_runs(cluster_year_ids) -> dict[int, list[RankingRun]]:
    """Computed or published runs in force by ClusterYear, newest first; one query."""
    found: dict[int, list[RankingRun]] = {}
    runs = RankingRun.objects.filter(
        cluster_year_id__in=cluster_year_ids, state__in=[RunState.COMPUTED, RunState.PUBLISHED]
    )
    for run in runs.order_by("-computed_at", "-pk"):
        found.setdefault(run.cluster_year_id, []).append(run)
    return found
