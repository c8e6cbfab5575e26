"""One line is checked anew because the unit's remark on it was taken up; everything else stays as it was checked."""

from apps.scoring.domain.steps import next_step
from apps.scoring.domain.versions import copy_lines, open_version
from apps.scoring.enums import SheetState, Stage, StepRole
from apps.scoring.models import Criterion, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.workflow import SHEET_FLOW

REMARK_LENGTH = 500


def reopen_line(sheet: ScoreSheet, criterion: Criterion, remark: str) -> SheetVersion:
    """Untick the line in the step that has the sheet; a final sheet goes back to its last step inside of the portal.

    Of a final sheet a new step version is copied, checks and reasons included: only this line waits. The caller holds
    the sheet's lock. A ranking of the former final version shows as outdated. Raises TransitionNotAllowed.
    """
    before = sheet.state
    state = SHEET_FLOW.target("reopen_line", before)
    if before == SheetState.FINAL:
        source = sheet.versions.filter(stage=Stage.FINAL).order_by("-pk").first()
        order = _last_order(sheet)
        version = open_version(sheet, Stage.STEP, order)
        copy_lines(source, version, with_review=True)
        sheet.state, sheet.step = state, order
        sheet.save(update_fields=["state", "step", "updated_at"])
    else:
        version = sheet.versions.get(stage=Stage.STEP, locked_at=None)
    line: ScoreLine = version.lines.get(criterion=criterion)
    line.checked_at, line.return_remark = None, remark[:REMARK_LENGTH]
    line.version += 1
    line.save(update_fields=["checked_at", "return_remark", "version", "updated_at"])
    return version


def _last_order(sheet: ScoreSheet) -> int:
    steps = sheet.criteria_set.steps.exclude(role=StepRole.OUTSIDE)
    last = steps.order_by("-order").values_list("order", flat=True).first()
    return last if last is not None else next_step(sheet, 0).order
