"""manage.py import_scores FILE --cluster CODE --year Y --stage self|reviewed|final [--allow-breaches "reason"]."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from apps.clusters.models import ClusterYear
from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.core.spreadsheets import read_table
from apps.scoring.domain.score_entries import STAGES
from apps.scoring.domain.score_files import READABLE, REQUIRED
from apps.scoring.domain.score_imports import ImportedScores, import_scores


def cluster_year_of(options: dict) -> ClusterYear:
    """The cluster in the year named by --cluster and --year. Raises CommandError."""
    found = ClusterYear.objects.filter(cluster__code=options["cluster"], year__year=options["year"]).first()
    if found is None:
        raise CommandError(f"Không có cụm {options['cluster']} năm {options['year']}")
    return found


class Command(StableCommand):
    help = "Nạp điểm của một cụm từ tệp CSV hoặc XLSX (sai một chỗ thì không ghi gì; nạp lại tệp cũ không đổi gì)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--cluster", required=True, help="mã cụm")
        parser.add_argument("--year", required=True, type=int, help="năm thi đua")
        parser.add_argument("--stage", required=True, choices=STAGES, help="giai đoạn của điểm")
        parser.add_argument("--allow-breaches", default="", metavar="LÝ DO", help="ghi cả điểm vượt mức, nêu lý do")

    def handle(self, *args, **options):
        cluster_year = cluster_year_of(options)
        result = import_scores(
            table=read_table(options["file"], name=options["file"].name, columns=READABLE, required=REQUIRED),
            cluster_year_id=cluster_year.pk,
            stage=options["stage"],
            actor=system_actor("import_scores"),
            now=timezone.now(),
            allow_breaches=options["allow_breaches"],
        )
        self.report(result, options)

    def report(self, result: ImportedScores, options: dict) -> None:
        for warning in result.warnings:
            self.stderr.write(f"Lưu ý: {warning}")
        told = {"final": "không có điểm, tính 0", "reviewed": "tệp không có điểm, giữ như trong bảng"}
        for unit, codes in result.missing.items() if options["stage"] in told else ():
            self.stderr.write(f"{unit}: {told[options['stage']]}: {', '.join(codes)}")
        name = f"{options['cluster']} {options['year']} {options['stage']}"
        if result.written:
            self.stdout.write(f"{name}: written {len(result.written)}, unchanged {len(result.unchanged)}")
        else:
            self.stdout.write(f"{name}: unchanged")
