"""Where the units of a ClusterYear stand before and after a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import RANKS, line_rank
from apps.core.dates import local
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun, RankingSettings
from apps.scoring.enums import SheetState, Stage
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class StandingUnit(NamedTuple):
    """One member: its sheet and, once final, the version that ranks. ``self_total``: what it last sent itself."""

    unit_id: int
    code: str
    name: str
    order: int
    sheet_id: int | None = None
    sheet_state: str | None = None
    criteria_set_id: int | None = None
    version_id: int | None = None
    sha256: str | None = None
    self_total: Decimal | None = None

    @property
    def is_final(self) -> bool:
        return self.sheet_state == SheetState.FINAL and self.version_id is not None

    @property
    def may_be_closed(self) -> bool:
        """Open with its unit: it can be closed as "không nộp, không xếp hạng"."""
        return self.sheet_state in (SheetState.SELF_SCORING, SheetState.RETURNED)

    @property
    def is_closed_unsent(self) -> bool:
        """Closed as "không nộp, không xếp hạng"."""
        return self.sheet_state == SheetState.NOT_SUBMITTED


@dataclass(frozen=True)
class Standing:
    """All members of one line of a ClusterYear, in protocol order."""

    cluster_year_id: int
    line: str
    units: tuple[StandingUnit, ...]

    @cached_property
    def final(self) -> list[StandingUnit]:
        return [unit for unit in self.units if unit.is_final]

    @property
    def unsent(self) -> list[StandingUnit]:
        return [unit for unit in self.units if unit.is_closed_unsent]

    @cached_property
    def missing(self) -> list[StandingUnit]:
        """What the ranking waits for."""
        return [unit for unit in self.units if not unit.is_final and not unit.is_closed_unsent]

    @property
    def is_ready(self) -> bool:
        return bool(self.final) and not self.missing


# One row for each member. What was closed empty by points from a file is no self-score.
STANDINGS = """
SELECT m.cluster_year_id, m.line, m.unit_id, u.code, m.unit_name, m."order", s.id, s.state, s.criteria_set_id,
       f.id, f.sha256, CASE WHEN w.receipt_number <> '' OR w.total <> 0 THEN w.total END
FROM clusters_member m
JOIN units_unit u ON u.id = m.unit_id
LEFT JOIN scoring_scoresheet s ON s.cluster_year_id = m.cluster_year_id AND s.unit_id = m.unit_id
LEFT JOIN newest f ON f.sheet_id = s.id AND f.stage = %(final)s
LEFT JOIN newest w ON w.sheet_id = s.id AND w.stage = %(self)s
WHERE m.left_on IS NULL AND m.cluster_year_id = ANY(%(years)s)
ORDER BY array_position(%(lines)s::text[], m.line::text), m."order", m.id"""
NEWEST = """
WITH newest AS (
    SELECT DISTINCT ON (v.sheet_id, v.stage) v.sheet_id, v.stage, v.id, v.sha256, v.total, v.receipt_number
    FROM scoring_sheetversion v JOIN scoring_scoresheet s ON s.id = v.sheet_id
    WHERE s.cluster_year_id = ANY(%(years)s) AND v.stage IN (%(final)s, %(self)s) AND v.locked_at IS NOT NULL
    ORDER BY v.sheet_id, v.stage, v.number DESC
)"""


def standings(targets: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Standing]:
    """The standing of each (ClusterYear id, line); one query whatever their number."""
    found: dict[tuple[int, str], list[StandingUnit]] = {target: [] for target in targets}
    years = list({cluster_year_id for cluster_year_id, _line in found})
    names = {"years": years, "lines": list(RANKS), "final": Stage.FINAL.value, "self": Stage.SELF.value}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST + STANDINGS, names)
        for cluster_year_id, line, *unit in cursor.fetchall():
            if (cluster_year_id, line) in found:
                found[cluster_year_id, line].append(StandingUnit._make(unit))
    return {target: Standing(*target, tuple(units)) for target, units in found.items()}


def standing(cluster_year_id: int, line: str) -> Standing:
    """The standing of one line of a ClusterYear."""
    return standings([(cluster_year_id, line)])[cluster_year_id, line]


def lines_of(cluster_year_id: int) -> list[str]:
    """Lines of a ClusterYear in their order; one empty line where it has no lines."""
    found = (
        Member.objects.standing()
        .filter(cluster_year_id=cluster_year_id)
        .order_by()
        .values_list("line", flat=True)
        .distinct()
    )
    return sorted(found, key=line_rank)


def people_of_members(run: RankingRun, now: datetime) -> set[int]:
    """Ids of the officers and leaders of the units that the run ranks: whom to tell."""
    units = Member.objects.filter(cluster_year_id=run.cluster_year_id)
    if run.line:
        units = units.filter(line=run.line)
    roles = [Role.OFFICER, Role.LEADER]
    return ids_of_people(units.values_list("unit_id", flat=True), roles, local(now).date())


def barred_from_leading(cluster_year_id: int) -> dict[int, str]:
    """Unit → why it may be neither head nor deputy in the next year: it was not considered in this one.

    From the newest result in force of each line; two queries.
    """
    runs = RankingRun.objects.filter(cluster_year=cluster_year_id).in_force()
    newest = runs.order_by("line", "-pk").distinct("line").values_list("pk", flat=True)
    entries = RankingEntry.objects.not_considered().filter(run__in=list(newest)).order_by("pk")
    return {entry.unit_id: entry.reason or entry.get_disqualifier_display() for entry in entries}


def leaders_of(organiser_id: int, year: int) -> int:
    """How many units stand first in the published results of an organiser's clusters of a year; one query."""
    runs = RankingRun.objects.filter(
        state=RunState.PUBLISHED, cluster_year__cluster__organiser=organiser_id, cluster_year__year__year=year
    )
    first = RankingEntry.objects.filter(run__in=runs.order_by().values("pk"), rank=1)
    return first.order_by().values("unit_id").distinct().count()


def settings_of(cluster_year: ClusterYear) -> RankingSettings:
    """What the cluster shows to whom; the defaults where nobody chose."""
    found = RankingSettings.objects.filter(cluster=cluster_year.cluster_id).first()
    return found or RankingSettings(cluster=cluster_year.cluster, version=0)
