from apps.scoring.models.criteria import Band, Criterion
from apps.scoring.models.criteria_set import ClassRule, CriteriaSet, ReviewStep
from apps.scoring.models.evidence import EvidenceLink
from apps.scoring.models.figure_remark import FigureRemark
from apps.scoring.models.line import DifferenceReason, ScoreLine
from apps.scoring.models.part_assignment import PartAssignment
from apps.scoring.models.sheet import ScoreSheet, SheetVersion

__all__ = [
    "Band",
    "ClassRule",
    "CriteriaSet",
    "Criterion",
    "DifferenceReason",
    "EvidenceLink",
    "FigureRemark",
    "PartAssignment",
    "ReviewStep",
    "ScoreLine",
    "ScoreSheet",
    "SheetVersion",
]
