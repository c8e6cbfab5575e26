"""One file of one report: found, built, rendered, kept with its code. Again, it answers the file that is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.pdf import Verification
from apps.documents.domain.issuing import About, issue
from apps.documents.models import IssuedFile
from apps.reports.keeping import paper_kept_until
from apps.reports.registry import CONTENT_TYPES, NothingToReport, Printing, Report, Subject
from apps.reports.standing import is_official
from apps.reports.volumes import Volume

Step = Callable[[int, int, str], None]
Bind = Callable[[Sequence[Volume]], "Made"]


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


@dataclass(frozen=True)
class Made:
    """The content of a file; ``suffix``: what its name and title say beside the subject's."""

    content: bytes
    format: str
    suffix: str = ""
    title: str = ""


def make_file(
    report: Report, order: Order, *, actor: Actor, now: datetime, step: Step = silent, bind: Bind | None = None
) -> IssuedFile:
    """``step``: told of the pieces of a long rendering. ``bind``: makes the content of a list in volumes; without it a
    list of any length is one file. What is issued, sent or signed is kept by its own rule, whatever the order says.

    Raises NothingToReport where the actor no longer sees all that was asked for.
    """
    known = IssuedFile.objects.filter(verification_code=order.code).first()
    if known is not None:
        return known
    if report.seen(order.ids, actor) != set(order.ids):
        raise NothingToReport
    subject = report.find(order.params, actor)
    verification = Verification(order.code, settings.SITE_URL + reverse("verify", args=[order.code]))
    made = _content(report, order, report.build(subject), Printing(verification, now, step), bind)
    return issue(
        about=About(report.name, order.key, subject.ids, f"{subject.title}{made.title}"[:300]),
        file_name=f"{subject.file_stem}{made.suffix}.{made.format}",
        content_type=CONTENT_TYPES[made.format],
        content=made.content,
        verification_code=order.code,
        data_at=now,
        actor=actor,
        now=now,
        batch_code=order.batch_code,
        expires_on=_last_day(report, subject, order, now),
    )


def _last_day(report: Report, subject: Subject, order: Order, now: datetime) -> date | None:
    if is_official(subject.objects, now):
        return paper_kept_until(report.name, local(now).date())
    return order.expires_on


def _content(report: Report, order: Order, data: object, printing: Printing, bind: Bind | None) -> Made:
    render = report.renderers[order.format]
    cut = getattr(render, "cut", None)
    if bind is not None and cut is not None:
        volumes = cut(data, printing)
        if len(volumes) > 1:
            return bind(volumes)
        return Made(volumes[0].print(), order.format)
    return Made(render(data, printing), order.format)
