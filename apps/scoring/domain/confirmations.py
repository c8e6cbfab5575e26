"""The word of a body outside of the portal (Xác nhận của cơ quan … cấp tỉnh), given through a single-use link.

Link and one-time code are random, shown once to whoever makes them, kept as hashes. The link shows the sheet as it
waits; to answer, the signer gives name, post and the code, which came another way (by telephone). Never a tick of the
unit.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.documents.domain.signed_copies import ChangedMeanwhile
from apps.documents.enums import SigningWay
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.confirmation_ends import decide, outside_version, still_stands
from apps.scoring.domain.confirmation_revoking import revoke_waiting
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.steps import next_step
from apps.scoring.enums import ConfirmationState
from apps.scoring.models import OutsideConfirmation, ScoreLine, ScoreSheet
from apps.scoring.telling_queries import reviewers_of

MOST_FAILURES = 5
MOST_DAYS = 30
CODE_DIGITS = 8
WORDS_LENGTH = 2000


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
    """Tạo liên kết to the sheet in its outside step; an earlier link or a paper that waits is revoked.

    ``days``: how long it lives, at most MOST_DAYS. Raises NotOutside, YearClosed.
    """
    sheet, version = outside_version(sheet_id, actor, now)
    revoke_waiting(sheet, actor, now)
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
    if not revoke_waiting(sheet, actor, now, pk=confirmation_id):
        raise LinkDead
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
    return found if still_stands(found) else None


def seen_of(lines: Iterable[ScoreLine]) -> str:
    """Short text that differs as soon as anything shown behind the link does: what was read is what is confirmed."""
    return hashed("|".join(sorted(f"{line.criterion_id}:{line.points}:{line.note}" for line in lines)))[:16]


@operation()
def answer_link(
    *, token: str, code: str, name: str, post: str, confirm: bool, words: str = "", seen: str = "", now: datetime
) -> OutsideConfirmation | None:
    """Confirm or refuse through the link; it is spent then. Answers None for a wrong code, which is counted.

    Confirming ends the step with the points as handed in; refusing gives the sheet back to its unit with the words.
    ``seen``: ``seen_of`` the lines that were read. Raises LinkDead, SignerMissing, WordsNeeded, ChangedMeanwhile,
    YearClosed.
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
        _count_failure(sheet, found, now)
        return None
    if seen and seen != seen_of(found.version.lines.all()):
        raise ChangedMeanwhile
    signer = _outsider(f"{found.signer_name}, {found.signer_post}")
    decide(sheet, found, signer, now, confirm=confirm, compares=compares)
    return found


def hashed(text: str) -> str:
    """SHA-256: tokens are long and random, nothing slower is needed; codes are few and counted."""
    return hashlib.sha256(text.encode()).hexdigest()


def _count_failure(sheet: ScoreSheet, found: OutsideConfirmation, now: datetime) -> None:
    """One wrong code more; the last one shuts the link, which whoever may make a new one is told."""
    found.failures += 1
    found.save(update_fields=["failures", "updated_at"])
    outsider = _outsider(found.body_name)
    after = {"failures": found.failures}
    record("scoring.confirmation.wrong_code", actor=outsider, target=sheet, at=now, after=after)
    if found.failures >= MOST_FAILURES:
        with kept_language():
            body = now_in_words("Liên kết xác nhận bị khóa do nhập sai mã %(count)d lần. Tạo liên kết mới.")
        told = reviewers_of(sheet, next_step(sheet, max(sheet.step - 1, 0)), now)
        text = body % {"count": found.failures}
        path = found.get_absolute_url()
        notify("scoring.outside_waiting", to=told, about=sheet, path=path, body=text, actor=outsider, now=now)


def _outsider(label: str) -> Actor:
    """Somebody without an account, by name: may do nothing but what the link lets do."""
    return Actor(user_id=None, label=label)
