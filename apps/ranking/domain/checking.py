"""Integrity of runs: hash of each run, and stored numbers against the sheet versions that they reference."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.ranking.domain.explaining import differences
from apps.ranking.domain.requesting import UNSENT
from apps.ranking.domain.rules import rule_text
from apps.ranking.models import RankingRun
from apps.scoring.domain.canonical import digest, run_hash
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import totals
from apps.scoring.models import SheetVersion


def run_faults() -> Iterator[str]:
    """Runs whose hash or numbers do not follow from their rule and sheets."""
    tables = {}
    for run in RankingRun.objects.with_result().for_list().order_by("pk").iterator(chunk_size=100):
        entries = list(run.entries.select_related("unit", "sheet_version"))
        sheets = {e.unit.code: e.sheet_version.sha256 if e.sheet_version else UNSENT for e in entries}
        if run_hash(rule_text(run.rule), sheets) != run.run_hash:
            yield _("Kết quả xếp hạng số %(number)s: mã băm không khớp.") % {"number": run.pk}
        table = tables.setdefault(run.criteria_set_id, None) or load_table(run.criteria_set_id)
        tables[run.criteria_set_id] = table
        for entry in entries:
            if entry.sheet_version is None:
                continue
            entry.run = run
            lines = list(entry.sheet_version.lines.select_related("criterion").order_by("criterion__position"))
            for fault in differences(entry, totals(lines, table), lines, table):
                shown = {"number": run.pk, "unit": entry.unit_name, "fault": fault}
                yield _("Kết quả xếp hạng số %(number)s, %(unit)s: %(fault)s") % shown


def sheet_faults() -> Iterator[str]:
    """Locked versions whose hash does not follow from their canonical text."""
    versions = SheetVersion.objects.filter(locked_at__isnull=False).order_by("pk").select_related("sheet__cluster_year")
    for version in versions.iterator(chunk_size=200):
        if digest(version.canonical) != version.sha256:
            yield _("Bảng điểm “%(version)s”: mã băm không khớp.") % {"version": version}
