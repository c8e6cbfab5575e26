"""Toàn ngành: how far the clusters of a year are with each duty, counted in the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from apps.clusters.enums import HEAD_TITLES, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.ordering import RANKS, by_line
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import STAGES, left_out, order_of
from apps.dashboard.queries.board import HEADS_OWN
from apps.dashboard.queries.results import newest_runs
from apps.obligations.models import Duty, Obligation
from apps.obligations.models.lateness import is_overdue
from apps.ranking.models import RankingRun

MOST_NAMED = 4


def duties_left_out():
    """Duties of steps that their organiser leaves out of the year: asked once, shown and counted nowhere since."""
    found = Q(pk__in=[])
    for name, stage in STAGES.items():
        asked = Q(code=name) | Q(code__startswith=f"{name}:")
        found |= asked & Q(year__stages_off__contains=[stage])
    return Duty.objects.filter(found).order_by().values("pk")


STANDING = Q(
    unit__memberships__left_on=None,
    unit__memberships__year=F("duty__year"),
    duty__asked_by=None,
    waived_at=None,
    closed_unsent_at=None,
) & ~Q(duty__in=duties_left_out())
# A place counts the lines one after another and the protocol order within each. A unit that also stands in a cluster of
# another organiser's year gives a cell there that means nothing: the years of cluster and duty are compared at the end.
TALLY = """
WITH member AS MATERIALIZED (
    SELECT m.unit_id, m.cluster_year_id,
           (coalesce(array_position(%%s::text[], m.line::text), 99)::bigint << 32) + u.protocol_order AS place
    FROM clusters_member m JOIN units_unit u ON u.id = m.unit_id
    WHERE m.left_on IS NULL AND m.cluster_year_id IN (%s)
), cell AS (
    SELECT o.duty_id, m.cluster_year_id, count(*) AS expected, count(o.fulfilled_at) AS sent,
           count(*) FILTER (WHERE o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL
                              AND (o.extended_to IS NULL OR o.extended_to < %%s)) AS late,
           min(m.place) FILTER (WHERE o.fulfilled_at IS NULL) AS place
    FROM member m JOIN obligations_obligation o ON o.unit_id = m.unit_id
    WHERE o.duty_id = ANY(%%s) AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL
    GROUP BY o.duty_id, m.cluster_year_id
)
SELECT cell.duty_id, sum(expected)::int, sum(sent)::int, sum(late)::int,
       array_agg(cell.cluster_year_id), array_agg(expected), array_agg(sent), array_agg(late), array_agg(place)
FROM cell
JOIN clusters_clusteryear c ON c.id = cell.cluster_year_id
JOIN obligations_duty d ON d.id = cell.duty_id AND d.year_id = c.year_id
GROUP BY cell.duty_id"""


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

    @property
    def head_title(self) -> str:
        """Trưởng Cụm, Trưởng Khu vực: what its head is called."""
        return HEAD_TITLES[self.cluster_year.cluster.kind, HeadRole.HEAD]

    @property
    def missing(self) -> int:
        """How many papers of its members it still waits for."""
        return sum(counted.missing for _each, counted in self.cells if counted)

    @property
    def overdue(self) -> int:
        return sum(counted.overdue for _each, counted in self.cells if counted)


def watched(actor: Actor, year: int):
    """ClusterYears whose board the actor may open."""
    return ClusterYear.objects.watched_by(actor).filter(year__year=year)


def with_gaps(cluster_years, now: datetime):
    """``missing`` and ``overdue``, to sort by: how many papers of its members a ClusterYear still waits for."""

    def number(condition: Q):
        owed = Obligation.objects.filter(
            STANDING, condition, unit__memberships__cluster_year=OuterRef("pk"), fulfilled_at=None
        )
        counted = owed.order_by().values("unit__memberships__cluster_year").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return cluster_years.alias(missing=number(Q()), overdue=number(is_overdue(now)))


def incomplete(cluster_years):
    """Those in which somebody still owes something: chưa đủ số liệu."""
    owed = Obligation.objects.filter(STANDING, unit__memberships__cluster_year=OuterRef("pk"), fulfilled_at=None)
    return cluster_years.filter(Exists(owed))


@dataclass(frozen=True)
class Tally:
    """A year counted: its duties over all clusters, and duty → ClusterYear → expected, sent, overdue."""

    duties: tuple[SectorDuty, ...]
    cells: Mapping[int, Mapping[int, tuple[int, int, int]]]

    def counted(self, cluster_year_id: int, duty_id: int) -> Counted | None:
        """None where no member of the cluster owes the duty."""
        found = self.cells[duty_id].get(cluster_year_id)
        return Counted(*found) if found else None


def tally(cluster_years, now: datetime) -> Tally:
    """Every duty of the year over all these ClusterYears, with the units that block it; three queries."""
    duties = _duties_of(cluster_years)
    cells: dict[int, dict[int, tuple[int, int, int]]] = {}
    sums: dict[int, Counted] = {}
    first: dict[int, list[tuple[int, int]]] = {}
    for duty, expected, sent, late, clusters, *columns, places in _rows(cluster_years, duties, now):
        is_due = duties[duty].due_on < local(now).date()
        if not is_due:
            columns[-1] = [0] * len(clusters)
        sums[duty] = Counted(expected, sent, late if is_due else 0)
        cells[duty] = dict(zip(clusters, zip(*columns, strict=True), strict=True))
        if sums[duty].missing:
            first[duty] = [each for each in zip(places, clusters, strict=True) if each[0] is not None]
    names = _first_missing(first)
    found = [SectorDuty(duties[pk], sums[pk], tuple(names.get(pk, ()))) for pk in duties if pk in sums]
    return Tally(tuple(sorted(found, key=lambda each: order_of(each.duty.code))), cells)


def _duties_of(cluster_years) -> dict[int, Duty]:
    """What is asked of everybody in the years of these ClusterYears, by id, the earliest due first; one query."""
    years = cluster_years.order_by().values("year")
    duties = Duty.objects.filter(year__in=years, asked_by=None).select_related("year").order_by("due_on", "pk")
    return {duty.pk: duty for duty in duties if not left_out(duty.code, duty.year.stages_off)}


def _rows(cluster_years, duties: Iterable[int], now: datetime) -> list[tuple]:
    """One row for each duty: expected, sent, not sent; the same by cluster; the place of the first missing unit of each
    cluster. One statement, put together by hand: it reads all that the sector owes in a year, more than a hundred
    thousand rows, and what is said of members and clusters is worked out once for each of them, not for each row.
    """
    try:
        wanted, params = cluster_years.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TALLY % wanted, [list(RANKS), *params, now, list(duties)])
        return cursor.fetchall()


def _first_missing(first: Mapping[int, list[tuple[int, int]]]) -> dict[int, list[str]]:
    """Duty → its first units in protocol order: those longest overdue are no more to blame than others; one query.

    ``first``: the places of the first missing unit of each cluster. The first four units stand in the four clusters
    whose first ones come first (in more where places are equal): they are looked for only there.
    """
    near: set[int] = set()
    for places in first.values():
        last = sorted(places)[:MOST_NAMED][-1][0]
        near |= {cluster for place, cluster in places if place <= last}
    place = Window(
        RowNumber(),
        partition_by=F("duty_id"),
        order_by=[by_line("unit__memberships__line"), F("unit__protocol_order"), F("pk")],
    )
    missing = Obligation.objects.filter(
        STANDING, duty__any_of=list(first), unit__memberships__cluster_year__any_of=near, fulfilled_at=None
    )
    names: dict[int, list[str]] = defaultdict(list)
    rows = missing.annotate(place=place).filter(place__lte=MOST_NAMED).order_by("duty_id", "place")
    for duty_id, name in rows.values_list("duty_id", "unit__memberships__unit_name"):
        names[duty_id].append(name)
    return names


def worst(cluster_years, counted: Tally, most: int) -> list[ClusterYear]:
    """The ClusterYears that wait for most, what is overdue first; two queries."""
    late, missing = defaultdict(int), defaultdict(int)
    for of_duty in counted.cells.values():
        for cluster, (expected, sent, overdue) in of_duty.items():
            late[cluster] += overdue
            missing[cluster] += expected - sent
    ids = list(cluster_years.order_by("cluster__code", "pk").values_list("pk", flat=True))
    ids = sorted(ids, key=lambda pk: (-late[pk], -missing[pk]))[:most]
    found = ClusterYear.objects.for_list().in_bulk(ids)
    return [found[pk] for pk in ids]


def cluster_rows(cluster_years: Iterable[ClusterYear], counted: Tally, actor: Actor) -> Asking:
    """ClusterRows of the given ClusterYears (one page of them): with their counts, heads and results."""
    cluster_years = list(cluster_years)
    ids = [cluster_year.pk for cluster_year in cluster_years]
    terms = HeadTerm.objects.filter(cluster_year_id__in=ids, role=HeadRole.HEAD).valid_on(actor.on)
    terms = terms.select_related("unit", "cluster_year__cluster").order_by("-starts_on", "pk")
    in_force, terms = yield newest_runs(ids), terms
    runs: dict[int, list[RankingRun]] = {}
    heads: dict[int, HeadTerm] = {}
    for run in in_force:
        runs.setdefault(run.cluster_year_id, []).append(run)
    for term in terms:
        heads.setdefault(term.cluster_year_id, term)
    return [
        ClusterRow(
            cluster_year,
            tuple((each, counted.counted(cluster_year.pk, each.duty.pk)) for each in counted.duties),
            tuple(runs.get(cluster_year.pk, [])),
            heads.get(cluster_year.pk),
        )
        for cluster_year in cluster_years
    ]


def missing_by_cluster(cluster_year_ids: Iterable[int], now: datetime) -> Asking:
    """ClusterYear → (duty, unit) of what is overdue, in protocol order; one question over a few clusters."""
    owed = Obligation.objects.filter(
        STANDING, is_overdue(now), unit__memberships__cluster_year__in=list(cluster_year_ids)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    rows = owed.order_by(
        "duty__due_on", "duty_id", by_line("unit__memberships__line"), "unit__memberships__order", "pk"
    )
    names = ("unit__memberships__cluster_year_id", "duty__label", "unit__memberships__unit_name")
    for cluster, duty, name in (yield rows.values_list(*names)):
        found.setdefault(cluster, []).append((duty, name))
    return found
