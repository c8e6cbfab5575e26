"""Equal units at the line of a quota that still wait for a decision, found again from a stored run."""

from apps.ranking.domain.class_reasons import for_class
from apps.ranking.domain.classes import QuotaTie, classify
from apps.ranking.domain.facts import decided
from apps.ranking.domain.rules import class_terms
from apps.ranking.models import RankingRun
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import totals


def open_ties(run: RankingRun) -> tuple[QuotaTie, ...]:
    """Ties of a run; no query for a rule without quotas."""
    terms = class_terms(run.rule)
    if all(each.quota_percent is None and each.quota_number is None for each in terms):
        return ()
    table = load_table(run.criteria_set_id)
    entries = list(run.entries.select_related("unit", "sheet_version"))
    by_code = {entry.unit.code: entry.unit_id for entry in entries}
    units = []
    for entry in entries:
        if entry.rank is None:
            continue
        entry.run = run
        lines = entry.sheet_version.lines.select_related("criterion").order_by("criterion__position")
        units.append(for_class(entry, totals(list(lines), table), table))
    return classify(units, terms, decided(run.rule, by_code)).ties
