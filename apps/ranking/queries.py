"""Where the units of a ClusterYear stand before and after a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import by_line, line_rank
from apps.core.dates import local
from apps.ranking.models import RankingEntry, RankingRun, RankingSettings
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreSheet, SheetVersion
from apps.units.enums import Role
from apps.units.queries import ids_of_people


@dataclass(frozen=True)
class StandingUnit:
    """One member: its sheet and, once final, the version that ranks. ``self_total``: what it last sent itself."""

    unit_id: int
    code: str
    name: str
    order: int
    sheet_id: int | None = None
    sheet_state: str = ""
    criteria_set_id: int | None = None
    version_id: int | None = None
    sha256: str = ""
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
    def criteria_set_ids(self) -> set[int]:
        return {unit.criteria_set_id for unit in self.units if unit.criteria_set_id}

    @property
    def is_ready(self) -> bool:
        return bool(self.final) and not self.missing


def standings(targets: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Standing]:
    """The standing of each (ClusterYear id, line); three queries whatever their number."""
    targets = list(dict.fromkeys(targets))
    years = {cluster_year_id for cluster_year_id, _line in targets}
    sheets = {
        (cluster_year_id, unit_id): sheet
        for cluster_year_id, unit_id, *sheet in ScoreSheet.objects.filter(cluster_year_id__in=years)
        .order_by()
        .values_list("cluster_year_id", "unit_id", "pk", "state", "criteria_set_id")
    }
    newest = _newest_versions(years)
    found: dict[tuple[int, str], list[StandingUnit]] = {target: [] for target in targets}
    members = Member.objects.standing().filter(cluster_year_id__in=years).order_by(by_line(), "order", "pk")
    for cluster_year_id, line, *member in members.values_list(
        "cluster_year_id", "line", "unit_id", "unit__code", "unit_name", "order"
    ):
        if (cluster_year_id, line) in found:
            unit = _unit(member, sheets.get((cluster_year_id, member[0])), newest)
            found[cluster_year_id, line].append(unit)
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


def _newest_versions(years: set[int]) -> dict[tuple[int, str], tuple[int, str, Decimal]]:
    """The newest locked self and final version of each sheet: (sheet id, stage) → (id, hash, total)."""
    versions = (
        SheetVersion.objects.filter(
            sheet__cluster_year_id__in=years, stage__in=[Stage.SELF, Stage.FINAL], locked_at__isnull=False
        )
        .order_by("sheet_id", "stage", "-number")
        .distinct("sheet_id", "stage")
    )
    rows = versions.values_list("sheet_id", "stage", "pk", "sha256", "total", "receipt_number")
    # What was closed empty by points from a file is no self-score.
    return {
        (sheet_id, stage): (pk, sha256, total)
        for sheet_id, stage, pk, sha256, total, receipt in rows
        if stage == Stage.FINAL or receipt or total
    }


def _unit(member: list, sheet: list | None, newest: dict) -> StandingUnit:
    if sheet is None:
        return StandingUnit(*member)
    sheet_id, state, criteria_set_id = sheet
    version_id, sha256, _total = newest.get((sheet_id, Stage.FINAL), (None, "", None))
    _pk, _hash, self_total = newest.get((sheet_id, Stage.SELF), (None, "", None))
    return StandingUnit(*member, sheet_id, state, criteria_set_id, version_id, sha256, self_total)


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


def settings_of(cluster_year: ClusterYear) -> RankingSettings:
    """What the cluster shows to whom; the defaults where nobody chose."""
    found = RankingSettings.objects.filter(cluster=cluster_year.cluster_id).first()
    return found or RankingSettings(cluster=cluster_year.cluster, version=0)
