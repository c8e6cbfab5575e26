"""Published results of units."""

from django.db.models import Count, OuterRef, QuerySet, Subquery

from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun


def last_results(unit_id: int, before_year: int) -> QuerySet:
    """The newest published result of a unit in an earlier year, with ``ranked`` units in its run; one row at most."""
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
        .order_by("-run__cluster_year__year__year", "-run__published_at", "pk")[:1]
    )


def newest_runs(cluster_year_ids) -> QuerySet:
    """Computed or published runs in force of these ClusterYears, newest first."""
    states = [RunState.COMPUTED, RunState.PUBLISHED]
    runs = RankingRun.objects.filter(cluster_year_id__in=cluster_year_ids, state__in=states)
    return runs.order_by("-computed_at", "-pk")
