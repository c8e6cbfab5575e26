"""manage.py bench [NAME…] [--json] [--small]: ratios against the bare database or library, in the same run."""

import json

from django.core.management.base import CommandError

from apps.core.commands import StableCommand
from apps.demo.bench import (
    award_import,
    duty_board,
    eligibility,
    home,
    pdf,
    person_search,
    person_timeline,
    ranking,
    registration_consolidation,
    registry_search,
    report_aggregation,
    score_sheet,
    search,
    sheet_import,
    startup,
    unit_tree,
    verify_integrity,
    volumes,
    xlsx,
)
from apps.demo.bench.database import own_database

BENCHES = {
    "startup": startup.run,
    "score_sheet": score_sheet.run,
    "ranking": ranking.run,
    "rerank": ranking.run_again,
    "verify_integrity": verify_integrity.run,
    "person_search": person_search.run_search,
    "person_page": person_search.run_page,
    "sheet_import": sheet_import.run,
    "unit_tree": unit_tree.run,
    "unit_page": unit_tree.run_page,
    "scope_query": unit_tree.run_scope,
    "search": search.run,
    "registry_search": registry_search.run_search,
    "registry_page": registry_search.run_page,
    "person_timeline": person_timeline.run_timeline,
    "timeline_page": person_timeline.run_page,
    "eligibility": eligibility.run,
    "award_import": award_import.run,
    "duty_board": duty_board.run,
    "duty_page": duty_board.run_page,
    "home": home.run,
    "report_aggregation": report_aggregation.run,
    "report_totals": report_aggregation.run_page,
    "registration_consolidation": registration_consolidation.run,
    "pdf": pdf.run,
    "xlsx": xlsx.run,
    "volumes": volumes.run,
}


class Command(StableCommand):
    help = "Đo tốc độ so với cơ sở dữ liệu trần, trong một cơ sở dữ liệu riêng."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
        parser.add_argument("--json", action="store_true", help="kết quả dạng JSON")
        parser.add_argument("--small", action="store_true", help="cỡ nhỏ, cho kiểm thử")

    def handle(self, *args, **options):
        names = options["names"] or list(BENCHES)
        if unknown := [name for name in names if name not in BENCHES]:
            raise CommandError(f"Không có phép đo: {', '.join(unknown)}. Có: {', '.join(BENCHES)}.")
        results = []
        with own_database():
            for name in names:
                self.stderr.write(f"đang đo {name}…")
                results += BENCHES[name](small=options["small"]).as_rows()
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2))
            return
        for row in results:
            self.stdout.write(
                f"{row['name']:<20} n={row['n']:<8} trần {row['bare_ms']:>10.1f} ms   ta {row['ours_ms']:>10.1f} ms   "
                f"tỷ lệ {row['ratio']:>7.2f}   số mũ {row['exponent']}   {'khớp' if row['rows_equal'] else 'LỆCH'}"
            )
