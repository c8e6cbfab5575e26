"""Points of a whole cluster from a score file, at one stage: all units or none.

``self`` fills the open self version; ``reviewed`` those lines of the set's last step that the file names, checked;
``final`` locks a final version with its hash, which ranking reads.
"""

from collections.abc import Mapping
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
from apps.scoring.domain.score_entries import FINAL, REVIEWED, SELF, Standing, score_entries
from apps.scoring.domain.score_files import ScoreFile, read_scores
from apps.scoring.domain.score_versions import Points, newest_version, put_final, put_reviewed, put_self
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import stored_line
from apps.scoring.enums import SheetState, Stage
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
    standing = standing_of(cluster_year_id, stage, {unit: tables[set_id] for unit, set_id in sets.items()})
    scored = score_entries(file, trees, stage, allow_breaches=bool(allow_breaches), standing=standing)
    sheets = _sheets(cluster_year, file, sets, actor, now)
    result = ImportedScores(
        warnings=file.warnings, missing={unit: codes for unit, codes in scored.missing.items() if codes}
    )
    for unit, entries in file.entries.items():
        points = Points(tables[sets[unit]], entries, scored.measures[unit], scored.lines[unit], scored.agreed[unit])
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


def standing_of(cluster_year_id: int, stage: str, tables: Mapping[str, CriteriaTable]) -> Standing:
    """What stands of the units (``tables``: their sets by unit code) before a file of the stage is read.

    Leaves against the best are measured as ``relative`` does: final versions among themselves, all else by the newest
    version of every sheet, so that the same file says "unchanged" the second time.
    """
    if stage == FINAL:
        finals = newest_version(Stage.FINAL).filter(sheet__state=SheetState.FINAL)
        return Standing(compared=_measures(_lines_in(finals.filter(sheet__cluster_year_id=cluster_year_id), tables)))
    set_ids = {row.criteria_set_id for table in tables.values() for row in table.rows.values()}
    newest = [each.pk for set_id in set_ids for each in relative.newest_versions(cluster_year_id, set_id)]
    compared = _lines_in(newest, tables)
    own = compared
    if stage == SELF:
        own = _lines_in(newest_version(Stage.SELF).filter(sheet__cluster_year_id=cluster_year_id), tables)
    agreed = {
        unit: {code: stored_line(tables[unit].rule(code), line) for code, line in lines.items() if line.agreed}
        for unit, lines in own.items()
    }
    return Standing(measures=_measures(own), agreed=agreed, compared=_measures(compared))


def _lines_in(versions, tables: Mapping[str, CriteriaTable]) -> dict[str, dict[str, ScoreLine]]:
    """Lines with points by unit and criterion code."""
    lines = (
        ScoreLine.objects.filter(sheet_version__in=list(versions), points__isnull=False)
        .select_related("criterion", "sheet_version__sheet__unit")
        .order_by("sheet_version__sheet__unit__code", "criterion__position")
    )
    found: dict[str, dict[str, ScoreLine]] = {}
    for line in lines:
        unit = line.sheet_version.sheet.unit.code
        if unit in tables:
            found.setdefault(unit, {})[line.criterion.code] = line
    return found


def _measures(lines: Mapping[str, Mapping[str, ScoreLine]]) -> dict[str, dict[str, Measure]]:
    """Their measures; points agreed outright measure nothing."""
    return {
        unit: {code: stored_measure(line) for code, line in own.items() if not line.agreed}
        for unit, own in lines.items()
    }


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
