"""Putting the points of a score file into the version of a sheet that the stage names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.obligations.domain import duties
from apps.scoring.domain.inputs import NUMBERS, LineInput, stored_inputs, write_inputs, write_points
from apps.scoring.domain.lines import EDITABLE, SheetNotEditable, lock_sheet
from apps.scoring.domain.rules import LinePoints
from apps.scoring.domain.score_files import Entry
from apps.scoring.domain.submissions import DUTY
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.domain.versions import lock_version, open_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.workflow import SHEET_FLOW


class NoReviewStep(DomainError):
    """The set names no step of review, so it has no reviewed points."""

    default_message = _("Bảng tiêu chí này không có bước kiểm tra.")


class AlreadyFinal(DomainError):
    """The sheet is final; its reviewed points can no longer change."""

    default_message = _("Bảng đã chốt, không nạp điểm kiểm tra được. Cần sửa thì mở lại trước.")


class ClosedUnsent(DomainError):
    """The sheet was closed as not submitted, not ranked."""

    default_message = _("Bảng đã đóng: không nộp, không xếp hạng.")


@dataclass(frozen=True)
class Points:
    """What a file gives one unit: entries by criterion, points of every line, codes stated outright."""

    table: CriteriaTable
    entries: Mapping[str, Entry]
    lines: Mapping[str, LinePoints]
    agreed: set[str]


def put_self(sheet: ScoreSheet, points: Points, *, actor: Actor, now: datetime) -> bool:
    """Fill the lines that the file names. Answers whether anything changed. Raises SheetNotEditable."""
    sheet = lock_sheet(sheet.pk)
    version = newest_version(Stage.SELF).get(sheet=sheet)
    stored = {line.criterion.code: line for line in version.lines.select_related("criterion")}
    fresh = {line.criterion.code: line for line in _new_lines(version, points, actor, now)}
    changed = [code for code, line in fresh.items() if code not in stored or _content(stored[code]) != _content(line)]
    if not changed:
        return False
    if version.locked_at is not None or sheet.state not in EDITABLE:
        raise SheetNotEditable
    _drop_replaced_groups(version, points, stored)
    for code in changed:
        line = stored.get(code) or fresh[code]
        if line is not fresh[code]:
            _fill(line, points, code, actor, now)
            line.version += 1
        line.save()
    return True


def put_reviewed(sheet: ScoreSheet, points: Points, *, actor: Actor, now: datetime) -> bool:
    """The result of the set's last step, every line checked; the step stays open for its reviewer to finish.

    Answers whether anything changed. Raises NoReviewStep, AlreadyFinal, ClosedUnsent.
    """
    sheet = lock_sheet(sheet.pk)
    last = sheet.criteria_set.steps.order_by("-order").first()
    if last is None:
        raise NoReviewStep
    version = newest_version(Stage.STEP).filter(sheet=sheet, step_order=last.order).first()
    if version is not None and _same(version, points, actor, now):
        return False
    if sheet.state == SheetState.FINAL:
        raise AlreadyFinal
    if version is None or version.locked_at is not None:
        _lock_open(sheet, points, actor, now)
        version = open_version(sheet, Stage.STEP, last.order)
    _replace_lines(version, points, actor, now)
    version.lines.update(checked_at=now)
    _advance(sheet, "start_step", now)
    sheet.step = last.order
    sheet.save(update_fields=["state", "step", "submitted_at", "updated_at"])
    return True


def put_final(sheet: ScoreSheet, points: Points, *, actor: Actor, now: datetime) -> bool:
    """A locked final version; another one beside it when the points differ. Answers whether anything changed.

    Raises ClosedUnsent.
    """
    sheet = lock_sheet(sheet.pk)
    version = newest_version(Stage.FINAL).filter(sheet=sheet).first()
    if sheet.state == SheetState.FINAL and version is not None and _same(version, points, actor, now):
        return False
    _lock_open(sheet, points, actor, now)
    version = open_version(sheet, Stage.FINAL)
    _replace_lines(version, points, actor, now)
    lock_version(version, actor, now, table=points.table)
    if sheet.state != SheetState.FINAL:
        _advance(sheet, "finalise", now)
    sheet.save(update_fields=["state", "submitted_at", "updated_at"])
    return True


def newest_version(stage: str):
    """The newest version of each sheet at a stage."""
    return SheetVersion.objects.filter(stage=stage).order_by("sheet_id", "-pk").distinct("sheet_id")


def _advance(sheet: ScoreSheet, action: str, now: datetime) -> None:
    """Send the sheet where the unit has not, then take the step. Raises ClosedUnsent."""
    if sheet.state == SheetState.NOT_SUBMITTED:
        raise ClosedUnsent
    if sheet.state in EDITABLE:
        sheet.state = SHEET_FLOW.target("submit", sheet.state)
        if sheet.submitted_at is None:
            sheet.submitted_at = now
            path = sheet.get_absolute_url()
            duties.fulfil(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=sheet.unit_id, at=now, path=path)
    sheet.state = SHEET_FLOW.target(action, sheet.state)


def _lock_open(sheet: ScoreSheet, points: Points, actor: Actor, now: datetime) -> None:
    """A sheet has one open version at most: what was being filled in is kept as it stands."""
    version = sheet.versions.filter(locked_at=None).first()
    if version is not None:
        lock_version(version, actor, now, table=points.table)


def _same(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> bool:
    stored = {line.criterion_id: _content(line) for line in version.lines.all()}
    return stored == {line.criterion_id: _content(line) for line in _new_lines(version, points, actor, now)}


def _replace_lines(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> None:
    version.lines.all().delete()
    ScoreLine.objects.bulk_create(_new_lines(version, points, actor, now))


def _drop_replaced_groups(version: SheetVersion, points: Points, stored: dict[str, ScoreLine]) -> None:
    """Points once put on a group give way to points of its children."""
    nodes = points.table.tree.nodes
    above = {parent for code in points.lines for parent in nodes[code].path[:-1]}
    for code in above & stored.keys():
        stored.pop(code).delete()


def _new_lines(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> list[ScoreLine]:
    lines = []
    for code in points.lines:
        line = ScoreLine(sheet_version=version, criterion=points.table.rows[code])
        _fill(line, points, code, actor, now)
        lines.append(line)
    return lines


def _fill(line: ScoreLine, points: Points, code: str, actor: Actor, now: datetime) -> None:
    entry = points.entries.get(code)
    write_inputs(line, LineInput() if entry is None else _inputs(entry))
    write_points(line, points.lines[code])
    line.agreed = code in points.agreed
    line.saved_by_id, line.saved_by_label, line.saved_at = actor.user_id, actor.label, now


def _inputs(entry: Entry) -> LineInput:
    measure = entry.measure
    return LineInput(
        points=measure.points,
        actual_on=measure.actual_on,
        band_label=measure.band_label,
        not_applicable=entry.reason,
        cases=measure.cases,
        note=entry.note,
        **{name: getattr(measure, name) for name in NUMBERS},
    )


def _content(line: ScoreLine) -> tuple:
    return stored_inputs(line), line.base, line.bonus, line.penalty, line.points, line.agreed
