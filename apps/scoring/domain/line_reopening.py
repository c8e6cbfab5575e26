"""One line is checked anew because the unit's remark on it was taken up; everything else stays as it was checked."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.scoring.domain.confirmation_revoking import revoke_waiting
from apps.scoring.domain.steps import next_step, version_before
from apps.scoring.domain.versions import copy_lines, lock_version, open_version
from apps.scoring.enums import SheetState, Stage, StepRole
from apps.scoring.models import Criterion, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.workflow import SHEET_FLOW

REMARK_LENGTH = 500


class ConfirmedFirst(DomainError):
    """Nobody inside of the portal had the sheet before the body outside that has it now."""

    default_message = _(
        "Bảng đang chờ cơ quan ngoài hệ thống xác nhận, chưa có bước kiểm tra nào để xem lại điểm. "
        "Trả lời kiến nghị này sau khi bước xác nhận kết thúc."
    )


def reopen_line(sheet: ScoreSheet, criterion: Criterion, remark: str, *, actor: Actor, now: datetime) -> SheetVersion:
    """Untick the line in the step that has the sheet; a final sheet goes back to its last step inside of the portal.

    So does a sheet that waits for a body outside: what was sent to it is void, and it is asked anew. Then a new step
    version is copied, checks and reasons included: only this line waits. The caller holds the sheet's lock. A ranking
    of the former final version shows as outdated. Raises TransitionNotAllowed, ConfirmedFirst.
    """
    before = sheet.state
    state = SHEET_FLOW.target("reopen_line", before)
    version = None if before == SheetState.FINAL else sheet.versions.get(stage=Stage.STEP, locked_at=None)
    if version is not None and _is_outside(version):
        source = _call_back(sheet, version, actor, now)
        version = _back_to(sheet, source.step_order, source)
    elif version is None:
        source = sheet.versions.filter(stage=Stage.FINAL).order_by("-pk").first()
        version = _back_to(sheet, _last_order(sheet), source)
    sheet.state = state
    sheet.save(update_fields=["state", "step", "updated_at"])
    line: ScoreLine = version.lines.get(criterion=criterion)
    line.checked_at, line.return_remark = None, remark[:REMARK_LENGTH]
    line.version += 1
    line.save(update_fields=["checked_at", "return_remark", "version", "updated_at"])
    return version


def _is_outside(version: SheetVersion) -> bool:
    steps = version.sheet.criteria_set.steps
    return steps.filter(order=version.step_order, role=StepRole.OUTSIDE).exists()


def _call_back(sheet: ScoreSheet, outside: SheetVersion, actor: Actor, now: datetime) -> SheetVersion:
    """End the step outside without its word; answers the version of the step before. Raises ConfirmedFirst."""
    source = version_before(outside)
    while source is not None and source.stage == Stage.STEP and _is_outside(source):
        source = version_before(source)
    if source is None or source.stage != Stage.STEP:
        raise ConfirmedFirst
    lock_version(outside, actor, now)
    revoke_waiting(sheet, actor, now)
    return source


def _back_to(sheet: ScoreSheet, order: int, source: SheetVersion) -> SheetVersion:
    """The step ``order`` has the sheet again, with the lines of ``source`` as they were checked."""
    version = open_version(sheet, Stage.STEP, order)
    copy_lines(source, version, with_review=True)
    sheet.step = order
    return version


def _last_order(sheet: ScoreSheet) -> int:
    steps = sheet.criteria_set.steps.exclude(role=StepRole.OUTSIDE)
    last = steps.order_by("-order").values_list("order", flat=True).first()
    return last if last is not None else next_step(sheet, 0).order
