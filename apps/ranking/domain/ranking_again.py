"""Ranking stored runs again by the same statement, to see which of them no longer come out as they are stored."""

from collections.abc import Mapping

from django.db import connection, transaction

from apps.ranking.domain.requesting import UNSENT
from apps.ranking.domain.rules import DECISIONS, DISQUALIFIERS, FACTS, class_terms, rule_text, tie_breaks
from apps.ranking.domain.statement import Competitor, RankedSet, rank
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain.canonical import run_hash
from apps.scoring.domain.tables import CriteriaTable

OTHERWISE = """
SELECT DISTINCT e.run_id
FROM ranking_rankingentry e LEFT JOIN ranking_ranked r ON r.run_id = e.run_id AND r.unit_id = e.unit_id
LEFT JOIN scoring_sheetversion v ON v.id = e.sheet_version_id
WHERE e.run_id = ANY(%s::bigint[]) AND (
    (e.base, e.bonus, e.penalty, e.total, e.percent, e.rank) IS DISTINCT FROM
    (coalesce(r.base, 0), coalesce(r.bonus, 0), coalesce(r.penalty, 0), coalesce(r.total, 0), r.percent, r.rank)
    OR e.parts <> ('[' || coalesce(r.parts, '') || ']')::jsonb OR v.total <> e.total
    OR e.class_label <> ''
)"""  # runs that nothing judges have no classes


def judged_by_rules(run: RankingRun) -> bool:
    """Whether classes or disqualifiers stand beside its numbers: what no statement judges."""
    return bool(class_terms(run.rule) or run.rule.keys() & {FACTS, DECISIONS, DISQUALIFIERS})


def differing_runs(runs: list[RankingRun], tables: Mapping[int, CriteriaTable]) -> set[int]:
    """Runs whose hash or numbers come out otherwise; those with units out of the ranking only by their hash."""
    rules = {run.pk: run for run in runs}
    judged = {run.pk for run in runs if judged_by_rules(run)}
    sheets: dict[int, dict[str, str]] = {run.pk: {} for run in runs}
    competitors: dict[str, list[Competitor]] = {}
    entries = RankingEntry.objects.filter(run__in=rules).order_by()
    for run_id, unit_id, code, version_id, sha256 in entries.values_list(
        "run_id", "unit_id", "unit__code", "sheet_version_id", "sheet_version__sha256"
    ):
        sheets[run_id][code] = sha256 or UNSENT
        if version_id is not None and run_id not in judged:
            set_id = rules[run_id].criteria_set_id
            tie = "|".join(rules[run_id].rule["tie_break"])
            competitors.setdefault(tie, []).append(Competitor(run_id, unit_id, version_id, set_id))
    found = {run.pk for run in runs if run_hash(rule_text(run.rule), sheets[run.pk]) != run.run_hash}
    for each in competitors.values():
        found |= _otherwise(each, rules, tables)
    return found


def _otherwise(
    each: list[Competitor], rules: Mapping[int, RankingRun], tables: Mapping[int, CriteriaTable]
) -> set[int]:
    """Runs of one tie-break list that come out otherwise."""
    tie = tuple(tie_breaks(rules[each[0].run_id].rule))
    set_ids = {competitor.set_id for competitor in each}
    run_ids = sorted({competitor.run_id for competitor in each})
    with transaction.atomic(), connection.cursor() as cursor:
        rank(each, [RankedSet(set_id, tables[set_id], tie, frozenset()) for set_id in set_ids])
        cursor.execute(OTHERWISE, [run_ids])
        return {run_id for (run_id,) in cursor.fetchall()}
