"""Drawing up and signing the minutes of agreed points (Biên bản thống nhất điểm): draft → signed.

The points themselves are those of the step's version: agreed points are stored by the same functions as any check
(``reviews``), base = min(points, maximum), the rest bonus. Signing keeps what was agreed for ever.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain import signed_copies
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy
from apps.documents.enums import SigningWay
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain import reviews
from apps.scoring.domain.finalising import LinesUnchecked
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.minutes_items import as_stored, read_items
from apps.scoring.domain.steps import next_step
from apps.scoring.enums import Consent, MinutesState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet, VerificationMinutes
from apps.scoring.telling_queries import reviewers_of
from apps.units.telling_queries import people_of

WORDS_LENGTH = 2000


class MinutesSigned(DomainError):
    """Signed minutes never change; new ones are drawn up instead."""

    default_message = _("Biên bản đã ký, không sửa được nữa.")


class MinutesClosed(DomainError):
    """The step ended, or the sheet went back, before they were signed: they stand as they are, or are discarded."""

    default_message = _("Bước kiểm tra đã kết thúc hoặc bảng đã trả lại khi biên bản chưa ký; biên bản này đã đóng.")


class DraftThere(DomainError):
    """One draft of a step at a time."""

    default_message = _("Bước này đã có dự thảo biên bản.")


class ConsentMissing(DomainError):
    """The unit has not said whether it agrees."""

    default_message = _("Đơn vị chưa cho ý kiến về điểm thống nhất.")


class ConsentOutdated(DomainError):
    """Points changed after the unit gave its word."""

    default_message = _("Điểm đã sửa sau khi đơn vị cho ý kiến. Gửi lại để đơn vị cho ý kiến rồi ký.")


class WordsMissing(DomainError):
    """Whoever keeps a reservation says which."""

    default_message = _("Ghi nội dung bảo lưu ý kiến.")


@dataclass(frozen=True)
class Meeting:
    """What the minutes say of the meeting. ``teams``: code of a part → who checked it; ``members``: see the model."""

    held_on: date
    place: str
    held_at: str = ""
    number: str = ""
    note: str = ""
    teams: Mapping[str, str] | None = None
    members: Sequence[Mapping] = ()


@operation()
def create_minutes(*, sheet_id: int, meeting: Meeting, actor: Actor, now: datetime) -> VerificationMinutes:
    """Begin the minutes of the step that has the sheet. Raises SheetNotInReview, DraftThere, YearClosed."""
    sheet = lock_sheet(sheet_id)
    version = reviews.step_version(sheet)
    if version.minutes.filter(state=MinutesState.DRAFT).exists():
        raise DraftThere
    minutes = VerificationMinutes(sheet=sheet, sheet_version=version)
    _write(minutes, meeting, actor, now)
    minutes.save()
    record("scoring.minutes.create", actor=actor, target=sheet, at=now, after={"held_on": meeting.held_on.isoformat()})
    return minutes


@operation()
def save_minutes(
    *, minutes_id: int, version: int, meeting: Meeting, actor: Actor, now: datetime
) -> VerificationMinutes:
    """Change what a draft says of the meeting; the unit is asked for its word anew.

    Raises MinutesSigned, MinutesClosed, StaleVersion, YearClosed.
    """
    minutes = at_work(minutes_id)
    require_version(minutes, version)
    _write(minutes, meeting, actor, now)
    _forget_consent(minutes)
    minutes.version += 1
    minutes.save()
    record("scoring.minutes.save", actor=actor, target=minutes.sheet, at=now)
    return minutes


@operation()
def share_minutes(*, minutes_id: int, actor: Actor, now: datetime) -> VerificationMinutes:
    """Gửi đơn vị: the unit reads the draft and says whether it agrees. Sharing again asks anew.

    Raises MinutesSigned, MinutesClosed, LinesUnchecked, YearClosed.
    """
    minutes = at_work(minutes_id)
    _all_agreed(minutes)
    minutes.shared_at = now
    _forget_consent(minutes)
    minutes.save()
    record("scoring.minutes.share", actor=actor, target=minutes.sheet, at=now)
    people = people_of(minutes.sheet, now)
    notify("scoring.minutes_shared", to=people, about=minutes, actor=actor, now=now)
    return minutes


@operation()
def give_consent(
    *, minutes_id: int, consent: str, words: str, seen: str, actor: Actor, now: datetime
) -> VerificationMinutes:
    """The unit's word on the agreed points: Đồng ý, or Bảo lưu ý kiến with what it keeps to.

    ``seen``: ``mark_of`` the minutes as they were read. Raises MinutesSigned, MinutesClosed, ChangedMeanwhile,
    WordsMissing, ConsentMissing, YearClosed.
    """
    minutes = at_work(minutes_id)
    if minutes.shared_at is None or consent not in (Consent.AGREED, Consent.RESERVED):
        raise ConsentMissing
    if seen != mark_of(minutes):
        raise ChangedMeanwhile
    _consent(minutes, consent, words, actor.label_for(minutes.sheet), now)
    minutes.save()
    after = {"consent": minutes.consent, "words": minutes.consent_words}
    record("scoring.minutes.consent", actor=actor, target=minutes.sheet, at=now, after=after)
    told = reviewers_of(minutes.sheet, next_step(minutes.sheet, minutes.sheet_version.step_order - 1), now)
    body = str(minutes.get_consent_display())
    notify("scoring.minutes_consented", to=told, about=minutes, body=body, actor=actor, now=now)
    return minutes


@operation()
def sign_minutes(
    *,
    minutes_id: int,
    way: str,
    actor: Actor,
    now: datetime,
    seen: str = "",
    signed_copy: PaperCopy | None = None,
    consent: str = "",
    words: str = "",
) -> VerificationMinutes:
    """Sign: on screen by whoever leads the check, after the unit gave its word there; or with the scan of the paper.

    ``seen``: ``mark_of`` the minutes as they were read; nobody signs on screen without it. ``consent`` and ``words``:
    the unit's word as it stands on the paper. Keeps the items with their SHA-256. Raises MinutesSigned, MinutesClosed,
    LinesUnchecked, ConsentMissing, ConsentOutdated, WordsMissing, ChangedMeanwhile, SignedCopyMissing, YearClosed.
    """
    minutes = at_work(minutes_id)
    _all_agreed(minutes)
    mark = mark_of(minutes)
    if seen != mark and (seen or way == SigningWay.SCREEN):
        raise ChangedMeanwhile
    copy = signed_copies.copy_for(way, signed_copy, now)
    if way == SigningWay.PAPER:
        if consent not in (Consent.AGREED, Consent.RESERVED):
            raise ConsentMissing(field="consent")
        _consent(minutes, consent, words, _signers_of_unit(minutes) or minutes.sheet.unit_name, now)
    elif not minutes.consent:
        raise ConsentMissing
    elif minutes.consent_seen != mark:
        raise ConsentOutdated
    found = read_items(minutes)
    minutes.items, minutes.totals = as_stored(found)
    minutes.sha256 = _digest(minutes)
    minutes.state, minutes.signing_way, minutes.signed_at = MinutesState.SIGNED, way, now
    minutes.signed_by_label = signed_copies.signer_label(copy, actor.label_for(minutes.sheet))
    minutes.signed_copy = copy
    minutes.save()
    after = {"way": way, "consent": minutes.consent, "total": minutes.totals["agreed"], "sha256": minutes.sha256}
    record("scoring.minutes.sign", actor=actor, target=minutes.sheet, at=now, after=after)
    notify("scoring.minutes_signed", to=people_of(minutes.sheet, now), about=minutes, actor=actor, now=now)
    return minutes


@operation()
def discard_minutes(*, minutes_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Bỏ dự thảo; the points stay as they were agreed. Raises MinutesSigned, YearClosed."""
    minutes = draft_of(minutes_id)
    sheet = minutes.sheet
    minutes.delete()
    record("scoring.minutes.discard", actor=actor, target=sheet, at=now)
    return sheet


def mark_of(minutes: VerificationMinutes) -> str:
    """Fingerprint of what the minutes say: the meeting as it was saved last, and the points as they stand."""
    rows = ScoreLine.objects.filter(sheet_version_id=minutes.sheet_version_id)
    points = [(pk, f"{version}={points}") for pk, version, points in rows.values_list("pk", "version", "points")]
    return signed_copies.fingerprint([(0, f"{minutes.pk}.{minutes.version}"), *points])


def is_outdated(minutes: VerificationMinutes) -> bool:
    """Whether the step's points are others than those signed: they were reopened, or changed before the step ended."""
    if minutes.state != MinutesState.SIGNED:
        return False
    newer = minutes.sheet.versions.filter(step_order=minutes.sheet_version.step_order, stage=Stage.STEP)
    if newer.filter(pk__gt=minutes.sheet_version_id).exists():
        return True
    return as_stored(read_items(minutes)) != (minutes.items, minutes.totals)


def draft_of(minutes_id: int) -> VerificationMinutes:
    """The draft, under the lock of its sheet. Raises MinutesSigned, YearClosed."""
    sheet_id = VerificationMinutes.objects.values_list("sheet_id", flat=True).get(pk=minutes_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    minutes = VerificationMinutes.objects.select_related("sheet_version").get(pk=minutes_id)
    if minutes.state != MinutesState.DRAFT:
        raise MinutesSigned
    minutes.sheet = sheet
    return minutes


def at_work(minutes_id: int) -> VerificationMinutes:
    """The draft of a step that has the sheet still, under its lock. Raises MinutesSigned, MinutesClosed, YearClosed."""
    minutes = draft_of(minutes_id)
    if minutes.is_closed:
        raise MinutesClosed
    return minutes


def _write(minutes: VerificationMinutes, meeting: Meeting, actor: Actor, now: datetime) -> None:
    minutes.held_on, minutes.held_at = meeting.held_on, clean(meeting.held_at)
    minutes.place, minutes.number = clean(meeting.place), clean(meeting.number)
    minutes.note = clean(meeting.note, multiline=True)
    teams = {code: clean(people, multiline=True) for code, people in (meeting.teams or {}).items()}
    minutes.teams = [{"part": code, "people": people} for code, people in teams.items() if people]
    minutes.members = [
        {
            "name": clean(each["name"]),
            "post": clean(each.get("post", "")),
            "body": clean(each.get("body", "")),
            "duty": each.get("duty", ""),
            "signs": bool(each.get("signs")),
        }
        for each in meeting.members
        if clean(each["name"])
    ]
    minutes.saved_by_label, minutes.saved_at = actor.label, now


def _all_agreed(minutes: VerificationMinutes) -> None:
    if remaining := ScoreLine.objects.filter(sheet_version_id=minutes.sheet_version_id, checked_at=None).count():
        raise LinesUnchecked(remaining)


def _forget_consent(minutes: VerificationMinutes) -> None:
    minutes.consent, minutes.consent_words, minutes.consent_by_label = Consent.NONE, "", ""
    minutes.consent_at, minutes.consent_seen = None, ""


def _consent(minutes: VerificationMinutes, consent: str, words: str, who: str, now: datetime) -> None:
    text = clean(words, multiline=True)[:WORDS_LENGTH]
    if consent == Consent.RESERVED and not text:
        raise WordsMissing(field="words")
    minutes.consent, minutes.consent_words = consent, text if consent == Consent.RESERVED else ""
    minutes.consent_by_label, minutes.consent_at, minutes.consent_seen = who[:300], now, mark_of(minutes)


def _signers_of_unit(minutes: VerificationMinutes) -> str:
    return ", ".join(each["name"] for each in minutes.members if each["duty"] == "unit" and each["signs"])


def _digest(minutes: VerificationMinutes) -> str:
    """SHA-256 of what was signed: meeting, items, totals and consent as JSON with sorted keys."""
    signed = {
        "sheet": str(minutes.sheet),
        "held_on": minutes.held_on.isoformat(),
        "held_at": minutes.held_at,
        "place": minutes.place,
        "number": minutes.number,
        "note": minutes.note,
        "teams": minutes.teams,
        "members": minutes.members,
        "items": minutes.items,
        "totals": minutes.totals,
        "consent": [minutes.consent, minutes.consent_words],
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
