"""The word of a body outside of the portal (Xác nhận của cơ quan … cấp tỉnh): by paper or by a single-use link.

Link and one-time code are random, shown once to whoever makes them, kept as hashes. The link shows the frozen sheet; to
answer, the signer gives name, post and the code, which came another way (by telephone). Never a tick of the unit.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.signed_copies import PaperCopy, SignedCopyMissing, keep_signed_copy
from apps.documents.enums import SigningWay
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.finalising import hand_on
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.returns import return_sheet
from apps.scoring.domain.reviews import start_step
from apps.scoring.domain.steps import next_step
from apps.scoring.enums import ConfirmationState, SheetState, Stage, StepRole
from apps.scoring.models import OutsideConfirmation, ScoreSheet, SheetVersion
from apps.scoring.telling_queries import people_of, reviewers_of

MOST_FAILURES = 5
MOST_DAYS = 30
CODE_DIGITS = 8
WORDS_LENGTH = 2000


class NotOutside(DomainError):
    """The step that has the sheet is done inside of the portal."""

    default_message = _("Bảng này hiện không ở bước chờ cơ quan ngoài hệ thống xác nhận.")


class LinkDead(DomainError):
    """Used, revoked, expired or shut: the page says no more than that."""

    default_message = _("Liên kết đã dùng, đã thu hồi hoặc hết hạn. Đề nghị nơi gửi liên kết tạo liên kết mới.")


class SignerMissing(DomainError):
    """Whoever answers gives name and post."""

    default_message = _("Ghi họ tên và chức vụ.")


class WordsNeeded(DomainError):
    """Refusing says why."""

    default_message = _("Ghi lý do không xác nhận.")


@dataclass(frozen=True)
class Made:
    """What is shown once: the token of the address and the code."""

    confirmation: OutsideConfirmation
    token: str
    code: str


@operation()
def make_link(*, sheet_id: int, body_name: str, days: int, actor: Actor, now: datetime) -> Made:
    """Tạo liên kết: freezes the sheet in its outside step; an earlier link is revoked.

    ``days``: how long it lives, at most MOST_DAYS. Raises NotOutside, YearClosed.
    """
    sheet, version = _outside(sheet_id, actor, now)
    _revoke_waiting(sheet)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    made = OutsideConfirmation.objects.create(
        sheet=sheet,
        version=version,
        way=SigningWay.SCREEN,
        body_name=clean(body_name)[:300],
        token_hash=hashed(token),
        code_hash=hashed(f"{token}:{code}"),
        expires_at=now + timedelta(days=min(days, MOST_DAYS)),
        made_by_label=actor.label,
        made_at=now,
    )
    after = {"body": made.body_name, "expires_at": made.expires_at.isoformat()}
    record("scoring.confirmation.make_link", actor=actor, target=sheet, at=now, after=after)
    return Made(made, token, code)


@operation()
def revoke_link(*, confirmation_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Thu hồi: the link opens nothing any more. One that was answered stays. Raises LinkDead."""
    sheet_id = OutsideConfirmation.objects.values_list("sheet_id", flat=True).get(pk=confirmation_id)
    sheet = lock_sheet(sheet_id)
    if not _revoke_waiting(sheet, pk=confirmation_id):
        raise LinkDead
    record("scoring.confirmation.revoke", actor=actor, target=sheet, at=now)
    return sheet


def living(token: str, now: datetime) -> OutsideConfirmation | None:
    """The request behind a link that may still be answered; None otherwise, whatever the reason."""
    found = (
        OutsideConfirmation.objects.filter(token_hash=hashed(token), state=ConfirmationState.WAITING)
        .select_related("sheet__cluster_year__year", "sheet__cluster_year__cluster", "sheet__criteria_set", "version")
        .first()
    )
    if found is None or now >= found.expires_at or found.failures >= MOST_FAILURES:
        return None
    return found


@operation()
def answer_link(
    *, token: str, code: str, name: str, post: str, confirm: bool, words: str = "", now: datetime
) -> OutsideConfirmation | None:
    """Confirm or refuse through the link; it is spent then. Answers None for a wrong code, which is counted.

    Confirming ends the step with the points as handed in; refusing gives the sheet back to its unit with the words.
    Raises LinkDead, SignerMissing, WordsNeeded, YearClosed.
    """
    waiting = living(token, now)
    if waiting is None:
        raise LinkDead
    compares = relative.lock_cluster(waiting.sheet_id)
    sheet = lock_sheet(waiting.sheet_id)
    require_writable(sheet.cluster_year.year)
    found = living(token, now)
    if found is None:
        raise LinkDead
    found.signer_name, found.signer_post = clean(name)[:200], clean(post)[:200]
    found.words = clean(words, multiline=True)[:WORDS_LENGTH]
    if not found.signer_name or not found.signer_post:
        raise SignerMissing(field="name")
    if not confirm and not found.words:
        raise WordsNeeded(field="words")
    if not constant_time_compare(found.code_hash, hashed(f"{token}:{clean(code).replace(' ', '')}")):
        OutsideConfirmation.objects.filter(pk=found.pk).update(failures=found.failures + 1, updated_at=now)
        after = {"failures": found.failures + 1}
        record("scoring.confirmation.wrong_code", actor=_outsider(found.body_name), target=sheet, at=now, after=after)
        return None
    signer = _outsider(f"{found.signer_name}, {found.signer_post}")
    _decide(sheet, found, signer, now, confirm=confirm, compares=compares)
    return found


@operation()
def confirm_by_paper(
    *, sheet_id: int, body_name: str, signed_copy: PaperCopy | None, actor: Actor, now: datetime
) -> OutsideConfirmation:
    """The paper signed by the body outside: its scan with number, date, signer and post ends the step.

    Raises SignedCopyMissing, SecretMark, NotOutside, YearClosed.
    """
    if signed_copy is None:
        raise SignedCopyMissing(field="file")
    compares = relative.lock_cluster(sheet_id)
    sheet, version = _outside(sheet_id, actor, now)
    _revoke_waiting(sheet)
    names = ("number", "signed_on", "signer_name", "signer_post", "prefix", "page_count")
    copy = keep_signed_copy(
        attachment=signed_copy.attachment, now=now, **{name: getattr(signed_copy, name) for name in names}
    )
    found = OutsideConfirmation(
        sheet=sheet,
        version=version,
        way=SigningWay.PAPER,
        body_name=clean(body_name)[:300],
        signer_name=copy.signer_name,
        signer_post=copy.signer_post,
        signed_copy=copy,
        made_by_label=actor.label,
        made_at=now,
    )
    _decide(sheet, found, actor, now, confirm=True, compares=compares)
    return found


def hashed(text: str) -> str:
    """SHA-256: tokens are long and random, nothing slower is needed; codes are few and counted."""
    return hashlib.sha256(text.encode()).hexdigest()


def _outsider(label: str) -> Actor:
    """Somebody without an account, by name: may do nothing but what the link lets do."""
    return Actor(user_id=None, label=label)


def _outside(sheet_id: int, actor: Actor, now: datetime) -> tuple[ScoreSheet, SheetVersion]:
    """The sheet in its outside step, taken over where it was only sent, with the step's version."""
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


def _revoke_waiting(sheet: ScoreSheet, **which) -> int:
    return sheet.confirmations.filter(state=ConfirmationState.WAITING, **which).update(state=ConfirmationState.REVOKED)


def _decide(
    sheet: ScoreSheet, found: OutsideConfirmation, actor: Actor, now: datetime, *, confirm: bool, compares: bool
) -> None:
    """Keep the answer, then end the step or give the sheet back."""
    if sheet.state != SheetState.IN_STEP or found.version.locked_at is not None:
        raise LinkDead
    step = next_step(sheet, found.version.step_order)
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
    body = str(found.get_state_display())
    notify("scoring.outside_answered", to=told, about=sheet, body=body, actor=actor, now=now)
