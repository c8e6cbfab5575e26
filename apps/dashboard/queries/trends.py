"""What a unit or a cluster reached over the years: results, punctuality, awards; counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from apps.catalog.enums import Subject
from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.actor import Actor
from apps.dashboard.queries.lateness import seen_lateness
from apps.obligations.models import Obligation
from apps.obligations.models.lateness import came_due
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.models import Award


@dataclass(frozen=True)
class Punctuality:
    """Papers of a year that were due or have come: ``in_time`` of ``due``."""

    due: int
    in_time: int

    @property
    def late(self) -> int:
        return self.due - self.in_time

    @property
    def percent(self) -> float:
        return 100 * self.in_time / self.due


@dataclass(frozen=True)
class Honours:
    """Awards of a year that are held."""

    collectives: int = 0
    individuals: int = 0


def published_entries(actor: Actor, condition: Q) -> list[RankingEntry]:
    """Lines of published results that the actor may see, oldest year first, each with ``ranked``: units in the order of
    its run. Two queries.
    """
    runs = RankingRun.objects.visible_to(actor).filter(state="published").order_by().values("pk")
    entries = list(
        RankingEntry.objects.filter(condition, run__in=runs)
        .select_related("run__cluster_year__year", "run__cluster_year__cluster", "run__criteria_set", "unit")
        .order_by("run__cluster_year__year__year", "run__line", "order", "pk")
    )
    ranked = dict(
        RankingEntry.objects.filter(run__in={entry.run_id for entry in entries}, rank__isnull=False)
        .order_by()
        .values_list("run_id")
        .annotate(n=Count("pk"))
    )
    for entry in entries:
        entry.ranked = ranked.get(entry.run_id, 0)
    return entries


def closed_results(actor: Actor, condition: Q) -> set[int]:
    """Years whose published results hold such lines that are not open to the actor; one query."""
    seen = RankingRun.objects.visible_to(actor).order_by().values("pk")
    closed = RankingEntry.objects.filter(condition, run__state="published").exclude(run__in=seen).order_by()
    return set(closed.values_list("run__cluster_year__year__year", flat=True).distinct())


def closed_punctuality(actor: Actor, unit_ids: Iterable[int], now: datetime) -> set[int]:
    """Years in which papers of these units came due whose lateness is not open to the actor; one query."""
    owed = Obligation.objects.filter(unit_id__in=list(unit_ids), duty__asked_by=None, waived_at=None)
    closed = owed.filter(came_due(now)).exclude(pk__in=seen_lateness(actor).order_by().values("pk")).order_by()
    return set(closed.values_list("duty__year__year", flat=True).distinct())


def punctuality(owed, now: datetime) -> dict[int, Punctuality]:
    """Year → how much came in time, of these obligations; one query."""
    rows = owed.with_lateness(now).filter(came_due(now)).order_by().values_list("duty__year__year")
    counted = rows.annotate(due=Count("pk"), in_time=Count("pk", filter=Q(late_days=0)))
    return {year: Punctuality(due, in_time) for year, due, in_time in counted}


def honours(actor: Actor, unit_ids: Iterable[int]) -> dict[int, Honours]:
    """Year of achievement → awards of these units and their people; one query."""
    rows = Award.objects.visible_to(actor).held().filter(unit_id__in=list(unit_ids)).exclude(year=None).order_by()
    counted = rows.values_list("year").annotate(
        collectives=Count("pk", filter=Q(subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(subject=Subject.INDIVIDUAL)),
    )
    return {year: Honours(collectives, individuals) for year, collectives, individuals in counted}


def cluster_punctuality(actor: Actor, cluster: Cluster, now: datetime) -> tuple[dict[int, Punctuality], set[int]]:
    """(Year → punctuality of all members for the years that the actor watches, years not watched); three queries."""
    years = ClusterYear.objects.filter(cluster=cluster).order_by()
    watched = dict(years.watched_by(actor).values_list("pk", "year__year"))
    closed = set(years.values_list("year__year", flat=True)) - set(watched.values())
    members = Member.objects.standing().filter(cluster_year__in=list(watched))
    owed = seen_lateness(actor).filter(unit__memberships__in=members, unit__memberships__year=F("duty__year"))
    return punctuality(owed, now), closed
