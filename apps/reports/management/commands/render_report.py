"""``render_report NAME --cluster CODE --year Y [--unit CODE] --format pdf|xlsx|docx --out FILE``: the page's job."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.documents.models import IssuedFile
from apps.jobs.enums import JobState
from apps.jobs.local import wait_or_run
from apps.reports.domain.rendering import request_report
from apps.reports.domain.subjects import report_named
from apps.reports.params import Names, of_names
from apps.reports.registry import CONTENT_TYPES


class Command(StableCommand):
    help = "Make a report and write it to a file."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--cluster", default="")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--unit", default="")
        parser.add_argument("--format", required=True, choices=list(CONTENT_TYPES))
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args, name, cluster, year, unit, out, **options):
        if out.is_dir() or not out.parent.is_dir():
            raise CommandError(_("Không ghi được vào %(path)s.") % {"path": out})
        report = report_named(name, options["format"])
        params = of_names(report.params, Names(cluster, year, unit))
        job = request_report(
            name=name, format_=options["format"], params=params, actor=system_actor(), now=timezone.now()
        )
        job = wait_or_run(job)
        if job.state != JobState.DONE:
            raise CommandError(job.error or str(job.get_state_display()))
        issued = IssuedFile.objects.get(pk=job.result["issued_file"])
        with issued.file.open("rb") as content:
            out.write_bytes(content.read())
        if issued.content_type != CONTENT_TYPES[options["format"]]:
            self.stderr.write(_("Danh sách dài: tệp là gói ZIP gồm các tập."))
        self.stderr.write(_("Đã ghi %(path)s (%(size)s byte).") % {"path": out, "size": issued.size})
