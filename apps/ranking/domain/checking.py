"""Integrity of runs and of the sheets under them: hashes, and every stored number against the lines it follows from."""

from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from apps.ranking.domain.class_reasons import for_class
from apps.ranking.domain.classes import classify
from apps.ranking.domain.explaining import differences
from apps.ranking.domain.facts import decided
from apps.ranking.domain.neighbours import compared
from apps.ranking.domain.outcomes import out_of_ranking
from apps.ranking.domain.ranking_again import differing_runs, judged_by_rules
from apps.ranking.domain.requesting import UNSENT
from apps.ranking.domain.rules import class_terms, rule_text, unit_facts
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain.canonical import digest, run_hash, sheet_rows, sheet_text
from apps.scoring.domain.hash_checking import suspects
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints
from apps.scoring.domain.versions import points_by_code, totals
from apps.scoring.models import ScoreLine, SheetVersion

CHUNK = 500


class _Tables(dict):
    """Criteria by id of the set, each read once."""

    def __missing__(self, set_id: int) -> CriteriaTable:
        self[set_id] = load_table(set_id)
        return self[set_id]


def run_faults() -> Iterator[str]:
    """Runs whose hash, numbers, ranks or classes do not follow from their rule and sheets.

    All runs are ranked again by their statement; those that come out otherwise, and those with classes or units out of
    the ranking, are looked at line by line.
    """
    tables = _Tables()
    ids = list(RankingRun.objects.with_result().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        runs = RankingRun.objects.filter(pk__in=ids[start : start + CHUNK]).for_list().order_by("pk")
        differing = differing_runs(list(runs), tables)
        for run in runs:
            if run.pk in differing or judged_by_rules(run):
                found = list(_run_faults(run, tables[run.criteria_set_id]))
                if run.pk in differing and not found:
                    text = _("Kết quả xếp hạng số %(number)s: xếp hạng lại được kết quả khác với kết quả đã lưu.")
                    found = [text % {"number": run.pk}]
                yield from found


def _run_faults(run: RankingRun, table: CriteriaTable) -> Iterator[str]:
    entries = list(run.entries.select_related("unit", "sheet_version"))
    sheets = {e.unit.code: e.sheet_version.sha256 if e.sheet_version else UNSENT for e in entries}
    if run_hash(rule_text(run.rule), sheets) != run.run_hash:
        yield _("Kết quả xếp hạng số %(number)s: mã băm không khớp.") % {"number": run.pk}
    for entry, fault in _entry_faults(run, entries, table):
        shown = {"number": run.pk, "unit": entry.unit_name, "fault": fault}
        yield _("Kết quả xếp hạng số %(number)s, %(unit)s: %(fault)s") % shown


def _entry_faults(
    run: RankingRun, entries: list[RankingEntry], table: CriteriaTable
) -> Iterator[tuple[RankingEntry, str]]:
    sums: dict[int, SheetPoints] = {}
    added = [entry for entry in entries if entry.sheet_version is not None]
    for entry in added:
        entry.run = run
        lines = _lines(entry.sheet_version)
        sums[entry.pk] = totals(lines, table)
        yield from ((entry, fault) for fault in differences(entry, sums[entry.pk], lines, table))
    ranked = [entry for entry in added if entry.rank is not None]
    units = (for_class(entry, sums[entry.pk], table) for entry in ranked)
    by_code = {entry.unit.code: entry.unit_id for entry in entries}
    classes = classify(units, class_terms(run.rule), decided(run.rule, by_code)).given
    for entry in added:
        if bool(out_of_ranking(run.rule, unit_facts(run.rule, entry.unit.code))) != (entry.rank is None):
            yield entry, _("có hạng hay không không theo quy tắc của lần tính.")
    keys = {entry.pk: (compared(entry), *map(Decimal, entry.tie_values)) for entry in ranked}
    for entry in ranked:
        rank = 1 + sum(key > keys[entry.pk] for key in keys.values())
        if rank != entry.rank:
            yield entry, _("hạng tính lại được %(found)s, đã lưu %(stored)s.") % {"found": rank, "stored": entry.rank}
        if classes.get(entry.unit_id, "") != entry.class_label:
            yield entry, _("xếp loại không theo quy tắc của lần tính.")


def sheet_faults() -> Iterator[str]:
    """Locked versions whose hash does not follow from their canonical text, or their lines or totals from it."""
    with transaction.atomic():
        found = suspects()
    versions = SheetVersion.objects.filter(pk__in=found).order_by("pk")
    tables = _Tables()
    for version in versions.select_related("sheet__cluster_year").iterator(chunk_size=200):
        if fault := _sheet_fault(version, tables):
            yield _("Bảng điểm “%(version)s”: %(fault)s") % {"version": version, "fault": fault}


def _sheet_fault(version: SheetVersion, tables: _Tables) -> str:
    lines = _lines(version)
    # Scored by the set of its own lines: the sheet may have gone over to a corrected set since.
    table = tables[lines[0].criterion.criteria_set_id if lines else version.sheet.criteria_set_id]
    if digest(version.canonical) != version.sha256:
        return _("mã băm không khớp.")
    if sheet_text(sheet_rows(table.tree, points_by_code(lines, table))) != version.canonical:
        return _("các dòng điểm đã bị thay đổi sau khi khóa.")
    if totals(lines, table).total != version.total:
        return _("tổng điểm không khớp với các dòng điểm.")
    return ""


def _lines(version: SheetVersion) -> list[ScoreLine]:
    return list(version.lines.select_related("criterion").order_by("criterion__position"))
