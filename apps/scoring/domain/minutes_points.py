"""Điểm thống nhất: the points agreed at the meeting, stored as any check of lines, all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.scoring.domain import relative, reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import LinesRefused
from apps.scoring.domain.minutes import at_work
from apps.scoring.models import DifferenceReason, ScoreLine, VerificationMinutes

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Agreed:
    """Points agreed for one line, and the version of it that the person saw."""

    expected_version: int
    points: Decimal
    reason_code: str = ""
    reason_text: str = ""


@operation()
def agree_points(*, minutes_id: int, agreed: Mapping[int, Agreed], actor: Actor, now: datetime) -> int:
    """Store the points agreed at the meeting, all or nothing; answers how many lines are agreed now.

    A line that was checked with these points and this reason stays as it stands, however its points came about. One
    whose points are those handed in is agreed with; other points need a reason. Raises LinesRefused with the error of
    each line (StaleVersion, MeasureError, BeyondRule, ReasonMissing), MinutesSigned, MinutesClosed, SheetNotInReview.
    """
    sheet_id = VerificationMinutes.objects.values_list("sheet_id", flat=True).get(pk=minutes_id)
    relative.lock_cluster(sheet_id)  # before the sheet: whoever computes the whole Cụm locks in this order
    minutes = at_work(minutes_id)
    work = reviews.open_work(sheet_id)
    reasons = _reasons(agreed.values())
    shown = {pk: (line.points or NOTHING, line.reason, line.reason_text) for pk, line in work.lines.items()}
    errors: dict[int, DomainError] = {}
    for pk in (pk for pk in work.lines if pk in agreed):
        kept = dict(vars(work.lines[pk]))
        try:
            _agree(work, work.lines[pk], agreed[pk], shown[pk], reasons, now)
        except DomainError as error:
            vars(work.lines[pk]).update(kept)
            errors[pk] = error
    if errors:
        raise LinesRefused(errors)
    work.write(actor=actor, now=now)
    done = sum(line.checked_at is not None for line in work.lines.values())
    record("scoring.minutes.agree_points", actor=actor, target=minutes.sheet, at=now, after={"lines": done})
    return done


def _agree(work: reviews.Work, line: ScoreLine, one: Agreed, shown: tuple, reasons: Mapping, now: datetime) -> None:
    """``shown``: points and reason as they were before this post changed any line."""
    given = _reason(one, line, reasons), clean(one.reason_text)[:500]
    points, *reason = shown
    if one.points == points:
        given = (line.reason, line.reason_text) if given == tuple(reason) else given
        reviews.keep_in(work, line, one.expected_version, given, now=now)
    elif one.points == (work.source_of(line).points or NOTHING):
        reviews.agree_in(work, line, one.expected_version, now=now)
    else:
        reviews.differ_in(work, line, one.expected_version, stored_inputs(line), one.points, given, now=now)


def _reasons(agreed: Iterable[Agreed]) -> dict[str, DifferenceReason]:
    codes = {one.reason_code for one in agreed if one.reason_code}
    return {reason.code: reason for reason in DifferenceReason.objects.filter(code__in=codes, retired=False)}


def _reason(one: Agreed, line: ScoreLine, reasons: Mapping[str, DifferenceReason]) -> DifferenceReason | None:
    """One that left the list stays where the line has it."""
    if not one.reason_code:
        return None
    if line.reason and line.reason.code == one.reason_code:
        return line.reason
    if one.reason_code not in reasons:
        raise reviews.ReasonMissing(reviews.REASON_GONE, field="reason")
    return reasons[one.reason_code]
