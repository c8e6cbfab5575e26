from apps.scoring.models.criteria import Band, Criterion
from apps.scoring.models.criteria_set import ClassRule, CriteriaSet, ReviewStep
from apps.scoring.models.evidence import EvidenceLink
from apps.scoring.models.line import DifferenceReason, ScoreLine
from apps.scoring.models.sheet import ScoreSheet, SheetVersion

__all__ = [
    "Band",
    "ClassRule",
    "CriteriaSet",
    "Criterion",
    "DifferenceReason",
    "EvidenceLink",
    "ReviewStep",
    "ScoreLine",
    "ScoreSheet",
    "SheetVersion",
]
