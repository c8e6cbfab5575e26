"""Saving lines of the self-score: who saves second is told, what was typed is computed once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import Line, operation, record_many
from apps.core.actor import Actor
from apps.core.errors import DomainError, LinesRefused
from apps.core.numbers import format_points
from apps.core.versions import require_version
from apps.periods.domain.years import YearClosed, require_writable
from apps.periods.enums import YearState
from apps.scoring.domain import relative
from apps.scoring.domain.breaches import STOPPING, BeyondRule
from apps.scoring.domain.engine import recompute
from apps.scoring.domain.explain import describe_breach
from apps.scoring.domain.filling import require_source_kept
from apps.scoring.domain.inputs import (
    LineInput,
    measure_of,
    same_inputs,
    stored_measure,
    stored_points,
    write_inputs,
    write_points,
)
from apps.scoring.domain.rules import LinePoints
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion

EDITABLE = frozenset({SheetState.SELF_SCORING, SheetState.RETURNED})


class SheetNotEditable(DomainError):
    """The sheet was sent; the unit may not change it until it is returned or reopened."""

    default_message = _("Bảng đã gửi, không sửa được. Cần sửa thì đề nghị Trưởng Cụm mở lại cho đơn vị sửa.")


@dataclass(frozen=True)
class LineChange:
    """What to save on one line, and the version the person saw."""

    expected_version: int
    inputs: LineInput


def lock_sheet(sheet_id: int) -> ScoreSheet:
    """The sheet under its lock, for the rest of the transaction. Every write of a sheet starts here."""
    sheets = ScoreSheet.objects.select_related("cluster_year__year", "cluster_year__cluster", "unit", "criteria_set")
    return sheets.select_for_update(of=("self",), no_key=True).get(pk=sheet_id)


# The sheet of a line and its year in one statement: an autosave runs at every field that is left, so queries count.
# The year is held FOR SHARE as ``require_writable`` does. Django's ORM has no word for two locks in one statement.
_SHEET_OF_LINE = """
SELECT s.*, y.state AS year_state
FROM scoring_scoreline l
JOIN scoring_sheetversion v ON v.id = l.sheet_version_id
JOIN scoring_scoresheet s ON s.id = v.sheet_id
JOIN clusters_clusteryear c ON c.id = s.cluster_year_id
JOIN periods_emulationyear y ON y.id = c.year_id
JOIN scoring_criterion r ON r.id = l.criterion_id
WHERE l.id = %s AND NOT r.method = ANY(%s)
FOR NO KEY UPDATE OF s FOR SHARE OF y
"""


def _lock_sheet_of(line_id: int) -> ScoreSheet | None:
    """The locked sheet of a line; None, and nothing locked, for a line that compares with the ClusterYear: its lock
    comes first. Raises YearClosed.
    """
    sheet = next(iter(ScoreSheet.objects.raw(_SHEET_OF_LINE, [line_id, list(relative.RELATIVE)])), None)
    if sheet is not None and sheet.year_state == YearState.CLOSED:
        raise YearClosed
    return sheet


def editable_version(sheet: ScoreSheet) -> SheetVersion:
    """The open self version of a locked sheet. Raises SheetNotEditable, YearClosed."""
    require_writable(sheet.cluster_year.year)
    version = sheet.versions.filter(stage=Stage.SELF, locked_at=None).first()
    if sheet.state not in EDITABLE or version is None:
        raise SheetNotEditable
    return version


def outdate_print(sheet: ScoreSheet) -> None:
    """What was printed of a locked sheet is no longer what would be sent: it does not wait for a signature any more."""
    if sheet.printed_at is not None:
        sheet.printed_at = None
        sheet.save(update_fields=["printed_at", "updated_at"])


@operation()
def save_line(
    *,
    line_id: int,
    expected_version: int,
    inputs: LineInput,
    actor: Actor,
    now: datetime,
    allow_breaches: bool = False,
) -> ScoreLine:
    """Save one line of an open self version and compute its points.

    Saving the same again changes nothing, not even the version. The caller has asked ``policies.can_edit``.
    Raises SheetNotEditable, YearClosed, StaleVersion, MeasureError, BeyondRule (``field`` names the input);
    with ``allow_breaches`` points beyond the rule are cut to it and recorded instead.
    """
    change = LineChange(expected_version, inputs)
    sheet = _lock_sheet_of(line_id)
    try:
        lines = (
            _save(sheet, {line_id: change}, actor, now, allow_breaches)
            if sheet is not None
            else save_lines(
                sheet_id=ScoreLine.objects.values_list("sheet_version__sheet_id", flat=True).get(pk=line_id),
                changes={line_id: change},
                actor=actor,
                now=now,
                allow_breaches=allow_breaches,
            )
        )
    except LinesRefused as refused:
        raise refused.errors[line_id] from None
    return lines[line_id]


@operation()
def save_lines(
    *,
    sheet_id: int,
    changes: Mapping[int, LineChange],
    actor: Actor,
    now: datetime,
    allow_breaches: bool = False,
) -> dict[int, ScoreLine]:
    """Save many lines of one sheet, all or nothing; answers the lines asked for, by id.

    Where a leaf compares with the whole ClusterYear, all its open sheets are computed again (``relative``).
    Raises LinesRefused with the error of each line (StaleVersion, MeasureError, BeyondRule), SheetNotEditable,
    YearClosed.
    """
    relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    return _save(sheet, changes, actor, now, allow_breaches)


def _save(sheet: ScoreSheet, changes: Mapping[int, LineChange], actor: Actor, now: datetime, allow: bool) -> dict:  # noqa: FBT001
    """Lines of the open self version of a locked sheet of an open year; version and lines in one query."""
    if sheet.state not in EDITABLE:
        raise SheetNotEditable
    open_lines = ScoreLine.objects.filter(
        sheet_version__sheet_id=sheet.pk, sheet_version__stage=Stage.SELF, sheet_version__locked_at=None
    )
    lines = {line.pk: line for line in open_lines.select_related("criterion").order_by("criterion__position")}
    if not changes.keys() <= lines.keys():
        raise SheetNotEditable
    changed = {pk: change for pk, change in changes.items() if not same_inputs(lines[pk], change.inputs)}
    if changed:
        table = load_table(sheet.criteria_set_id)
        _Saving(table, lines, actor, now, allow).save(changed)
        if any(relative.is_relative(lines[pk]) for pk in changed):
            relative.settle(sheet, table, lines.values())
        outdate_print(sheet)
    return {pk: lines[pk] for pk in changes}


class _Saving:
    """One post of lines: computes them in turn, so that preconditions see what was typed together."""

    def __init__(self, table: CriteriaTable, lines: dict[int, ScoreLine], actor: Actor, now: datetime, allow: bool):  # noqa: FBT001
        self.table, self.lines, self.actor, self.now, self.allow = table, lines, actor, now, allow
        self.by_code = {line.criterion.code: line for line in lines.values()}
        self.errors: dict[int, DomainError] = {}
        self.touched: dict[int, ScoreLine] = {}

    def save(self, changed: Mapping[int, LineChange]) -> None:
        before = {pk: _summary(self.lines[pk]) for pk in changed}
        for pk, change in changed.items():
            try:
                self.apply(self.lines[pk], change)
            except DomainError as error:
                self.errors[pk] = error
        if self.errors:
            raise LinesRefused(self.errors)
        for line in self.touched.values():
            line.save()
        told = [
            Line("scoring.score_line.save", self.lines[pk], before=before[pk], after=_summary(self.lines[pk]))
            for pk in changed
        ]
        record_many(told, actor=self.actor, at=self.now)

    def apply(self, line: ScoreLine, change: LineChange) -> None:
        require_version(line, change.expected_version)
        code = line.criterion.code
        require_source_kept(self.table.rule(code), line, change.inputs)
        measures = {key: stored_measure(other) for key, other in self.by_code.items()}
        measures[code] = measure_of(change.inputs)
        stored = {
            key: points for key, other in self.by_code.items() if (points := stored_points(self.table.rule(key), other))
        }
        found = recompute(self.table.tree, code, measures, stored)
        if not self.allow:
            _refuse_breaches(found[code])
        write_inputs(line, change.inputs)
        write_points(line, found[code])
        line.version += 1
        line.saved_by_id, line.saved_by_label, line.saved_at = self.actor.user_id, self.actor.label, self.now
        self.touched[line.pk] = line
        for other_code, points in found.items():
            other = self.by_code[other_code]
            if other is not line and other.points is not None:
                write_points(other, points)
                self.touched[other.pk] = other


def _refuse_breaches(found: LinePoints) -> None:
    for breach in found.breaches:
        if breach.code in STOPPING:
            raise BeyondRule(describe_breach(breach), field="points", code=breach.code)


def _summary(line: ScoreLine) -> dict:
    """What the trail says of a line."""
    return {
        "points": None if line.points is None else format_points(line.points),
        "not_applicable": line.not_applicable,
        "version": line.version,
    }
