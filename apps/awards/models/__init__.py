from apps.awards.models.comment import CommentPeriod, Consultation, PublicOpinion
from apps.awards.models.dossier import DossierPaper, ProposalRemark
from apps.awards.models.nominee import Nominee
from apps.awards.models.proposal import AwardProposal, UnitMeeting
from apps.awards.models.report import AchievementReport, ReportEntry
from apps.awards.models.submission import ProposalSubmission, SubmittedNominee

__all__ = [
    "AchievementReport",
    "AwardProposal",
    "CommentPeriod",
    "Consultation",
    "DossierPaper",
    "Nominee",
    "ProposalRemark",
    "ProposalSubmission",
    "PublicOpinion",
    "ReportEntry",
    "SubmittedNominee",
    "UnitMeeting",
]
