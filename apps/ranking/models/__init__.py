"""Tables of the ranking."""

from apps.ranking.models.decisions import Exclusion, QuotaDecision
from apps.ranking.models.dry_run import DryRun
from apps.ranking.models.runs import RankingEntry, RankingRun
from apps.ranking.models.settings import RankingSettings
from apps.ranking.models.workload import WorkloadFigure

__all__ = ["DryRun", "Exclusion", "QuotaDecision", "RankingEntry", "RankingRun", "RankingSettings", "WorkloadFigure"]
