"""Signing and sending a self-score: on screen by the leader, or on paper with a scan, with the same effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.documents.domain import signed_copies
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy
from apps.documents.enums import SigningWay
from apps.documents.models import SignedCopy
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.domain.proxies import DAYS_TO_CORRECT, enter_for, tell_entered
from apps.scoring.domain import relative
from apps.scoring.domain.evidence_needs import require_evidence
from apps.scoring.domain.lines import editable_version, lock_sheet
from apps.scoring.domain.proxies import require_proxy
from apps.scoring.domain.refreshing import refresh_version
from apps.scoring.domain.steps import next_step
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.versions import lock_version, make_final
from apps.scoring.enums import SheetState
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.models.sheet import PROXY
from apps.scoring.telling_queries import reviewers_of
from apps.scoring.workflow import SHEET_FLOW
from apps.units.telling_queries import leaders_of, officers_of, people_of

DUTY = "score_sheet"


def fingerprint(lines: Iterable[ScoreLine], evidence: Mapping[int, Iterable[EvidenceLink]] | None = None) -> str:
    """Short text that differs as soon as any line was saved anew or its evidence changed: what was read is sent.

    ``evidence`` by line id, where it was read already.
    """
    versions = [(line.pk, line.version) for line in lines]
    if evidence is None:
        found = EvidenceLink.objects.filter(line__in=[pk for pk, _version in versions]).order_by()
        links = list(found.values_list("line_id", "pk"))
    else:
        links = [(pk, link.pk) for pk, _version in versions for link in evidence.get(pk, ())]
    # Evidence stands below zero, so that it is never taken for the version of its line.
    return signed_copies.fingerprint([*versions, *((line, -link) for line, link in links)])


@dataclass(frozen=True)
class _Sending:
    """How it was sent: signed how and by whom; of a paper typed by others the day it arrived and who typed."""

    way: str
    copy: SignedCopy | None
    signed_by: str
    received_on: date | None = None
    proxy_by: str = ""


@operation()
def submit_sheet(
    *,
    sheet_id: int,
    way: str,
    actor: Actor,
    now: datetime,
    signed_copy: PaperCopy | None = None,
    seen: str = "",
) -> ScoreSheet:
    """Send the self-score: lock its version with receipt number and hash, fulfil the unit's duty.

    A set without steps makes the sheet final at once. ``seen``: the fingerprint of what was read before signing. The
    unit's own signature ends Nhập thay that somebody has begun: the present time counts.
    The caller has asked ``policies.can_confirm`` or ``can_send_paper``. Raises TransitionNotAllowed, SheetNotEditable,
    YearClosed, SignedCopyMissing, ChangedMeanwhile, EvidenceMissing, DutyClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version, table = editable_version(sheet), load_table(sheet.criteria_set_id)
    if way == SigningWay.SCREEN:
        # A signed paper is sent as it was signed; on screen the newest figures are read before they are confirmed.
        refresh_version(sheet, version, table, actor=actor, now=now)
    _require_sendable(sheet, version, table, seen)
    sheet.forget_proxy()
    copy = signed_copies.copy_for(way, signed_copy, now)
    sending = _Sending(way, copy, signed_copies.signer_label(copy, actor.label_for(sheet)))
    _send(sheet, version, table, sending, actor, now, compares=compares, action="scoring.score_sheet.submit")
    duties.fulfil(at=now, **_owed(sheet))
    return sheet


@operation()
def submit_proxy(
    *, sheet_id: int, actor: Actor, now: datetime, signed_copy: PaperCopy | None = None, seen: str = ""
) -> ScoreSheet:
    """Gửi bản nhập thay: the day on which the paper arrived counts; the unit is told and may correct.

    The scan may come with it. The caller has asked ``policies.can_send_proxy``. Raises as ``submit_sheet``, and
    NoProxy.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version, table = editable_version(sheet), load_table(sheet.criteria_set_id)
    require_proxy(sheet)
    _require_sendable(sheet, version, table, seen)
    copy = signed_copies.copy_for(SigningWay.PAPER, signed_copy, now) if signed_copy else None
    received_on, signed_by = sheet.proxy_received_on, signed_copies.signer_label(copy, "")
    sending = _Sending(SigningWay.PAPER, copy, signed_by, received_on, actor.label_for(sheet))
    sheet.correct_until = local(now).date() + timedelta(days=DAYS_TO_CORRECT)
    action = "scoring.score_sheet.submit_proxy"
    _send(sheet, version, table, sending, actor, now, compares=compares, action=action)
    typed = {"received_on": received_on, "basis": sheet.proxy_basis, "actor": actor, "now": now}
    if enter_for(**typed, **_owed(sheet)) is None:
        tell_entered(sheet, sheet._meta.verbose_name, **typed)
    return sheet


def _require_sendable(sheet: ScoreSheet, version: SheetVersion, table: CriteriaTable, seen: str) -> None:
    """Raises ChangedMeanwhile, EvidenceMissing."""
    if seen and seen != fingerprint(version.lines.all()):
        raise ChangedMeanwhile
    require_evidence(version, table.rows, sheet.criteria_set)


def _owed(sheet: ScoreSheet) -> dict:
    path = sheet.get_absolute_url()
    return {"year_id": sheet.cluster_year.year_id, "code": DUTY, "unit_id": sheet.unit_id, "path": path}


def _send(
    sheet: ScoreSheet,
    version: SheetVersion,
    table: CriteriaTable,
    sending: _Sending,
    actor: Actor,
    now: datetime,
    *,
    compares: bool,
    action: str,
) -> None:
    """Lock the version, move on in the flow, tell who has it next. The caller sees to the duty."""
    before = sheet.state
    sheet.state = SHEET_FLOW.target("submit", before)
    version.received_on, version.proxy_by_label = sending.received_on, sending.proxy_by
    lock_version(
        version,
        actor,
        now,
        table=table,
        signing_way=sending.way,
        signed_by_label=sending.signed_by,
        signed_copy=sending.copy,
        receipt_number=signed_copies.receipt_number(sheet.cluster_year.year.year, version.pk),
    )
    sheet.submitted_at, sheet.step, sheet.remark = now, 0, ""
    if not sheet.criteria_set.steps.exists():
        sheet.state = SHEET_FLOW.target("finalise", sheet.state)
        make_final(sheet, version, actor=actor, now=now)
    sheet.save(update_fields=["state", "submitted_at", "step", "remark", *PROXY, "updated_at"])
    if compares and sheet.state == SheetState.FINAL:
        relative.freshen([sheet.cluster_year_id], actor=actor, now=now)
    after = {"state": sheet.state, "way": sending.way, "receipt": version.receipt_number, "sha256": version.sha256}
    if sending.received_on:
        after["received_on"] = sending.received_on.isoformat()
    record(action, actor=actor, target=sheet, at=now, before=before, after=after)
    reviewers = reviewers_of(sheet, next_step(sheet, 0), now)
    notify("scoring.sheet_submitted", to=reviewers, about=sheet, actor=actor, now=now)
    if sheet.state == SheetState.FINAL:
        notify("scoring.sheet_final", to=people_of(sheet, now), about=sheet, actor=actor, now=now)


@operation()
def send_to_leader(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Trình lãnh đạo: the officer has finished and asks the leader to confirm on screen. Repeating changes nothing."""
    relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version = editable_version(sheet)
    refresh_version(sheet, version, load_table(sheet.criteria_set_id), actor=actor, now=now)
    if sheet.sent_to_leader_at is None:
        sheet.sent_to_leader_at = now
        sheet.save(update_fields=["sent_to_leader_at", "updated_at"])
        record("scoring.score_sheet.send_to_leader", actor=actor, target=sheet, at=now)
        notify("scoring.sheet_to_leader", to=leaders_of(sheet, now), about=sheet, actor=actor, now=now)
    return sheet


@operation()
def return_to_officer(*, sheet_id: int, remark: str, actor: Actor, now: datetime) -> ScoreSheet:
    """Yêu cầu sửa lại: the leader gives the sheet back inside the unit; its state does not change."""
    sheet = lock_sheet(sheet_id)
    editable_version(sheet)
    sheet.sent_to_leader_at, sheet.printed_at, sheet.remark = None, None, remark
    sheet.save(update_fields=["sent_to_leader_at", "printed_at", "remark", "updated_at"])
    record("scoring.score_sheet.return_to_officer", actor=actor, target=sheet, at=now, reason=remark)
    notify("scoring.sheet_to_officer", to=officers_of(sheet, now), about=sheet, body=remark, actor=actor, now=now)
    return sheet


@operation()
def note_printed(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """In để trình ký: the sheet now waits for the signature on paper. A sheet already sent is only printed."""
    relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    if sheet.state in {SheetState.SELF_SCORING, SheetState.RETURNED}:
        table = load_table(sheet.criteria_set_id)
        refresh_version(sheet, editable_version(sheet), table, actor=actor, now=now)
        sheet.printed_at = now
        sheet.save(update_fields=["printed_at", "updated_at"])
        record("scoring.score_sheet.print", actor=actor, target=sheet, at=now)
    return sheet


def last_submission(sheet: ScoreSheet) -> SheetVersion | None:
    """The newest sent self version, with its receipt."""
    return sheet.versions.filter(receipt_number__isnull=False).select_related("signed_copy").order_by("-pk").first()
