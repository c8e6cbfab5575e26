"""Checking a sheet line by line in one of its set's steps (Kiểm tra điểm, Thẩm định).

A step works on its own version: the lines of the version before it, none checked. Agreeing ticks a line, differing
stores other points with a reason; both follow the engine. Who may do it is asked of ``review_policies`` before.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.numbers import format_points
from apps.core.text import clean
from apps.core.versions import require_version
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.inputs import (
    CHECKED,
    COMPUTED,
    SAVED,
    TYPED,
    LineInput,
    same_inputs,
    stored_inputs,
    write_inputs,
    write_points,
)
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.regrading import has_conditions, regrade, regrade_dependents, stated
from apps.scoring.domain.steps import next_step, open_step, version_before
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import DifferenceReason, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.workflow import SHEET_FLOW
from apps.units.telling_queries import people_of

_COLUMNS = (*TYPED, "note", *COMPUTED, *CHECKED, "version", *SAVED, "updated_at")
_WRITTEN = [name.removesuffix("_id") for name in _COLUMNS]


class SheetNotInReview(DomainError):
    """No step has the sheet in hand."""

    default_message = _("Bảng chưa được tiếp nhận hoặc đã chốt, không sửa được điểm kiểm tra.")


class NoSteps(DomainError):
    """The set names no step of review; its sheets are final when sent."""

    default_message = _("Bảng tiêu chí này không có bước kiểm tra.")


class ReasonMissing(DomainError):
    """Points differ from what was handed in, and no reason says why."""

    default_message = _("Điểm khác với điểm đơn vị tự chấm: chọn hoặc ghi lý do chênh lệch.")


REASON_GONE = _("Lý do này không còn trong danh sách.")
Reason = tuple[DifferenceReason | None, str]  # of the list, in words


@dataclass
class Work:
    """The open step version of a locked sheet, with its lines and those it was copied from, by criterion.

    ``touched``: lines changed in memory; ``trail``: those checked, with what they were; until ``write`` stores them.
    """

    sheet: ScoreSheet
    version: SheetVersion
    table: CriteriaTable
    lines: dict[int, ScoreLine]
    handed_in: dict[int, ScoreLine]
    touched: dict[int, ScoreLine] = field(default_factory=dict)
    trail: list[tuple[ScoreLine, dict]] = field(default_factory=list)

    def source_of(self, line: ScoreLine) -> ScoreLine:
        return self.handed_in[line.criterion_id]

    def differs(self, line: ScoreLine) -> bool:
        """Whether the points are others than those handed in; nothing typed counts 0."""
        return (line.points or Decimal(0)) != (self.source_of(line).points or Decimal(0))

    def write(self, *, actor: Actor, now: datetime) -> None:
        """Store what was changed, however many lines, and settle what is measured against the whole Cụm."""
        for line in self.touched.values():
            line.version += 1
            line.saved_by_id, line.saved_by_label = actor.user_id, actor.label
            line.saved_at = line.updated_at = now
        ScoreLine.objects.bulk_update(self.touched.values(), _WRITTEN)
        if any(relative.is_relative(line) for line in self.touched.values()):
            relative.settle(self.sheet, self.table, self.lines.values())
        told = [Line("scoring.score_line.review", line, before, summary(line)) for line, before in self.trail]
        record_many(told, actor=actor, at=now)
        self.touched, self.trail = {}, []


@operation()
def start_step(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Tiếp nhận: the first step takes the sheet over. A sheet already taken over stays as it is.

    Raises TransitionNotAllowed, NoSteps, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    before = sheet.state
    state = SHEET_FLOW.target("start_step", before)
    if before == SheetState.IN_STEP:
        return sheet
    step = next_step(sheet, 0)
    if step is None:
        raise NoSteps
    sheet.state, sheet.step = state, step.order
    sheet.save(update_fields=["state", "step", "updated_at"])
    open_step(sheet, step.order)
    if compares:
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    after = {"state": sheet.state, "step": step.name}
    record("scoring.score_sheet.start_step", actor=actor, target=sheet, at=now, before=before, after=after)
    notify("scoring.sheet_received", to=people_of(sheet, now), about=sheet, actor=actor, now=now)
    return sheet


@operation()
def save_review_line(
    *,
    line_id: int,
    expected_version: int,
    inputs: LineInput,
    actor: Actor,
    now: datetime,
    agreed_points: Decimal | None = None,
    reason_code: str = "",
    reason_text: str = "",
) -> ScoreLine:
    """Store the reviewer's own score of one line and tick it.

    The engine computes the points from ``inputs``; ``agreed_points`` instead state those of the whole line, bonus
    and penalty together. Points other than those handed in need a reason: the code of a DifferenceReason, a text,
    or both. Saving the same again changes nothing. Raises SheetNotInReview, YearClosed, StaleVersion,
    MeasureError, BeyondRule, ReasonMissing (``field``: an input, ``agreed_points`` or ``reason``).
    """
    work = open_work(_sheet_of(line_id))
    line = work.lines[line_id]
    given = _reason(reason_code), clean(reason_text)[:500]
    differ_in(work, line, expected_version, inputs, agreed_points, given, now=now)
    work.write(actor=actor, now=now)
    return line


@operation()
def agree_line(*, line_id: int, expected_version: int, actor: Actor, now: datetime) -> ScoreLine:
    """Đồng ý: the line as it was handed in, ticked. Raises SheetNotInReview, YearClosed, StaleVersion.

    A line whose precondition fell with another line keeps what the engine gives for it.
    """
    work = open_work(_sheet_of(line_id))
    agree_in(work, work.lines[line_id], expected_version, now=now)
    work.write(actor=actor, now=now)
    return work.lines[line_id]


def differ_in(
    work: Work,
    line: ScoreLine,
    expected_version: int,
    inputs: LineInput,
    agreed_points: Decimal | None,
    given: Reason,
    *,
    now: datetime,
) -> None:
    """``save_review_line`` inside of work that is open; ``work.write`` stores it."""
    inputs, agreed = stated(work.table.rule(line.criterion.code), inputs, agreed_points)
    if line.checked_at and _same(line, inputs, agreed=agreed) and (line.reason, line.reason_text) == given:
        return
    require_version(line, expected_version)
    before = summary(line)
    write_inputs(line, inputs)
    line.agreed = agreed
    peers = relative.peers_with(work.sheet, line) if relative.is_relative(line) else None
    write_points(line, regrade(work.table, work.lines, line, strict=True, peers=peers))
    if work.differs(line) and not any(given):
        raise ReasonMissing(field="reason")
    line.reason, line.reason_text = given
    _tick(work, line, now, before)


def agree_in(work: Work, line: ScoreLine, expected_version: int, *, now: datetime) -> None:
    """``agree_line`` inside of work that is open; ``work.write`` stores it."""
    source = work.source_of(line)
    untouched = _same(line, stored_inputs(source), agreed=source.agreed)
    if line.checked_at and untouched:
        return
    require_version(line, expected_version)
    before = summary(line)
    if not untouched:
        write_inputs(line, stored_inputs(source))
        line.agreed, line.reason, line.reason_text = source.agreed, None, ""
        if has_conditions(work.table.rule(line.criterion.code)):
            write_points(line, regrade(work.table, work.lines, line))
        else:
            _copy_points(source, line)
        if work.differs(line):
            with kept_language():
                line.reason_text = now_in_words("Tính lại theo điều kiện của tiêu chí khác.")
    _tick(work, line, now, before)


def keep_in(work: Work, line: ScoreLine, expected_version: int, given: Reason, *, now: datetime) -> None:
    """The line as it stands, ticked, with this reason: nothing that was typed or computed is written anew."""
    if line.checked_at and (line.reason, line.reason_text) == given:
        return
    require_version(line, expected_version)
    if work.differs(line) and not any(given):
        raise ReasonMissing(field="reason")
    before = summary(line)
    line.reason, line.reason_text = given
    _tick(work, line, now, before)


@operation()
def agree_lines(
    *,
    sheet_id: int,
    part_id: int | None = None,
    criterion_ids: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Đồng ý tất cả dòng còn lại [trong phần này]: ticks every line not checked yet, in one statement.

    ``criterion_ids``: only these lines, where the actor was given but some of them. Answers how many.
    Lines measured against the ClusterYear are computed before they are ticked. Raises SheetNotInReview, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    lines = step_version(sheet).lines.filter(checked_at=None)
    if part_id is not None:
        lines = lines.filter(Q(criterion__part_id=part_id) | Q(criterion_id=part_id))
    if criterion_ids is not None:
        lines = lines.filter(criterion_id__in=criterion_ids)
    if compares and lines.filter(criterion__method__in=relative.RELATIVE).exists():
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    count = lines.update(
        checked_at=now,
        version=F("version") + 1,
        saved_by_id=actor.user_id,
        saved_by_label=actor.label,
        saved_at=now,
        updated_at=now,
    )
    if count:
        after = {"lines": count, "part": part_id}
        record("scoring.score_sheet.agree_lines", actor=actor, target=sheet, at=now, after=after)
    return count


def step_version(sheet: ScoreSheet) -> SheetVersion:
    """The open step version of a locked sheet. Raises SheetNotInReview, YearClosed."""
    require_writable(sheet.cluster_year.year)
    version = sheet.versions.filter(stage=Stage.STEP, locked_at=None).first()
    if sheet.state != SheetState.IN_STEP or version is None:
        raise SheetNotInReview
    return version


def open_work(sheet_id: int) -> Work:
    """Lock the sheet and load all that a change of one line needs. Raises SheetNotInReview, YearClosed."""
    relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version = step_version(sheet)
    source = version_before(version)
    lines = ScoreLine.objects.filter(sheet_version__in=[version, source]).select_related("criterion", "reason")
    own, handed_in = {}, {}
    for line in lines.order_by("criterion__position"):
        if line.sheet_version_id == version.pk:
            line.sheet_version = version
            own[line.pk] = line
        else:
            handed_in[line.criterion_id] = line
    return Work(sheet, version, load_table(sheet.criteria_set_id), own, handed_in)


def summary(line: ScoreLine) -> dict:
    """What the trail says of a checked line."""
    return {
        "points": None if line.points is None else format_points(line.points),
        "reason": str(line.reason or ""),
        "reason_text": line.reason_text,
        "checked": line.checked_at is not None,
    }


def _sheet_of(line_id: int) -> int:
    return ScoreLine.objects.values_list("sheet_version__sheet_id", flat=True).get(pk=line_id)


def _reason(code: str) -> DifferenceReason | None:
    if not code:
        return None
    reason = DifferenceReason.objects.filter(code=code, retired=False).first()
    if reason is None:
        raise ReasonMissing(REASON_GONE, field="reason")
    return reason


def _same(line: ScoreLine, inputs: LineInput, *, agreed: bool) -> bool:
    return line.agreed == agreed and same_inputs(line, inputs)


def _copy_points(source: ScoreLine, line: ScoreLine) -> None:
    for name in ("base", "bonus", "penalty", "points", "complete", "breaches"):
        setattr(line, name, getattr(source, name))


def _tick(work: Work, line: ScoreLine, now: datetime, before: dict) -> None:
    """The line is checked; those whose preconditions look at it follow."""
    line.checked_at = now
    work.touched[line.pk] = line
    for follower in regrade_dependents(work.table, work.lines, line):
        _explain_fallen(work, follower, line)
        work.touched[follower.pk] = follower
    work.trail.append((line, before))


def _explain_fallen(work: Work, line: ScoreLine, cause: ScoreLine) -> None:
    """A line that changed because of another one carries that as its reason, unless it has its own."""
    with kept_language():
        text = now_in_words("Tính lại theo tiêu chí %(number)s.") % {"number": cause.criterion.printed_number}
    if not work.differs(line):
        line.reason_text = "" if line.reason_text.startswith(text) else line.reason_text
    elif not (line.reason_id or line.reason_text):
        line.reason_text = text
