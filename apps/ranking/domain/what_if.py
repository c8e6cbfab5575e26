"""Tính thử: other figures on some lines of one sheet, ranked by the same engine and the same statement, rolled back.

Nothing is written: the trial versions live inside a transaction that is always rolled back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.placing import place
from apps.ranking.domain.rules import set_rule
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.queries import Standing, StandingUnit
from apps.scoring.domain.engine import recompute
from apps.scoring.domain.inputs import LineInput, measure_of, stored_measure, stored_points, write_inputs, write_points
from apps.scoring.domain.relative import RELATIVE, bests_of, points_again
from apps.scoring.domain.rules import LinePoints, MeasureError
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, SheetVersion

_COPIED = [each.attname for each in ScoreLine._meta.concrete_fields if not each.primary_key]
APART = 100_000  # numbers of trial versions, beyond every number in use


@dataclass(frozen=True)
class Trial:
    """The unit now and then, and everybody's rank then, by unit id. ``lines``: points then of the lines changed."""

    now: RankingEntry
    then: RankingEntry
    others: tuple[tuple[RankingEntry, RankingEntry], ...]
    lines: Mapping[str, LinePoints]

    @property
    def difference(self) -> Decimal:
        return self.then.total - self.now.total


class LineRefused(MeasureError):
    """A figure that cannot be measured, with the ``criterion`` that it was typed for."""

    def __init__(self, code: str, refused: MeasureError):
        super().__init__(str(refused.message), field=refused.field, code=refused.code)
        self.criterion = code


def what_if(entry: RankingEntry, changes: Mapping[str, LineInput], now: datetime) -> Trial:
    """Rank the run of ``entry`` (with its run) as if these lines of its sheet, by code, said something else.

    Raises LineRefused.
    """
    run = entry.run
    table = load_table(run.criteria_set_id)
    stored = list(run.entries.select_related("unit", "sheet_version").order_by("order", "pk"))
    with transaction.atomic():
        versions, lines = _trial_versions(entry, stored, table, changes, now)
        found = _standing(run, stored, versions)
        rule = Circumstances([found]).complete(set_rule(run.rule), found)
        trial = RankingRun.objects.create(
            cluster_year=run.cluster_year, line=run.line, criteria_set=run.criteria_set, rule=rule
        )
        place([(trial, found)])
        then = {each.unit_id: each for each in trial.entries.all()}
        transaction.set_rollback(True)
    mine = next(each for each in stored if each.unit_id == entry.unit_id)
    others = tuple((each, then[each.unit_id]) for each in stored if each.unit_id != entry.unit_id)
    return Trial(mine, then[entry.unit_id], others, lines)


def _trial_versions(
    entry: RankingEntry,
    stored: list[RankingEntry],
    table: CriteriaTable,
    changes: Mapping[str, LineInput],
    now: datetime,
) -> tuple[dict[int, int], dict[str, LinePoints]]:
    """Unit → trial version: of the sheet itself, and of those whose relative leaves move with it."""
    lines = {line.criterion.code: line for line in _lines(entry.sheet_version_id)}
    points = {code: found for code, line in lines.items() if (found := stored_points(table.rule(code), line))}
    for code, inputs in changes.items():
        write_inputs(lines[code], inputs)
        lines[code].agreed = False
    others = _relative_lines(stored, entry, table)
    bests = bests_of([*(line for found in others.values() for line in found.values()), *_relative(lines)])
    peers = {line.criterion.code: bests[line.criterion_id] for line in lines.values() if line.criterion_id in bests}
    measures = {code: stored_measure(line) for code, line in lines.items()}
    found: dict[str, LinePoints] = {}
    for code, inputs in changes.items():
        measures[code] = measure_of(inputs)
        try:
            again = recompute(table.tree, code, measures, points, peers)
        except MeasureError as refused:
            raise LineRefused(code, refused) from refused
        points |= again
        found |= {key: value for key, value in again.items() if key in lines and not lines[key].agreed}
    for code, value in found.items():
        write_points(lines[code], value)
    versions = {entry.unit_id: _trial(entry.sheet_version, lines, now)}
    for each in stored:
        if each.unit_id in others and (moved := points_again(table, others[each.unit_id], bests)):
            whole = {line.criterion.code: line for line in _lines(each.sheet_version_id)}
            for code, value in moved.items():
                write_points(whole[code], value)
            versions[each.unit_id] = _trial(each.sheet_version, whole, now)
    return versions, found


def _lines(version_id: int) -> list[ScoreLine]:
    lines = ScoreLine.objects.filter(sheet_version=version_id).select_related("criterion")
    return list(lines.order_by("criterion__position"))


def _relative(lines: Mapping[str, ScoreLine]) -> list[ScoreLine]:
    return [line for line in lines.values() if line.criterion.method in RELATIVE]


def _relative_lines(
    stored: list[RankingEntry], entry: RankingEntry, table: CriteriaTable
) -> dict[int, dict[str, ScoreLine]]:
    """All lines of the other units by unit, where the set has relative leaves; nothing is read else."""
    if not any(row.method in RELATIVE for row in table.rows.values()):
        return {}
    return {
        each.unit_id: {line.criterion.code: line for line in _lines(each.sheet_version_id)}
        for each in stored
        if each.sheet_version_id and each.unit_id != entry.unit_id
    }


def _trial(version: SheetVersion, lines: Mapping[str, ScoreLine], now: datetime) -> int:
    number = version.number + APART
    trial = SheetVersion.objects.create(
        sheet_id=version.sheet_id, stage=Stage.FINAL, number=number, locked_at=now, total=0, sha256="-"
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(**{name: getattr(line, name) for name in _COPIED} | {"sheet_version_id": trial.pk})
        for line in lines.values()
    )
    return trial.pk


def _standing(run: RankingRun, stored: list[RankingEntry], versions: Mapping[int, int]) -> Standing:
    """The line of the ClusterYear as the run found it, with the trial versions in their places."""
    units = tuple(
        StandingUnit(
            unit_id=each.unit_id,
            code=each.unit.code,
            name=each.unit_name,
            order=each.order,
            sheet_state=SheetState.FINAL if each.sheet_version_id else SheetState.NOT_SUBMITTED,
            criteria_set_id=run.criteria_set_id,
            version_id=versions.get(each.unit_id, each.sheet_version_id),
            self_total=each.self_total,
        )
        for each in stored
    )
    return Standing(run.cluster_year_id, run.line, units)
