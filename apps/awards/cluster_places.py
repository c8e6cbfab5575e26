"""The cluster that a nominee stood in and its rank there: named where a cluster votes on the award (Cờ thi đua).

Papers for the flags must name the cluster that the unit leads (Công văn 5007/BNV-TĐKT, 05/9/2023).
"""

from collections.abc import Collection
from dataclasses import dataclass

from apps.awards.models import Nominee
from apps.catalog.models import AwardRoute
from apps.clusters.enums import Line
from apps.clusters.models import Member
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry


@dataclass(frozen=True)
class Place:
    """``rank``: in the published result of the cluster (of the line, where it has two); None while there is none."""

    cluster: str
    line: str
    rank: int | None

    def __str__(self) -> str:
        where = f"{self.cluster}, {self.line}" if self.line else self.cluster
        return f"{where}: xếp hạng {self.rank}" if self.rank else where


def places_of(nominees: Collection[Nominee]) -> dict[int, Place]:
    """Nominee → its place, for awards on which a cluster votes (AwardRoute.through_vote, whatever the day: older lists
    came from clusters too). ``nominees`` have ``proposal__year``. Three queries at most, one without such an award.
    """
    voted = set(AwardRoute.objects.filter(through_vote=True).order_by().values_list("award_id", flat=True))
    wanted = {each.pk: each for each in nominees if each.award_id in voted and each.unit_id}
    if not wanted:
        return {}
    members = _members(wanted.values())
    ranks = _ranks(members.values())
    found = {}
    for pk, nominee in wanted.items():
        year = nominee.proposal.year
        if (member := members.get((nominee.unit_id, year.organiser_id, nominee.proposal.period_to))) is not None:
            line = str(Line(member.line).label) if member.line else ""
            rank = ranks.get((member.cluster_year_id, member.unit_id))
            found[pk] = Place(member.cluster_year.name, line, rank)
    return found


def _members(nominees: Collection[Nominee]) -> dict[tuple[int, int, int], Member]:
    """(unit, organiser, year) → its place in a cluster; a unit is in one of an organiser and year."""
    years = {each.proposal.period_to for each in nominees}
    rows = Member.objects.standing().filter(
        unit_id__in={each.unit_id for each in nominees},
        year__year__in=years,
        year__organiser_id__in={each.proposal.year.organiser_id for each in nominees},
    )
    rows = rows.select_related("cluster_year", "year")
    return {(row.unit_id, row.year.organiser_id, row.year.year): row for row in rows}


def _ranks(members: Collection[Member]) -> dict[tuple[int, int], int]:
    """(ClusterYear, unit) → rank as it was published."""
    rows = RankingEntry.objects.filter(
        run__state=RunState.PUBLISHED,
        run__cluster_year_id__in={member.cluster_year_id for member in members},
        unit_id__in={member.unit_id for member in members},
        rank__isnull=False,
    )
    values = rows.order_by().values_list("run__cluster_year_id", "unit_id", "rank")
    return {(cluster_year, unit): rank for cluster_year, unit, rank in values}
