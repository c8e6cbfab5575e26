"""``compute_ranking --cluster CODE --year Y [--line LINE] [--json]``: the same job as the page."""

import json

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clusters.models import ClusterYear
from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.core.numbers import format_points
from apps.jobs.enums import JobState
from apps.jobs.local import wait_or_run
from apps.ranking.domain.requesting import Request, request_ranking
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of


class Command(StableCommand):
    help = "Compute the ranking of a cluster in a year; the result alone goes to stdout."

    def add_arguments(self, parser):
        parser.add_argument("--cluster", required=True)
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--line", default=None, help="justice or enforcement; every line when not named")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, cluster, year, line, **options):
        cluster_year = ClusterYear.objects.filter(cluster__code=cluster, year__year=year).first()
        if cluster_year is None:
            raise CommandError(_("Không có cụm %(cluster)s năm %(year)s.") % {"cluster": cluster, "year": year})
        lines = lines_of(cluster_year.pk)
        if line is not None and line not in lines:
            raise CommandError(_("Cụm %(cluster)s không có khối %(line)s.") % {"cluster": cluster, "line": line})
        wanted = lines if line is None else [line]
        runs = [self.compute(cluster_year, each) for each in wanted]
        rows = [row for run in runs for row in self.rows(run, several=len(wanted) > 1)]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) if options["json"] else self.as_text(rows))

    def compute(self, cluster_year: ClusterYear, line: str) -> RankingRun:
        return self.finished(
            request_ranking(cluster_year_id=cluster_year.pk, line=line, actor=system_actor(), now=timezone.now())
        )

    def finished(self, asked: Request) -> RankingRun:
        if asked.job is None:
            self.stderr.write(_("Không thay đổi: số liệu đầu vào giống lần tính trước."))
            return asked.run
        job = wait_or_run(asked.job)
        if job.state != JobState.DONE:
            raise CommandError(job.error or job.get_state_display())
        return RankingRun.objects.get(pk=job.result["run_ids"][0])

    def rows(self, run: RankingRun, *, several: bool) -> list[dict]:
        """Best first, units without a rank last; ``percent`` and ``line`` only where they say something."""
        rows = []
        for entry in run.entries.select_related("unit"):
            row = {
                "unit": entry.unit.code,
                "points": float(entry.total),
                "rank": entry.rank,
                "class": entry.class_label or None,
            }
            if entry.percent is not None:
                row["percent"] = float(entry.percent)
            if several:
                row["line"] = run.line
            rows.append(row)
        return rows

    def as_text(self, rows: list[dict]) -> str:
        lines = [
            f"{row['rank'] or '–':>3}  {format_points(row['points']):>9}  {row['unit']}  {row['class'] or ''}".rstrip()
            for row in rows
        ]
        return "\n".join(lines)
