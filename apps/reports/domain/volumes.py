"""The volumes of a long list: a job each, for any worker; whoever waits for them makes some of them too."""

import io
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.documents.domain.issuing import new_verification_code
from apps.documents.models import IssuedFile
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.queue import JobEnded, cancel, enqueue
from apps.jobs.running import Overtaken, Run, running
from apps.reports.domain.making import Made, Order, make_file
from apps.reports.domain.subjects import params_of, report_named
from apps.reports.registry import PDF, ZIP, Report
from apps.reports.volumes import Volume, fingerprint

TASK = "apps.reports.tasks.render_volume"
WAIT_SECONDS = 0.2


class ChangedMeanwhile(DomainError):
    """The list is not the one that was cut into volumes."""

    default_message = gettext_lazy("Số liệu đã thay đổi trong lúc kết xuất các tập. Hãy yêu cầu lại.")


def in_volumes(
    run: Run, report: Report, order: Order, volumes: Sequence[Volume], *, actor: Actor, now: datetime
) -> Made:
    """The volumes as one zip file, made by all workers that are free. Raises what a volume's job raised."""
    number, digest = len(volumes), fingerprint(volumes)
    jobs = []
    for place in range(1, number + 1):
        wanted = {
            "name": report.name, "subject": order.key, "ids": order.ids, "code": new_verification_code(),
            "of": order.code, "volume": place, "digest": digest, "at": now.isoformat(),
            "expires_on": order.expires_on and order.expires_on.isoformat(),
        }  # fmt: skip
        key = f"report-volume:{order.code}:{digest[:16]}:{place}"
        label = _("%(title)s – Tập %(place)s/%(number)s") % {
            "title": report.title,
            "place": place,
            "number": number,
        }
        jobs.append(enqueue(TASK, key=key, label=label, params=wanted, actor=actor, now=now).pk)
    try:
        _all_made(run, jobs, actor)
    except Overtaken:  # another attempt of this job waits for the same volumes
        raise
    except Exception:
        for pk in Job.objects.live().filter(pk__in=jobs).values_list("pk", flat=True):
            with suppress(JobEnded):
                cancel(job_id=pk, actor=actor, now=now)
        raise
    return Made(_packed(jobs), ZIP)


def _all_made(run: Run, jobs: list[int], actor: Actor) -> None:
    """Until every volume is there; a volume that nobody has taken is made here, from the last one on."""
    while True:
        states = dict(Job.objects.filter(pk__in=jobs).values_list("pk", "state"))
        done = sum(state == JobState.DONE for state in states.values())
        run.progress(done, len(jobs), _("Kết xuất từng tập"))
        if done == len(jobs):
            return
        for pk, state in states.items():
            if state in (JobState.FAILED, JobState.CANCELLED):
                raise DomainError(Job.objects.values_list("error", flat=True).get(pk=pk) or _("Một tập đã bị dừng."))
        free = Job.objects.claimable().filter(pk__in=jobs).order_by("-pk").values_list("pk", flat=True).first()
        if free is None:
            time.sleep(WAIT_SECONDS)
            continue
        with running(free) as part:
            if part is not None:
                render_volume(part, actor)


def render_volume(run: Run, actor: Actor) -> IssuedFile:
    """One volume of a claimed job. Raises NothingToReport, ChangedMeanwhile."""
    wanted = run.params
    report, at = report_named(wanted["name"], PDF), datetime.fromisoformat(wanted["at"])
    last_day = wanted["expires_on"] and datetime.fromisoformat(wanted["expires_on"]).date()
    order = Order(
        PDF, params_of(wanted["subject"]), wanted["subject"], wanted["ids"], wanted["code"], last_day, wanted["of"]
    )
    place = wanted["volume"]

    def bind(volumes: Sequence[Volume]) -> Made:
        if fingerprint(volumes) != wanted["digest"]:
            raise ChangedMeanwhile
        return Made(volumes[place - 1].print(), PDF, f"-tap-{place}", f" (Tập {place}/{len(volumes)})")

    with kept_language():
        issued = make_file(report, order, actor=actor, now=at, bind=bind)
    run.result = {"issued_file": issued.pk}
    run.result_url = reverse("reports:file-detail", args=[issued.pk])
    return issued


def _packed(jobs: list[int]) -> bytes:
    """The files of these jobs, in their order."""
    packed = io.BytesIO()
    results = dict(Job.objects.filter(pk__in=jobs).values_list("pk", "result"))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for pk in jobs:
            made = IssuedFile.objects.get(pk=results[pk]["issued_file"])
            with made.file.open("rb") as content:
                archive.writestr(made.file_name, content.read())
    return packed.getvalue()
