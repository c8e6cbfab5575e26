"""Points of a whole cluster from a score file, at one stage: all units or none.

``self`` fills the open self version; ``reviewed`` the version of the set's last step, every line checked;
``final`` locks a final version with its hash, which ranking reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.spreadsheets import Problem, Table
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.inputs import stored_measure
from apps.scoring.domain.rules import Measure
from apps.scoring.domain.score_entries import FINAL, REVIEWED, SELF, score_entries
from apps.scoring.domain.score_files import ScoreFile, read_scores
from apps.scoring.domain.score_versions import Points, newest_version, put_final, put_reviewed, put_self
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import Stage
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet

_PUT = {SELF: put_self, REVIEWED: put_reviewed, FINAL: put_final}
STAGE_OF = {SELF: Stage.SELF, REVIEWED: Stage.STEP, FINAL: Stage.FINAL}


@dataclass
class ImportedScores:
    """Units whose points were written, units that stood so already, doubts, leaves without a row by unit."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)


@operation()
def import_scores(
    *, table: Table, cluster_year_id: int, stage: str, actor: Actor, now: datetime, allow_breaches: str = ""
) -> ImportedScores:
    """Write the points of a score file. ``allow_breaches``: why points beyond the rule are recorded all the same.

    The ClusterYear is locked and its relative leaves are measured against all its units.
    Raises Problems (nothing is written), YearClosed.
    """
    cluster_year = (
        ClusterYear.objects.select_for_update(of=("self",), no_key=True).select_related("year").get(pk=cluster_year_id)
    )
    require_writable(cluster_year.year)
    sets = sets_of_units(cluster_year, table)
    table.raise_problems()
    tables = {set_id: load_table(set_id) for set_id in set(sets.values())}
    trees = {unit: tables[set_id].tree for unit, set_id in sets.items()}
    file = read_scores(table, trees)
    stored = {unit: found for unit, found in stored_measures(cluster_year_id, stage) if unit in trees}
    scored = score_entries(file, trees, stage, allow_breaches=bool(allow_breaches), stored=stored)
    sheets = _sheets(cluster_year, file, sets, actor, now)
    result = ImportedScores(
        warnings=file.warnings, missing={unit: codes for unit, codes in scored.missing.items() if codes}
    )
    for unit, entries in file.entries.items():
        points = Points(tables[sets[unit]], entries, scored.lines[unit], scored.agreed[unit])
        try:
            changed = _PUT[stage](sheets[unit], points, actor=actor, now=now)
        except DomainError as refusal:
            file.problems.append(next(iter(entries.values())).row.cell("unit").problem(refusal))
            continue
        (result.written if changed else result.unchanged).append(unit)
    file.raise_problems()
    if result.written:
        _compare_again(cluster_year, tables, actor, now)
        after = {"stage": stage, "units": result.written}
        record("scoring.scores.import", actor=actor, target=cluster_year, at=now, after=after, reason=allow_breaches)
    return result


def _compare_again(cluster_year: ClusterYear, tables: Mapping[int, CriteriaTable], actor: Actor, now: datetime) -> None:
    """Units that the file does not name are measured against its figures too."""
    for set_id, found in tables.items():
        if any(row.method in relative.RELATIVE for row in found.rows.values()):
            relative.settle(ScoreSheet(cluster_year=cluster_year, criteria_set_id=set_id), found)
            relative.freshen([cluster_year.pk], actor=actor, now=now)


def sets_of_units(cluster_year: ClusterYear, table: Table) -> dict[str, int]:
    """Unit code → its criteria set: that of its sheet, else the one issued for its kind.

    A unit of the file without a set, or with several, is noted as a problem.
    """
    known = dict(ScoreSheet.objects.filter(cluster_year=cluster_year).values_list("unit__code", "criteria_set_id"))
    issued = list(CriteriaSet.objects.issued().filter(year_id=cluster_year.year_id).order_by("pk"))
    for member in members_in_order(cluster_year.pk):
        code = member.unit.code
        if code in known:
            continue
        fitting = [each.pk for each in issued if not each.kinds or member.unit.kind in each.kinds]
        if len(fitting) == 1:
            known[code] = fitting[0]
        else:
            _note_no_set(table, code, several=bool(fitting))
    return known


def stored_measures(cluster_year_id: int, stage: str) -> Iterator[tuple[str, dict[str, Measure]]]:
    """Unit code and measures by criterion, as they stand in the newest version of the stage."""
    versions = newest_version(STAGE_OF[stage]).filter(sheet__cluster_year_id=cluster_year_id)
    lines = (
        ScoreLine.objects.filter(sheet_version__in=list(versions), agreed=False, points__isnull=False)
        .select_related("criterion", "sheet_version__sheet__unit")
        .order_by("sheet_version__sheet__unit__code", "criterion__position")
    )
    by_unit: dict[str, dict[str, Measure]] = {}
    for line in lines:
        by_unit.setdefault(line.sheet_version.sheet.unit.code, {})[line.criterion.code] = stored_measure(line)
    yield from by_unit.items()


def _note_no_set(table: Table, unit: str, *, several: bool) -> None:
    message = (
        _("Có nhiều bảng tiêu chí đã ban hành cho loại đơn vị này; hãy mở bảng chấm điểm của đơn vị trước.")
        if several
        else _("Chưa có bảng tiêu chí đã ban hành cho loại đơn vị này.")
    )
    for row in table:
        if row.text("unit") == unit:
            row.problem("unit", message)
            return


def _sheets(
    cluster_year: ClusterYear, file: ScoreFile, sets: Mapping[str, int], actor: Actor, now: datetime
) -> dict[str, ScoreSheet]:
    """Sheets of the units of the file, opened where there are none yet."""
    own = ScoreSheet.objects.filter(cluster_year=cluster_year).select_related("unit")
    there = {sheet.unit.code: sheet for sheet in own}
    for set_id in {sets[unit] for unit in file.entries if unit not in there}:
        open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=set_id, actor=actor, now=now)
    return {sheet.unit.code: sheet for sheet in own.all()}
