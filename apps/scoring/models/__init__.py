from apps.scoring.models.confirmation import OutsideConfirmation
from apps.scoring.models.consultation import Consultation, ConsultationReply, DraftComment
from apps.scoring.models.consultation_sent import CommentAnswer, ReplySending, SentComment
from apps.scoring.models.criteria import Band, Criterion
from apps.scoring.models.criteria_set import ClassRule, CriteriaSet, ReviewStep
from apps.scoring.models.evidence import EvidenceLink
from apps.scoring.models.figure_remark import FigureRemark
from apps.scoring.models.line import DifferenceReason, ScoreLine
from apps.scoring.models.minutes import VerificationMinutes
from apps.scoring.models.part_assignment import PartAssignment
from apps.scoring.models.remark import ScoreRemark
from apps.scoring.models.reviewing import ReviewAssignment, ReviewSetting
from apps.scoring.models.sheet import ScoreSheet, SheetVersion

__all__ = [
    "Band",
    "ClassRule",
    "CommentAnswer",
    "Consultation",
    "ConsultationReply",
    "CriteriaSet",
    "Criterion",
    "DifferenceReason",
    "DraftComment",
    "EvidenceLink",
    "FigureRemark",
    "OutsideConfirmation",
    "PartAssignment",
    "ReplySending",
    "ReviewAssignment",
    "ReviewSetting",
    "ReviewStep",
    "ScoreLine",
    "ScoreRemark",
    "ScoreSheet",
    "SentComment",
    "SheetVersion",
    "VerificationMinutes",
]
