"""One file of one report: found, built, rendered, kept with its code. Again, it answers the file that is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from apps.core.actor import Actor
from apps.core.pdf import Verification
from apps.documents.domain.issuing import About, issue
from apps.documents.models import IssuedFile
from apps.reports.registry import CONTENT_TYPES, NothingToReport, Printing, Report

Step = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _what: str) -> None:
    """Nobody watches the pieces of one file."""


@dataclass(frozen=True)
class Order:
    """What is to be made. ``key``: the subject as text; ``ids``: its objects when it was asked for."""

    format: str
    params: Mapping[str, int]
    key: str
    ids: list[int]
    code: str
    expires_on: date | None = None
    batch_code: str = ""


def make_file(report: Report, order: Order, *, actor: Actor, now: datetime, step: Step = silent) -> IssuedFile:
    """``step``: told of the pieces of a long rendering.

    Raises NothingToReport where the actor no longer sees all that was asked for.
    """
    known = IssuedFile.objects.filter(verification_code=order.code).first()
    if known is not None:
        return known
    if report.seen(order.ids, actor) != set(order.ids):
        raise NothingToReport
    subject = report.find(order.params, actor)
    verification = Verification(order.code, settings.SITE_URL + reverse("verify", args=[order.code]))
    content = report.renderers[order.format](report.build(subject), Printing(verification, now, step))
    return issue(
        about=About(report.name, order.key, subject.ids, str(subject.title)[:300]),
        file_name=f"{subject.file_stem}.{order.format}",
        content_type=CONTENT_TYPES[order.format],
        content=content,
        verification_code=order.code,
        data_at=now,
        actor=actor,
        now=now,
        batch_code=order.batch_code,
        expires_on=order.expires_on,
    )
