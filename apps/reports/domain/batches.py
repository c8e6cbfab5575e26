"""Many reports as one zip file: a job makes them one by one, each with its code; again, it takes what is there."""

import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.pdf import pdf_problems
from apps.documents.domain.issuing import About, issue, new_verification_code
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.jobs.running import Run
from apps.reports.batching import FOUND_AT_ONCE, MOST_FILES, PARTS, cluster_years_of
from apps.reports.domain.making import Order, make_file
from apps.reports.domain.subjects import params_of, report_named, subject_key
from apps.reports.keeping import BATCH, kept_until
from apps.reports.registry import PDF, NothingToReport

TASK = "apps.reports.tasks.render_batch"
ZIP = "application/zip"


class TooManyFiles(DomainError):
    """A zip file of everything would be too large."""

    default_message = gettext_lazy(
        "Gói có %(n)s tệp, nhiều nhất %(most)s. Chọn ít loại báo cáo hơn, hoặc một Cụm, Khu vực."
    )


def request_batch(
    *, names: Sequence[str], format_: str, params: Mapping[str, int], actor: Actor, now: datetime, asked: str = ""
) -> Job:
    """Ask for every file of these reports that the actor may see, of a ClusterYear or of a year. The request counts
    them; above FOUND_AT_ONCE the job looks for the papers, with progress.

    Raises NothingToReport, TooManyFiles, UnknownReport, PdfUnavailable's messages where PDF cannot be made.
    """
    if format_ == PDF and (problems := pdf_problems()):
        raise DomainError(" ".join(problems), code="unavailable")
    cluster_years = cluster_years_of(params, actor)
    reports = [report_named(name, format_) for name in names]
    sought = [(report.name, each) for report in reports for each in PARTS[report.name](cluster_years, actor)]
    if len(sought) > MOST_FILES:
        raise TooManyFiles(TooManyFiles.default_message % {"n": len(sought), "most": MOST_FILES})
    with kept_language():
        if len(sought) > FOUND_AT_ONCE:
            parts, label = None, _("Gói nhiều nhất %(n)s tệp %(format)s")
        else:
            parts, label = _found(sought, format_, actor), _("Gói %(n)s tệp %(format)s")
        label = label % {"n": len(sought if parts is None else parts), "format": format_.upper()}
    code = new_verification_code()
    key = "&".join(f"{name}={value}" for name, value in params.items() if value)
    wanted = {"format": format_, "code": code, "subject": key, "parts": parts}
    wanted |= {"sought": sought} if parts is None else {}
    job_key = f"report-batch:{actor.user_id or 0}:{format_}:{asked or code}"
    return enqueue(TASK, key=job_key, label=label, params=wanted, actor=actor, now=now)


def _found(sought: Iterable[tuple[str, Mapping[str, int]]], format_: str, actor: Actor) -> list[dict]:
    """The papers that are there and that the actor may see, each with the code of its file. Raises NothingToReport."""
    parts = []
    for name, each in sought:
        report = report_named(name, format_)
        try:
            subject = report.find(each, actor)
        except NothingToReport:
            continue
        key = subject_key(report, {**each, **subject.resolved})
        parts.append({"name": name, "subject": key, "ids": subject.ids, "code": new_verification_code()})
    if not parts:
        raise NothingToReport
    return parts


def render_batch(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    """Make the files of a claimed job, then the zip; what was found is written down first, so that another attempt
    makes no other files. Raises NothingToReport where a right was lost meanwhile.
    """
    with kept_language():
        if run.params["parts"] is None:
            sought = run.track(run.params["sought"], _("Tìm hồ sơ"))
            run.keep(parts=_found(sought, run.params["format"], actor))
        return _render(run, actor, now)


def _render(run: Run, actor: Actor, now: datetime) -> IssuedFile:
    wanted, last_day = run.params, kept_until(BATCH, local(now).date())
    title = _("Gói %(n)s tệp %(format)s") % {"n": len(wanted["parts"]), "format": wanted["format"].upper()}
    with tempfile.TemporaryFile() as stored:
        with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in run.track(wanted["parts"], _("Kết xuất từng tệp")):
                report = report_named(part["name"], wanted["format"])
                order = Order(
                    wanted["format"], params_of(part["subject"]), part["subject"], part["ids"], part["code"],
                    expires_on=last_day, batch_code=wanted["code"],
                )  # fmt: skip
                made = make_file(report, order, actor=actor, now=now)
                with made.file.open("rb") as content:
                    archive.writestr(_free_name(archive, f"{report.name}/{made.file_name}"), content.read())
        stored.seek(0)
        issued = issue(
            about=About(BATCH, wanted["subject"], [], title),
            file_name=f"bao-cao-{local(now):%Y-%m-%d-%H%M}.zip",
            content_type=ZIP,
            content=stored.read(),
            verification_code=wanted["code"],
            data_at=now,
            actor=actor,
            now=now,
            expires_on=last_day,
        )
    run.result = {"issued_file": issued.pk, "files": len(wanted["parts"])}
    run.result_url = reverse("reports:file-detail", args=[issued.pk])
    return issued


def _free_name(archive: zipfile.ZipFile, name: str) -> str:
    """A name that is not in the zip file yet: two units may have the same short code."""
    stem, _dot, ending = name.rpartition(".")
    free, number = name, 1
    taken = set(archive.namelist())
    while free in taken:
        number += 1
        free = f"{stem} ({number}).{ending}"
    return free
