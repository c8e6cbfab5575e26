"""manage.py export_criteria --code SET FILE: the newest version of a set as a criteria file."""

from pathlib import Path

from django.core.management.base import CommandError

from apps.core.commands import StableCommand
from apps.scoring.domain.criteria_sets import export_file, newest_set


class Command(StableCommand):
    help = "Xuất bảng tiêu chí ra tệp CSV; nạp lại rồi xuất nữa thì giống từng byte."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", required=True, help="mã bảng tiêu chí")

    def handle(self, *args, **options):
        criteria_set = newest_set(options["code"])
        if criteria_set is None:
            raise CommandError(f"Không có bảng tiêu chí {options['code']}")
        data = export_file(criteria_set.pk)
        options["file"].write_bytes(data)
        self.stderr.write(f"{options['file']}: {criteria_set}")
