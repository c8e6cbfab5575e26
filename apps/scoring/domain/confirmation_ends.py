"""The outside step of a sheet: which version waits for the word of the body outside, and what that word does."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain.finalising import hand_on
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.returns import return_sheet
from apps.scoring.domain.reviews import start_step
from apps.scoring.domain.steps import next_step
from apps.scoring.enums import ConfirmationState, SheetState, Stage, StepRole
from apps.scoring.models import OutsideConfirmation, ScoreSheet, SheetVersion
from apps.scoring.telling_queries import reviewers_of
from apps.units.telling_queries import people_of


class NotOutside(DomainError):
    """The step that has the sheet is done inside of the portal."""

    default_message = _("Bảng này hiện không ở bước chờ cơ quan ngoài hệ thống xác nhận.")


def outside_version(sheet_id: int, actor: Actor, now: datetime) -> tuple[ScoreSheet, SheetVersion]:
    """The locked sheet in its outside step, taken over where it was only sent, with the step's version.

    Raises NotOutside, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    step = next_step(sheet, max(sheet.step - 1, 0))
    if step is None or step.role != StepRole.OUTSIDE:
        raise NotOutside
    if sheet.state == SheetState.SELF_SUBMITTED:
        sheet = start_step(sheet_id=sheet_id, actor=actor, now=now)
    version = sheet.versions.filter(stage=Stage.STEP, locked_at=None).first()
    if sheet.state != SheetState.IN_STEP or version is None:
        raise NotOutside
    return sheet, version


def still_stands(found: OutsideConfirmation) -> bool:
    """Whether the version that was sent out is still the one in work."""
    return found.version.locked_at is None and found.sheet.state == SheetState.IN_STEP


def decide(
    sheet: ScoreSheet, found: OutsideConfirmation, actor: Actor, now: datetime, *, confirm: bool, compares: bool
) -> None:
    """Keep the answer, then end the step or give the sheet back. The caller holds the sheet's lock.

    ``compares``: what ``relative.lock_cluster`` answered before.
    """
    step = next_step(sheet, max(found.version.step_order - 1, 0))
    found.state = ConfirmationState.CONFIRMED if confirm else ConfirmationState.REFUSED
    found.decided_at = now
    found.save()
    action = "confirm" if confirm else "refuse"
    after = {"way": found.way, "signer": found.signer_name, "post": found.signer_post}
    record(f"scoring.confirmation.{action}", actor=actor, target=sheet, at=now, after=after, reason=found.words)
    if confirm:
        found.version.lines.filter(checked_at=None).update(
            checked_at=now, saved_by_label=f"{found.signer_name}, {found.signer_post}"[:300], saved_at=now
        )
        hand_on(sheet, found.version, compares=compares, actor=actor, now=now)
    else:
        return_sheet(sheet_id=sheet.pk, remark=found.words, actor=actor, now=now)
    told = people_of(sheet, now) | reviewers_of(sheet, step, now)
    with kept_language():
        body = str(found.get_state_display())
    notify("scoring.outside_answered", to=told, about=sheet, body=body, actor=actor, now=now)
