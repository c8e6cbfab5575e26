"""Giving a sheet back to its unit: single lines (Yêu cầu bổ sung), the whole of it (Mở lại, Sửa bản nhập thay), or
closing it unsent.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.line_rows import with_line_remarks
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.confirmation_revoking import revoke_waiting
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.submissions import DUTY, last_submission
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import copy_lines, lock_version, open_self_again, open_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.models.sheet import PROXY
from apps.scoring.telling_queries import reviewers_of
from apps.scoring.workflow import SHEET_FLOW
from apps.units.telling_queries import people_of

REMARK_LENGTH = 500
_BACK = ("state", "step", "printed_at", "sent_to_leader_at", *PROXY, "updated_at")


class RemarkMissing(DomainError):
    """Nothing says what the unit should do."""

    default_message = _("Ghi yêu cầu chung hoặc yêu cầu cho ít nhất một dòng.")


class ReasonNeeded(DomainError):
    """This step stands in the trail with its reason."""

    default_message = _("Ghi lý do.")


class NoCorrection(DomainError):
    """Nobody typed for the unit, the days to correct are over, or a step has finished its check."""

    default_message = _("Đã hết hạn sửa bản nhập thay. Cần sửa thì đề nghị nơi nhận mở lại.")


@operation()
def return_sheet(
    *, sheet_id: int, actor: Actor, now: datetime, remark: str = "", line_remarks: Mapping[int, str] | None = None
) -> ScoreSheet:
    """Yêu cầu bổ sung: the unit gets its lines open again, those named with a remark, and sends once more.

    ``line_remarks``: id of a line (of any version of this sheet) → remark. What was checked so far is locked as it
    stands and taken over when the sheet comes back. The duty is owed again; its first lateness stays.
    Raises TransitionNotAllowed, RemarkMissing, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    before = sheet.state
    sheet.state = SHEET_FLOW.target("return", before)
    sheet.remark = clean(remark, multiline=True)
    remarks = _by_criterion(sheet, line_remarks or {})
    if not sheet.remark and not remarks:
        raise RemarkMissing(field="remark")
    _lock_open_step(sheet, actor, now, remarks)
    _write_remarks(open_self_again(sheet), remarks)
    _owe_again(sheet)
    sheet.forget_proxy()
    sheet.save(update_fields=[*_BACK, "remark"])
    if compares:
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    record(
        "scoring.score_sheet.return",
        actor=actor,
        target=sheet,
        at=now,
        before=before,
        after={"state": sheet.state, "lines": len(remarks)},
        reason=sheet.remark,
    )
    told = with_line_remarks(sheet.remark, len(remarks))
    notify("scoring.sheet_returned", to=people_of(sheet, now), about=sheet, body=told, actor=actor, now=now)
    return sheet


@operation()
def reopen_sheet(*, sheet_id: int, reason: str, actor: Actor, now: datetime) -> ScoreSheet:
    """Mở lại cho đơn vị sửa: the unit scores again from its last lines; versions sent or final before stay.

    A ranking computed from the former final version keeps its snapshot and shows as outdated.
    Raises TransitionNotAllowed, ReasonNeeded, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    before = sheet.state
    sheet.state = SHEET_FLOW.target("reopen", before)
    sheet.reopened_reason = _needed(reason)
    _lock_open_step(sheet, actor, now)
    if not sheet.versions.filter(locked_at=None).exists():
        open_self_again(sheet)
    _owe_again(sheet)
    sheet.forget_proxy()
    sheet.save(update_fields=[*_BACK, "reopened_reason"])
    if compares:
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    record(
        "scoring.score_sheet.reopen",
        actor=actor,
        target=sheet,
        at=now,
        before=before,
        after=sheet.state,
        reason=sheet.reopened_reason,
    )
    reason = sheet.reopened_reason
    notify("scoring.sheet_reopened", to=people_of(sheet, now), about=sheet, body=reason, actor=actor, now=now)
    return sheet


@operation()
def correct(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Sửa bản nhập thay: the unit takes in hand what was typed for it, checked in part or not, and owes it again; it
    stays in time, the day of the paper counts. Whoever has it in a step is told.

    The caller has asked ``policies.can_correct``. Raises NoCorrection, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    if not correctable(sheet, now):
        raise NoCorrection
    before, step = sheet.state, sheet.criteria_set.steps.filter(order=sheet.step).first()
    sheet.state, sheet.reopened_reason = SHEET_FLOW.target("correct", before), ""
    _lock_open_step(sheet, actor, now)
    open_self_again(sheet)
    _owe_again(sheet)
    sheet.forget_proxy()
    sheet.save(update_fields=[*_BACK, "reopened_reason"])
    if compares:
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    record("scoring.score_sheet.correct", actor=actor, target=sheet, at=now, before=before, after=sheet.state)
    if before == SheetState.IN_STEP:
        with kept_language():
            told = str(_("Đơn vị sửa bản nhập thay đang được kiểm tra; bảng gửi lại thì kiểm tra tiếp."))
        people = reviewers_of(sheet, step, now)
        notify("scoring.sheet_with_unit", to=people, about=sheet, body=told, actor=actor, now=now)
    return sheet


def correctable(sheet: ScoreSheet, now: datetime) -> bool:
    """Whether the unit may still correct what was typed and sent for it: within its days, before a check of it ends,
    be it that of one step of several or of a sheet whose line was reopened since.
    """
    in_days = sheet.correct_until is not None and local(now).date() <= sheet.correct_until
    if not in_days or not SHEET_FLOW.allows("correct", sheet.state):
        return False
    checked = sheet.versions.filter(stage=Stage.STEP, locked_at__isnull=False)
    return not checked.filter(pk__gt=last_submission(sheet).pk).exists()


@operation()
def close_unsent(*, sheet_id: int, reason: str, actor: Actor, now: datetime) -> ScoreSheet:
    """Không nộp, không xếp hạng: what the unit typed stays, but is neither sent nor ranked. Reopening undoes it.

    Raises TransitionNotAllowed, ReasonNeeded, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    before = sheet.state
    sheet.state = SHEET_FLOW.target("close_unsent", before)
    sheet.remark = _needed(reason)
    sheet.forget_proxy()
    sheet.save(update_fields=["state", "remark", *PROXY, "updated_at"])
    duties.close_unsent(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=sheet.unit_id, now=now)
    record(
        "scoring.score_sheet.close_unsent",
        actor=actor,
        target=sheet,
        at=now,
        before=before,
        after=sheet.state,
        reason=sheet.remark,
    )
    people = people_of(sheet, now)
    notify("scoring.sheet_closed_unsent", to=people, about=sheet, body=sheet.remark, actor=actor, now=now)
    return sheet


@operation()
def close_again(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """The hour until which the sheet was open has passed: what was sent, or final, before stands again.

    Lines typed meanwhile stay as a version of their own, unsent. Repeating changes nothing; a sheet sent anew stays.
    """
    sheet = lock_sheet(sheet_id)
    if sheet.state != SheetState.SELF_SCORING:
        return sheet
    versions = list(sheet.versions.filter(locked_at__isnull=False).order_by("pk"))
    sent = next((v for v in reversed(versions) if v.receipt_number), None)
    final = next((v for v in reversed(versions) if v.stage == Stage.FINAL), None)
    if sent is None and final is None:
        sheet.state = SHEET_FLOW.target("close_unsent", sheet.state)
        duties.close_unsent(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=sheet.unit_id, now=now)
    else:
        is_final = final is not None and (sent is None or final.pk > sent.pk)
        sheet.state = SHEET_FLOW.target("close_again_final" if is_final else "close_again", sheet.state)
        _set_aside_draft(sheet, sent or final, actor, now)
    _with_nobody(sheet)
    sheet.forget_proxy()
    sheet.save(update_fields=_BACK)
    record("scoring.score_sheet.close_again", actor=actor, target=sheet, at=now, after=sheet.state)
    return sheet


def _set_aside_draft(sheet: ScoreSheet, stands: SheetVersion, actor: Actor, now: datetime) -> None:
    """Lock what was typed and not sent, then put a copy of what stands behind it: reviewers read the newest one."""
    draft = sheet.versions.filter(stage=Stage.SELF, locked_at=None).first()
    if draft is None:
        return
    lock_version(draft, actor, now)
    copy = open_version(sheet, Stage.SELF)
    copy_lines(stands, copy)
    copy.received_on, copy.proxy_by_label = stands.received_on, stands.proxy_by_label
    signed = {"signing_way": stands.signing_way, "signed_by_label": stands.signed_by_label}
    lock_version(copy, actor, now, signed_copy=stands.signed_copy, **signed)


def _needed(reason: str) -> str:
    text = clean(reason, multiline=True)
    if not text:
        raise ReasonNeeded(field="reason")
    return text


def _lock_open_step(sheet: ScoreSheet, actor: Actor, now: datetime, remarks: Mapping[int, str] | None = None) -> None:
    """Close the step's version as it stands: the record of what was checked before the sheet went back."""
    version = sheet.versions.filter(stage=Stage.STEP, locked_at=None).first()
    if version is None:
        return
    if remarks is not None:
        _write_remarks(version, remarks)
    lock_version(version, actor, now)
    revoke_waiting(sheet, actor, now)


def _by_criterion(sheet: ScoreSheet, line_remarks: Mapping[int, str]) -> dict[int, str]:
    """Remarks by criterion; lines of other sheets and empty remarks are left out."""
    said = {pk: text for pk, remark in line_remarks.items() if (text := clean(remark)[:REMARK_LENGTH])}
    lines = ScoreLine.objects.filter(pk__in=said, sheet_version__sheet=sheet)
    return {criterion: said[pk] for pk, criterion in lines.order_by("pk").values_list("pk", "criterion_id")}


def _write_remarks(version: SheetVersion, remarks: Mapping[int, str]) -> None:
    lines = list(version.lines.all())
    for line in lines:
        line.return_remark = remarks.get(line.criterion_id, "")
    ScoreLine.objects.bulk_update(lines, ["return_remark"])


def _with_nobody(sheet: ScoreSheet) -> None:
    """Neither with a step nor on its way to a signature."""
    sheet.step, sheet.printed_at, sheet.sent_to_leader_at = 0, None, None


def _owe_again(sheet: ScoreSheet) -> None:
    _with_nobody(sheet)
    duties.unfulfil(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=sheet.unit_id)
