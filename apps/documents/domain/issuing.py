"""Handing out files that the system rendered: hash, verification code, kept for ever as issued."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.documents.models import IssuedFile

# Without letters and digits that people confuse when they read a code from paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class About:
    """What a file is about: the report, what was asked for as text, the ids of the objects in it, its title."""

    report: str
    subject_key: str
    subject_ids: Sequence[int]
    title: str


def new_verification_code() -> str:
    """Twelve characters in groups of four; printed on the file before it is rendered."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(12))
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
    )
    issued.file.save(file_name, ContentFile(content), save=False)
    issued.save()
    record("documents.issued_file.issue", actor=actor, target=issued, at=now, after={"sha256": issued.sha256})
    return issued
