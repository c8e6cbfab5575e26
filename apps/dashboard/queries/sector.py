"""Toàn ngành: how far the clusters of a year are with each duty, counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.dashboard.papers.kinds import order_of
from apps.dashboard.queries.board import HEADS_OWN
from apps.dashboard.queries.results import newest_runs
from apps.obligations.models import Duty, Obligation
from apps.obligations.models.lateness import is_overdue
from apps.ranking.models import RankingRun

MOST_NAMED = 4
STANDING = Q(
    unit__memberships__left_on=None,
    unit__memberships__year=F("duty__year"),
    duty__asked_by=None,
    waived_at=None,
    closed_unsent_at=None,
)


@dataclass(frozen=True)
class Counted:
    """Đã gửi ``sent``/``expected``; ``overdue`` of those missing let the date pass."""

    expected: int = 0
    sent: int = 0
    overdue: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.sent

    @property
    def is_complete(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True)
class SectorDuty:
    """One duty of the year over all clusters seen, with the first units that block its total."""

    duty: Duty
    counted: Counted
    names: tuple[str, ...]

    @property
    def is_heads_own(self) -> bool:
        """Owed by the head as head: no column of a board, a line on the head's home."""
        return self.duty.code in HEADS_OWN


@dataclass(frozen=True)
class ClusterRow:
    """One ClusterYear: each duty with its count (None where no member owes it), results, who leads it."""

    cluster_year: ClusterYear
    cells: tuple[tuple[SectorDuty, Counted | None], ...]
    runs: tuple[RankingRun, ...]
    head: HeadTerm | None


def watched(actor: Actor, year: int):
    """ClusterYears whose board the actor may open."""
    return ClusterYear.objects.watched_by(actor).filter(year__year=year)


def with_gaps(cluster_years, now: datetime):
    """``missing`` and ``overdue``: how many papers of its members a ClusterYear still waits for, to sort and filter."""

    def number(condition: Q):
        owed = Obligation.objects.filter(
            STANDING, condition, unit__memberships__cluster_year=OuterRef("pk"), fulfilled_at=None
        )
        counted = owed.order_by().values("unit__memberships__cluster_year").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return cluster_years.annotate(missing=number(Q()), overdue=number(is_overdue(now)))


def incomplete(cluster_years):
    """Those in which somebody still owes something: chưa đủ số liệu."""
    owed = Obligation.objects.filter(STANDING, unit__memberships__cluster_year=OuterRef("pk"), fulfilled_at=None)
    return cluster_years.filter(Exists(owed))


def _counts(owed, *by: str, now: datetime):
    return (
        owed.order_by()
        .values_list(*by)
        .annotate(
            expected=Count("pk"),
            sent=Count("pk", filter=Q(fulfilled_at__isnull=False)),
            overdue=Count("pk", filter=is_overdue(now)),
        )
    )


def counts(cluster_year_ids: Iterable[int], now: datetime) -> dict[tuple[int, int], Counted]:
    """(ClusterYear, duty) → count; one query."""
    owed = Obligation.objects.filter(STANDING, unit__memberships__cluster_year__in=list(cluster_year_ids))
    rows = _counts(owed, "unit__memberships__cluster_year_id", "duty_id", now=now)
    return {(cluster, duty): Counted(*numbers) for cluster, duty, *numbers in rows}


def sector_duties(cluster_years, now: datetime) -> list[SectorDuty]:
    """Every duty of the year over all these ClusterYears, with the units that block it; three queries."""
    duties = _duties_of(cluster_years)
    # Named duties lead the database to their rows alone; what other years owe is several times as much.
    owed = Obligation.objects.filter(
        STANDING, unit__memberships__cluster_year__in=cluster_years.order_by().values("pk")
    )
    rows = _counts(owed.filter(duty__any_of=duties), "duty_id", now=now)
    counted = {duty: Counted(*numbers) for duty, *numbers in rows}
    blocked = [duty for duty, each in counted.items() if each.missing]
    names: dict[int, list[str]] = {}
    for duty_id, name in _first_missing(owed.filter(duty__any_of=blocked)):
        names.setdefault(duty_id, []).append(name)
    found = [SectorDuty(duties[pk], counted[pk], tuple(names.get(pk, ()))) for pk in duties if pk in counted]
    return sorted(found, key=lambda each: order_of(each.duty.code))


def _duties_of(cluster_years) -> dict[int, Duty]:
    """What is asked of everybody in the years of these ClusterYears, by id, the earliest due first; one query."""
    years = cluster_years.order_by().values("year")
    return {duty.pk: duty for duty in Duty.objects.filter(year__in=years, asked_by=None).order_by("due_on", "pk")}


def _first_missing(owed):
    """The first units of each duty in protocol order: those longest overdue are no more to blame than others."""
    place = Window(
        RowNumber(),
        partition_by=F("duty_id"),
        order_by=[by_line("unit__memberships__line"), F("unit__protocol_order"), F("pk")],
    )
    missing = owed.filter(fulfilled_at=None).annotate(place=place).filter(place__lte=MOST_NAMED)
    return missing.order_by("duty_id", "place").values_list("duty_id", "unit__memberships__unit_name")


def cluster_rows(cluster_years: Iterable[ClusterYear], duties: Iterable[SectorDuty], actor, now) -> list[ClusterRow]:
    """The given ClusterYears (one page of them) with their counts, heads and results; three queries."""
    cluster_years, duties = list(cluster_years), list(duties)
    ids = [cluster_year.pk for cluster_year in cluster_years]
    found, runs, heads = counts(ids, now), newest_runs(ids), {}
    terms = HeadTerm.objects.filter(cluster_year_id__in=ids, role=HeadRole.HEAD).valid_on(actor.on)
    for term in terms.select_related("unit", "cluster_year__cluster").order_by("-starts_on", "pk"):
        heads.setdefault(term.cluster_year_id, term)
    return [
        ClusterRow(
            cluster_year,
            tuple((each, found.get((cluster_year.pk, each.duty.pk))) for each in duties),
            tuple(runs.get(cluster_year.pk, [])),
            heads.get(cluster_year.pk),
        )
        for cluster_year in cluster_years
    ]


def missing_by_cluster(cluster_year_ids: Iterable[int], now: datetime) -> dict[int, list[tuple[str, str]]]:
    """ClusterYear → (duty, unit) of what is overdue, in protocol order; one query over a few clusters."""
    owed = Obligation.objects.filter(
        STANDING, is_overdue(now), unit__memberships__cluster_year__in=list(cluster_year_ids)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    rows = owed.order_by(
        "duty__due_on", "duty_id", by_line("unit__memberships__line"), "unit__memberships__order", "pk"
    )
    for cluster, duty, name in rows.values_list(
        "unit__memberships__cluster_year_id", "duty__label", "unit__memberships__unit_name"
    ):
        found.setdefault(cluster, []).append((duty, name))
    return found
