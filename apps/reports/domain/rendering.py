"""Asking for a report and making its file: rights are asked both times, the file is kept as it was handed out."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.pdf import pdf_problems
from apps.documents.domain.issuing import new_verification_code
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.jobs.running import Run
from apps.notifications.domain.sending import notify
from apps.reports.domain.making import Order, make_file
from apps.reports.domain.subjects import params_of, report_named, subject_key
from apps.reports.domain.volumes import in_volumes
from apps.reports.keeping import REPORT, SCHEDULED, kept_until
from apps.reports.registry import PDF

TASK = "apps.reports.tasks.render_report"
STEPS = 2


def request_report(
    *,
    name: str,
    format_: str,
    params: Mapping[str, int],
    actor: Actor,
    now: datetime,
    asked: str = "",
    scheduled: bool = False,
) -> Job:
    """Ask for a file. ``asked`` is the form's one-time token: the same form twice is one job. ``scheduled``: the person
    did not ask now and is told when the file is there.

    Raises NothingToReport where the actor does not see the subject, PdfUnavailable's messages where PDF cannot be made.
    """
    report = report_named(name, format_)
    if format_ == PDF and (problems := pdf_problems()):
        raise DomainError(" ".join(problems), code="unavailable")
    code = new_verification_code()
    with kept_language():
        subject = report.find(params, actor)
        label = f"{subject.title} ({format_.upper()})"
    wanted = {"name": name, "format": format_, "code": code}
    wanted |= {"subject": subject_key(report, {**params, **subject.resolved}), "ids": subject.ids}
    wanted |= {"scheduled": True} if scheduled else {}
    key = job_key(actor.user_id, name, format_, asked or code)
    return enqueue(TASK, key=key, label=label, params=wanted, actor=actor, now=now)


def job_key(user_id: int | None, name: str, format_: str, asked: str) -> str:
    """One job for each request of a person."""
    return f"report:{user_id or 0}:{name}:{format_}:{asked}"


def render(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    """Make the file of a claimed job, in Vietnamese. Running again answers the file that is there, by its code.

    Raises NothingToReport where the actor no longer sees all that was asked for.
    """
    with kept_language():
        return _render(run, actor, now)


def _render(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    wanted = run.params
    report = report_named(wanted["name"], wanted["format"])
    run.progress(0, STEPS, _("Đọc số liệu, trình bày tệp"))
    scheduled = wanted.get("scheduled", False)
    last_day = kept_until(SCHEDULED if scheduled else REPORT, local(now).date())
    order = Order(
        wanted["format"], params_of(wanted["subject"]), wanted["subject"], wanted["ids"], wanted["code"], last_day
    )
    bind = partial(in_volumes, run, report, order, actor=actor, now=now)
    issued = make_file(report, order, actor=actor, now=now, step=run.progress, bind=bind)
    run.progress(1, STEPS, _("Lưu tệp"))
    run.result = {"issued_file": issued.pk}
    run.result_url = reverse("reports:file-detail", args=[issued.pk])
    kept = f"Tệp giữ đến hết ngày {format_date(issued.expires_on)}" if issued.expires_on else "Tệp giữ không thời hạn"
    if scheduled and actor.user_id:
        notify(
            "reports.scheduled",
            to=[actor.user_id],
            about=issued,
            path=run.result_url,
            body=f"{issued.title}. {kept}.",
            key=f"reports.scheduled:{issued.pk}",
            now=now,
        )
    return issued
