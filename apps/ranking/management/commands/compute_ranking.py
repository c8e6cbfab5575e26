"""``compute_ranking --cluster CODE --year Y [--line LINE] [--json]``: the same job as the page.

``compute_ranking --year Y [--organiser UNIT] [--json]``: every cluster of the year in one job.
"""

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
from apps.periods.models import EmulationYear
from apps.ranking.domain.requesting import Request, missing_text, request_ranking
from apps.ranking.domain.requesting_year import request_year
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of


class Command(StableCommand):
    help = "Compute the ranking of a cluster in a year; the result alone goes to stdout."

    def add_arguments(self, parser):
        parser.add_argument("--cluster", default=None, help="one cluster; all clusters of the year when not named")
        parser.add_argument("--organiser", default=None, help="whose year, where several bodies have one")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--line", default=None, help="justice or enforcement; every line when not named")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, cluster, year, line, organiser, **options):
        if cluster is None:
            runs, shown = self.compute_year(self.find_year(year, organiser), line), ("cluster", "line")
        else:
            runs = self.compute_cluster(cluster, year, line)
            shown = ("line",) if len(runs) > 1 else ()
        rows = [row for run in runs for row in self.rows(run, shown)]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) if options["json"] else self.as_text(rows))

    def compute_cluster(self, cluster: str, year: int, line: str | None) -> list[RankingRun]:
        cluster_year = ClusterYear.objects.filter(cluster__code=cluster, year__year=year).first()
        if cluster_year is None:
            raise CommandError(_("Không có cụm %(cluster)s năm %(year)s.") % {"cluster": cluster, "year": year})
        lines = lines_of(cluster_year.pk)
        if line is not None and line not in lines:
            raise CommandError(_("Cụm %(cluster)s không có khối %(line)s.") % {"cluster": cluster, "line": line})
        return [self.compute(cluster_year, each) for each in (lines if line is None else [line])]

    def find_year(self, year: int, organiser: str | None) -> EmulationYear:
        found = EmulationYear.objects.filter(year=year)
        found = list(found if organiser is None else found.filter(organiser__code=organiser))
        if not found:
            raise CommandError(_("Không có năm thi đua %(year)s.") % {"year": year})
        if len(found) > 1:
            raise CommandError(_("Nhiều đơn vị tổ chức năm %(year)s, cần nêu --organiser.") % {"year": year})
        return found[0]

    def compute_year(self, year: EmulationYear, line: str | None) -> list[RankingRun]:
        """All results in force of the year afterwards; lines that are not ready are named and left out."""
        asked = request_year(year_id=year.pk, actor=system_actor(), now=timezone.now())
        for each in asked.not_ready:
            name = ClusterYear.objects.get(pk=each.cluster_year_id)
            self.stderr.write(f"{name}: {missing_text(each)}")
        if asked.job is None and asked.unchanged:
            self.stderr.write(_("Không thay đổi: số liệu đầu vào giống lần tính trước."))
        if asked.job is not None:
            job = wait_or_run(asked.job)
            if job.state != JobState.DONE:
                raise CommandError(job.error or job.get_state_display())
        runs = RankingRun.objects.in_force().filter(cluster_year__year=year).for_list()
        newest = {run.place: run for run in runs.order_by("cluster_year__cluster__code", "line", "pk")}
        return [run for run in newest.values() if line in (None, run.line)]

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

    def rows(self, run: RankingRun, shown: tuple[str, ...]) -> list[dict]:
        """Best first, units without a rank last; ``percent``, line and cluster only where they say something."""
        rows = []
        told = {"cluster": run.cluster_year.cluster.code, "line": run.line}
        for entry in run.entries.select_related("unit"):
            row = {
                "unit": entry.unit.code,
                "points": float(entry.total),
                "rank": entry.rank,
                "class": entry.class_label or None,
            }
            if entry.percent is not None:
                row["percent"] = float(entry.percent)
            rows.append(row | {name: told[name] for name in shown})
        return rows

    def as_text(self, rows: list[dict]) -> str:
        lines = [
            f"{row['rank'] or '–':>3}  {format_points(row['points']):>9}  {row['unit']}  {row['class'] or ''}".rstrip()
            for row in rows
        ]
        return "\n".join(lines)
