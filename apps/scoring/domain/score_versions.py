"""Putting the points of a score file into the version of a sheet that the stage names."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.obligations.domain import duties
from apps.scoring.domain.lines import EDITABLE, SheetNotEditable, lock_sheet
from apps.scoring.domain.score_lines import Points, Writing, new_lines, same_line
from apps.scoring.domain.steps import open_step
from apps.scoring.domain.submissions import DUTY
from apps.scoring.domain.versions import lock_version, open_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ReviewStep, ScoreLine, ScoreSheet, SheetVersion
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


def put_self(sheet: ScoreSheet, points: Points, *, actor: Actor, now: datetime) -> bool:
    """Fill the lines that the file names. Answers whether anything changed. Raises SheetNotEditable."""
    sheet = lock_sheet(sheet.pk)
    version = newest_version(Stage.SELF).get(sheet=sheet)
    writing = Writing(version, points, actor, now)
    if not writing.changed and (version.locked_at is not None or not writing.given_way):
        return False
    if version.locked_at is not None or sheet.state not in EDITABLE:
        raise SheetNotEditable
    writing.write()
    return True


def put_reviewed(sheet: ScoreSheet, points: Points, *, actor: Actor, now: datetime) -> bool:
    """Points of the set's last step for the lines that the file names, checked; the others stay as they stand.

    The step stays open for its reviewer to finish. Answers whether anything changed.
    Raises NoReviewStep, AlreadyFinal, ClosedUnsent.
    """
    sheet = lock_sheet(sheet.pk)
    last = sheet.criteria_set.steps.order_by("-order").first()
    if last is None:
        raise NoReviewStep
    if not points.lines:
        return False
    version = newest_version(Stage.STEP).filter(sheet=sheet).first()
    if version is not None and not Writing(version, points, actor, now, checks=True).is_needed:
        return False
    if sheet.state == SheetState.FINAL:
        raise AlreadyFinal
    if version is None or version.locked_at is not None:
        _lock_open(sheet, points, actor, now)
        version = open_step(sheet, last.order)
    Writing(version, points, actor, now, checks=True).write()
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
    """The newest version of each sheet at a stage; of the steps only the last of its set, whose result it is."""
    versions = SheetVersion.objects.filter(stage=stage)
    if stage == Stage.STEP:
        steps = ReviewStep.objects.filter(criteria_set=OuterRef("sheet__criteria_set")).order_by("-order")
        versions = versions.filter(step_order=Subquery(steps.values("order")[:1]))
    return versions.order_by("sheet_id", "-pk").distinct("sheet_id")


def _advance(sheet: ScoreSheet, action: str, now: datetime) -> None:
    """Send the sheet where the unit has not, then take the step. Raises ClosedUnsent."""
    if sheet.state == SheetState.NOT_SUBMITTED:
        raise ClosedUnsent
    if sheet.state in EDITABLE:
        sheet.state = SHEET_FLOW.target("submit", sheet.state)
        sheet.submitted_at = sheet.submitted_at or now
        path = sheet.get_absolute_url()
        duties.fulfil(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=sheet.unit_id, at=now, path=path)
    sheet.state = SHEET_FLOW.target(action, sheet.state)


def _lock_open(sheet: ScoreSheet, points: Points, actor: Actor, now: datetime) -> None:
    """A sheet has one open version at most: what was being filled in is kept as it stands."""
    version = sheet.versions.filter(locked_at=None).first()
    if version is not None:
        lock_version(version, actor, now, table=points.table)


def _same(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> bool:
    stored = {line.criterion_id: line for line in version.lines.select_related("criterion")}
    fresh = {line.criterion_id: line for line in new_lines(version, points, actor, now)}
    return stored.keys() == fresh.keys() and all(same_line(stored[key], line) for key, line in fresh.items())


def _replace_lines(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> None:
    version.lines.all().delete()
    ScoreLine.objects.bulk_create(new_lines(version, points, actor, now))
