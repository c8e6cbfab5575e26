"""What a unit or a cluster reached over the years: results, punctuality, awards; counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from apps.catalog.enums import Subject
from apps.clusters.enums import READING
from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.actor import Actor
from apps.dashboard.queries.lateness import came_due, seen_lateness
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.models import Award
from apps.units.enums import Role
from apps.units.models import Unit, reach_of


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


def reads_punctuality(actor: Actor, unit: Unit, unit_ids: Iterable[int]) -> bool:
    """Whether lateness of the unit is open to the actor: its own people, heads of its clusters, standing office and
    auditor above it. At most one query.
    """
    if unit.pk in actor.unit_ids(Role.OFFICER, Role.LEADER):
        return True
    reach = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
    if reach.everybody or any(unit.path.startswith(path) for path in actor.paths(Role.STANDING_OFFICE, Role.AUDITOR)):
        return True
    headed = actor.cluster_year_ids(*READING)
    return bool(headed) and Member.objects.filter(unit__in=unit_ids, cluster_year__in=headed).exists()


def cluster_punctuality(actor: Actor, cluster: Cluster, now: datetime) -> dict[int, Punctuality]:
    """Year → punctuality of all members, for the years that the actor watches; two queries."""
    watched = ClusterYear.objects.watched_by(actor).filter(cluster=cluster).order_by().values_list("pk", flat=True)
    members = Member.objects.standing().filter(cluster_year__in=list(watched))
    owed = seen_lateness(actor).filter(unit__memberships__in=members, unit__memberships__year=F("duty__year"))
    return punctuality(owed, now)
