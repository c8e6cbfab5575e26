"""manage.py export_scores FILE --cluster CODE --year Y --stage self|reviewed|final."""

from pathlib import Path

from apps.core.commands import StableCommand
from apps.scoring.domain.score_entries import STAGES
from apps.scoring.domain.score_exports import export_scores
from apps.scoring.management.commands.import_scores import cluster_year_of


class Command(StableCommand):
    help = "Xuất điểm đã tính của từng đơn vị, từng tiêu chí ra tệp CSV."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--cluster", required=True, help="mã cụm")
        parser.add_argument("--year", required=True, type=int, help="năm thi đua")
        parser.add_argument("--stage", required=True, choices=STAGES, help="giai đoạn của điểm")

    def handle(self, *args, **options):
        data = export_scores(cluster_year_of(options).pk, options["stage"])
        options["file"].write_bytes(data)
        self.stderr.write(str(options["file"]))
