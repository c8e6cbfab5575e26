"""How reviewers differ, and how long reviews took: from the versions of the steps. For those who look after evenness.

No judgement of people: a reviewer with weak sheets cuts more. The figures say where to look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import days_late, local
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.results.figures import rounded
from apps.scoring.enums import Stage
from apps.scoring.models import ReviewStep, ScoreLine, ScoreSheet, SheetVersion

NOUGHT = Decimal(0)
LEAST_YEARS = 2  # one year tells nothing of a habit
YEARS_BACK = 9


@dataclass
class Tally:
    """Lines checked by one reviewer in one step, or of one unit in one step."""

    name: str
    step: str
    lines: int = 0
    changed: int = 0
    cut: Decimal = NOUGHT
    added: Decimal = NOUGHT
    kept_later: int = 0
    seen_later: int = 0
    units: set[str] = field(default_factory=set)

    @property
    def share_changed(self) -> Decimal:
        return _percent(self.changed, self.lines)

    @property
    def agreement(self) -> Decimal:
        """Percent of lines left as they were handed in."""
        return _percent(self.lines - self.changed, self.lines)

    @property
    def agreed_later(self) -> Decimal | None:
        """Percent of its lines that the next step left as this one had them; None where no step followed."""
        return _percent(self.kept_later, self.seen_later) if self.seen_later else None

    @property
    def average_cut(self) -> Decimal:
        """Points taken off a sheet, on average."""
        return rounded(Fraction(self.cut) / len(self.units), 3) if self.units else NOUGHT


@dataclass(frozen=True)
class Duration:
    """One unit in one step: when it was taken over and finished, and by how many days it was late."""

    unit_id: int
    unit_name: str
    sheet_id: int
    step: str
    started_at: datetime
    finished_at: datetime | None
    due_on: date | None
    days: int
    late: int


@dataclass(frozen=True)
class OverScored:
    """A unit that gave itself more than it got in each of these years, the newest first."""

    unit_id: int
    years: tuple[tuple[int, RankingEntry], ...]

    @property
    def unit_name(self) -> str:
        return self.years[0][1].unit_name


@dataclass(frozen=True)
class Fairness:
    reviewers: tuple[Tally, ...]
    units: tuple[Tally, ...]


def fairness(cluster_year_id: int) -> Fairness:
    """Tallies over all locked step versions of a ClusterYear; three queries."""
    versions = _versions(cluster_year_id)
    names = _step_names(versions)
    points, savers = _points(versions)
    reviewers: dict[tuple, Tally] = {}
    units: dict[tuple, Tally] = {}
    for before, version, after in _chains(versions):
        step = names.get((version.sheet.criteria_set_id, version.step_order), "")
        for criterion_id, own in points[version.pk].items():
            if criterion_id not in points[before.pk]:
                continue
            difference = own - points[before.pk][criterion_id]
            later = points[after.pk].get(criterion_id) if after else None
            who = savers[version.pk].get(criterion_id) or version.locked_by_label
            for tallies, name in ((reviewers, who), (units, version.sheet.unit_name)):
                tally = tallies.setdefault((version.step_order, name), Tally(name, step))
                _count(tally, version.sheet.unit_name, difference, None if later is None else later == own)
    return Fairness(tuple(v for _k, v in sorted(reviewers.items())), tuple(v for _k, v in sorted(units.items())))


def over_scored(cluster_year: ClusterYear, actor: Actor) -> list[OverScored]:
    """Members whose own points were above the published result LEAST_YEARS years running or longer, the longest first:
    of the results that the actor may open.

    The newest of these is the year itself or the one before; a year without a result ends them. One query.
    """
    year, members = cluster_year.year, cluster_year.members.filter(left_on=None)
    entries = RankingEntry.objects.filter(
        unit__in=members.values("unit"),
        run__in=RankingRun.objects.visible_to(actor).filter(state=RunState.PUBLISHED).order_by().values("pk"),
        run__cluster_year__year__organiser=year.organiser_id,
        run__cluster_year__year__year__range=(year.year - YEARS_BACK, year.year),
    )
    by_unit: dict[int, dict[int, RankingEntry]] = {}
    for entry in entries.select_related("run__cluster_year__year").order_by(
        "unit__protocol_order", "unit_id", "run_id"
    ):
        by_unit.setdefault(entry.unit_id, {})[entry.run.cluster_year.year.year] = entry
    found = [OverScored(unit_id, tuple(_running(of_years, year.year))) for unit_id, of_years in by_unit.items()]
    return sorted((each for each in found if len(each.years) >= LEAST_YEARS), key=lambda each: -len(each.years))


def _running(of_years: dict[int, RankingEntry], last: int) -> Iterator[tuple[int, RankingEntry]]:
    """The years one after another, the newest first, in which the unit gave itself more than it got."""
    year = last if last in of_years else last - 1
    while (entry := of_years.get(year)) is not None and (entry.difference or NOUGHT) < NOUGHT:
        yield year, entry
        year -= 1


def durations(cluster_year_id: int, now: datetime, *, unit_ids: Iterable[int] | None = None) -> list[Duration]:
    """How long each step took for each unit; late against the day named in the set. Two queries."""
    versions = SheetVersion.objects.filter(sheet__cluster_year=cluster_year_id, stage=Stage.STEP)
    if unit_ids is not None:
        versions = versions.filter(sheet__unit__in=list(unit_ids))
    versions = list(versions.select_related("sheet").defer("canonical").order_by("sheet__order", "step_order", "pk"))
    steps = ReviewStep.objects.filter(criteria_set__in={version.sheet.criteria_set_id for version in versions})
    by_order = {(step.criteria_set_id, step.order): step for step in steps}
    found = []
    for version in versions:
        step = by_order.get((version.sheet.criteria_set_id, version.step_order))
        ended = version.locked_at or now
        found.append(
            Duration(
                unit_id=version.sheet.unit_id,
                unit_name=version.sheet.unit_name,
                sheet_id=version.sheet_id,
                step=step.name if step else "",
                started_at=version.created_at,
                finished_at=version.locked_at,
                due_on=step.due_on if step else None,
                days=max((local(ended).date() - local(version.created_at).date()).days, 0),
                late=days_late(step.due_on, ended) if step and step.due_on else 0,
            )
        )
    return found


def _versions(cluster_year_id: int) -> list[SheetVersion]:
    """Locked versions of all sheets, each sheet's in time order."""
    sheets = ScoreSheet.objects.filter(cluster_year=cluster_year_id)
    versions = SheetVersion.objects.filter(sheet__in=sheets, locked_at__isnull=False)
    return list(versions.select_related("sheet").defer("canonical").order_by("sheet__order", "sheet_id", "pk"))


def _chains(versions: list[SheetVersion]):
    """Each step version with the one handed in before it and the one that followed, of the same sheet."""
    for number, version in enumerate(versions):
        if version.stage != Stage.STEP or not number or versions[number - 1].sheet_id != version.sheet_id:
            continue
        after = versions[number + 1] if number + 1 < len(versions) else None
        follows = after is not None and after.sheet_id == version.sheet_id and after.stage == Stage.STEP
        yield versions[number - 1], version, after if follows else None


def _points(versions: list[SheetVersion]):
    """Points and who saved them, by version and criterion."""
    points: dict[int, dict[int, Decimal]] = {version.pk: {} for version in versions}
    savers: dict[int, dict[int, str]] = {version.pk: {} for version in versions}
    lines = ScoreLine.objects.filter(sheet_version__in=points, points__isnull=False).order_by()
    for version_id, criterion_id, value, who in lines.values_list(
        "sheet_version_id", "criterion_id", "points", "saved_by_label"
    ):
        points[version_id][criterion_id] = value
        savers[version_id][criterion_id] = who
    return points, savers


def _step_names(versions: list[SheetVersion]) -> dict[tuple[int, int], str]:
    sets = {version.sheet.criteria_set_id for version in versions}
    steps = ReviewStep.objects.filter(criteria_set__in=sets)
    return {(set_id, order): name for set_id, order, name in steps.values_list("criteria_set_id", "order", "name")}


def _count(tally: Tally, unit: str, difference: Decimal, kept: bool | None) -> None:  # noqa: FBT001
    tally.units.add(unit)
    tally.lines += 1
    if difference:
        tally.changed += 1
        tally.cut += max(-difference, NOUGHT)
        tally.added += max(difference, NOUGHT)
    if kept is not None:
        tally.seen_later += 1
        tally.kept_later += kept


def _percent(part: int, whole: int) -> Decimal:
    return rounded(Fraction(100 * part, whole), 1) if whole else NOUGHT
