"""How far the clusters of a year are: đủ / thiếu, chậm, chờ thẩm định, kết quả."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.dashboard.queries.results import newest_runs
from apps.dashboard.queries.sheets import DUTY, Standing, standings
from apps.obligations.models import Obligation
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.scoring.enums import SheetState
from apps.scoring.review_queries import for_review


@dataclass(frozen=True)
class ClusterProgress:
    """One ClusterYear in figures. ``missing``: names of members that still owe their sheet, in protocol order."""

    cluster_year: ClusterYear
    heads: tuple[HeadTerm, ...]
    members: int
    standings: tuple[Standing, ...]
    missing: tuple[str, ...]
    overdue: int
    runs: tuple[RankingRun, ...]

    @property
    def sent(self) -> int:
        return sum(standing.is_sent for standing in self.standings)

    @property
    def expected(self) -> int:
        """Members but for those closed as "không nộp"."""
        return self.members - sum(s.sheet.state == SheetState.NOT_SUBMITTED for s in self.standings)

    @property
    def final(self) -> int:
        return sum(standing.sheet.state == SheetState.FINAL for standing in self.standings)

    @property
    def is_open(self) -> bool:
        return bool(self.standings)

    @property
    def is_complete(self) -> bool:
        return self.is_open and not self.missing

    @property
    def is_final(self) -> bool:
        """Every expected sheet is final: the ranking can be computed."""
        return self.is_open and self.final == self.expected

    def waiting_for(self, *roles: str) -> list[Standing]:
        return [standing for standing in self.standings if standing.waits_for(*roles)]

    @property
    def published(self) -> RankingRun | None:
        return next((run for run in self.runs if run.state == RunState.PUBLISHED), None)

    @property
    def provisional(self) -> RankingRun | None:
        """Kết quả dự kiến newer than what is published."""
        return self.runs[0] if self.runs and self.runs[0].state == RunState.COMPUTED else None

    @property
    def head(self) -> HeadTerm | None:
        return next((term for term in self.heads if term.role == HeadRole.HEAD), None)


def progress(cluster_years: Iterable[ClusterYear], *, actor: Actor, now: datetime) -> list[ClusterProgress]:
    """The figures of each ClusterYear, in the given order: seven queries, whatever the number of clusters and units."""
    cluster_years = list(cluster_years)
    ids = [cluster_year.pk for cluster_year in cluster_years]
    members = _grouped(Member.objects.standing().filter(cluster_year_id__in=ids).order_by(by_line(), "order", "pk"))
    heads = _grouped(
        HeadTerm.objects.filter(cluster_year_id__in=ids)
        .valid_on(actor.on)
        .select_related("unit", "cluster_year__cluster")
        .order_by("role", "-starts_on", "pk")
    )
    sheets = for_review(actor).filter(cluster_year_id__in=ids).in_protocol_order()
    owed = Obligation.objects.filter(duty__code=DUTY, duty__year__clusters__in=ids).select_related("duty").distinct()
    by_cluster: dict[int, list[Standing]] = {}
    for standing in standings(sheets, owed):
        by_cluster.setdefault(standing.sheet.cluster_year_id, []).append(standing)
    runs = newest_runs(ids)
    return [
        _progress(cy, members.get(cy.pk, []), heads.get(cy.pk, []), by_cluster.get(cy.pk, []), runs.get(cy.pk, []), now)
        for cy in cluster_years
    ]


def _progress(cluster_year, members, heads, found, runs, now) -> ClusterProgress:
    here = {member.unit_id for member in members}
    found = [standing for standing in found if standing.sheet.unit_id in here]  # not those of merged units
    by_unit = {standing.sheet.unit_id: standing for standing in found}
    missing = [m.unit_name for m in members if (s := by_unit.get(m.unit_id)) is None or s.is_missing] if found else []
    overdue = sum(s.is_missing and (s.days_left(now) or 0) < 0 for s in found)
    return ClusterProgress(cluster_year, tuple(heads), len(members), tuple(found), tuple(missing), overdue, tuple(runs))


def _grouped(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.cluster_year_id, []).append(row)
    return found
