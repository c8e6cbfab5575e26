"""Handing out files that the system rendered: hash, verification code, kept for ever as issued."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.documents.models import IssuedFile

# Without letters and digits that people confuse when they read a code from paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


MOST_AT_ONCE = 500


class Emptied(DomainError):
    """The content is gone."""

    default_message = _("Nội dung tệp đã hết hạn lưu. Hãy kết xuất lại; mã tra cứu và mã băm vẫn tra được.")


@dataclass(frozen=True)
class About:
    """What a file is about: the report, what was asked for as text, the ids of the objects in it, its title."""

    report: str
    subject_key: str
    subject_ids: Sequence[int]
    title: str


def new_verification_code() -> str:
    """Twelve characters in groups of four; printed on the file before it is rendered."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(12))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


@operation()
def issue(
    *,
    about: About,
    file_name: str,
    content_type: str,
    content: bytes,
    verification_code: str,
    data_at: datetime,
    actor: Actor,
    now: datetime,
    batch_code: str = "",
    expires_on: date | None = None,
) -> IssuedFile:
    """Store a rendered file. Idempotent by verification code: a task that runs again answers the same row."""
    known = IssuedFile.objects.filter(verification_code=verification_code).first()
    if known is not None:
        return known
    issued = IssuedFile(
        report=about.report,
        subject_key=about.subject_key,
        subject_ids=sorted(about.subject_ids),
        title=about.title,
        file_name=file_name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        verification_code=verification_code,
        data_at=data_at,
        issued_at=now,
        issued_by_id=actor.user_id,
        batch_code=batch_code,
        expires_on=expires_on,
    )
    issued.file.save(file_name, ContentFile(content), save=False)
    issued.save()
    record("documents.issued_file.issue", actor=actor, target=issued, at=now, after={"sha256": issued.sha256})
    return issued


@operation()
def keep_for_good(*, issued_id: int, actor: Actor, now: datetime) -> IssuedFile:
    """Giữ không thời hạn: what came in a zip file is kept with it. The caller has asked the right. Raises Emptied."""
    issued = IssuedFile.objects.select_for_update(no_key=True).get(pk=issued_id)
    if issued.is_over(local(now).date()):
        raise Emptied
    if issued.expires_on is not None:
        before = {"expires_on": issued.expires_on.isoformat()}
        parts = IssuedFile.objects.filter(batch_code=issued.verification_code, emptied_at=None)
        after = {"expires_on": None, "parts": parts.exclude(expires_on=None).update(expires_on=None)}
        issued.expires_on = None
        issued.save(update_fields=["expires_on"])
        record("documents.issued_file.keep", actor=actor, target=issued, at=now, before=before, after=after)
    return issued


@operation()
def keep_longer(*, issued_id: int, last_day: date | None, actor: Actor, now: datetime) -> bool:
    """Whether its last day is a later one now; None: kept for ever. What is gone stays gone."""
    issued = IssuedFile.objects.select_for_update(no_key=True).get(pk=issued_id)
    if issued.emptied_at or issued.expires_on is None or (last_day is not None and last_day <= issued.expires_on):
        return False
    before, issued.expires_on = {"expires_on": issued.expires_on.isoformat()}, last_day
    issued.save(update_fields=["expires_on"])
    after = {"expires_on": last_day and last_day.isoformat()}
    record("documents.issued_file.keep", actor=actor, target=issued, at=now, before=before, after=after)
    return True


def empty_expired(*, actor: Actor, now: datetime, but_of: Collection[str] = ()) -> int:
    """Remove the content of files whose last day is over; answers how many. Safe to run again and beside itself.

    The content goes first: a run that dies in between finds the row again. ``but_of``: reports whose files stay.
    """
    over = IssuedFile.objects.filter(expires_on__lt=local(now).date(), emptied_at=None).order_by("pk")
    over = over.exclude(report__in=but_of)
    emptied, last = 0, 0
    while ids := list(over.filter(pk__gt=last).values_list("pk", flat=True)[:MOST_AT_ONCE]):
        emptied += sum(_empty(pk, actor, now) for pk in ids)
        last = ids[-1]
    return emptied


@operation()
def _empty(issued_id: int, actor: Actor, now: datetime) -> bool:
    issued = IssuedFile.objects.select_for_update(no_key=True).get(pk=issued_id)
    return issued.is_over(local(now).date()) and empty(issued_id=issued_id, actor=actor, now=now)


@operation()
def empty(*, issued_id: int, actor: Actor, now: datetime, reason: str = "") -> bool:
    """Remove the content, over or not; False where it has gone already. The caller has asked the right."""
    issued = IssuedFile.objects.select_for_update(no_key=True).get(pk=issued_id)
    if issued.emptied_at is not None:
        return False
    issued.file.storage.delete(issued.file.name)
    issued.emptied_at = now
    issued.save(update_fields=["emptied_at"])
    after = {"sha256": issued.sha256}
    record("documents.issued_file.empty", actor=actor, target=issued, at=now, after=after, reason=reason)
    return True
