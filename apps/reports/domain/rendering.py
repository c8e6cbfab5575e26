"""Asking for a report and making its file: rights are asked both times, the file is kept as it was handed out."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.pdf import Verification, pdf_problems
from apps.documents.domain.issuing import About, issue, new_verification_code
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.jobs.running import Run
from apps.reports.registry import CONTENT_TYPES, PDF, NothingToReport, Printing, Report, find

TASK = "apps.reports.tasks.render_report"
STEPS = 3


class UnknownReport(DomainError):
    """No report has this name, or not in this format."""

    default_message = gettext_lazy("Không có báo cáo này, hoặc báo cáo không có định dạng này.")


def report_named(name: str, format_: str = "") -> Report:
    """The report of the catalogue. Raises UnknownReport."""
    report = find(name)
    if report is None or (format_ and format_ not in report.renderers):
        raise UnknownReport
    return report


def request_report(
    *, name: str, format_: str, params: Mapping[str, int], actor: Actor, now: datetime, asked: str = ""
) -> Job:
    """Ask for a file. ``asked`` is the form's one-time token: the same form twice is one job.

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
    wanted |= {"subject": subject_key(report, params), "ids": subject.ids}
    key = f"report:{actor.user_id or 0}:{name}:{format_}:{asked or code}"
    return enqueue(TASK, key=key, label=label, params=wanted, actor=actor, now=now)


def render(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    """Make the file of a claimed job, in Vietnamese. Running again answers the file that is there, by its code.

    Raises NothingToReport where the actor no longer sees all that was asked for.
    """
    with kept_language():
        return _render(run, actor, now)


def _render(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    wanted = run.params
    report = report_named(wanted["name"], wanted["format"])
    run.progress(0, STEPS, _("Đọc số liệu"))
    if report.seen(wanted["ids"], actor) != set(wanted["ids"]):
        raise NothingToReport
    subject = report.find(params_of(wanted["subject"]), actor)
    data = report.build(subject)
    run.progress(1, STEPS, _("Trình bày tệp"))
    verification = Verification(wanted["code"], settings.SITE_URL + reverse("verify", args=[wanted["code"]]))
    content = report.renderers[wanted["format"]](data, Printing(verification, now, run.progress))
    run.progress(2, STEPS, _("Lưu tệp"))
    issued = issue(
        about=About(report.name, wanted["subject"], subject.ids, str(subject.title)[:300]),
        file_name=f"{subject.file_stem}.{wanted['format']}",
        content_type=CONTENT_TYPES[wanted["format"]],
        content=content,
        verification_code=wanted["code"],
        data_at=now,
        actor=actor,
        now=now,
    )
    run.result = {"issued_file": issued.pk}
    run.result_url = reverse("reports:file-detail", args=[issued.pk])
    return issued


def subject_key(report: Report, params: Mapping[str, int]) -> str:
    """The chosen subject as text, always in the same order: ``cluster_year=3&run=5``."""
    return urlencode([(name, params[name]) for name in report.params if params.get(name)])


def params_of(key: str) -> dict[str, int]:
    return {name: int(value) for name, value in parse_qsl(key)}
