"""``list_reports [--json]``: names, formats and titles of the reports."""

import json

from apps.core.commands import StableCommand
from apps.reports.registry import all_reports


class Command(StableCommand):
    help = "List the reports that render_report can make."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        rows = [
            {"name": report.name, "formats": report.formats, "title": str(report.title)} for report in all_reports()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['name']:<16} {','.join(row['formats']):<12} {row['title']}")
