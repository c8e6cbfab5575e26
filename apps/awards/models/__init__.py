from apps.awards.models.certificate import Certificate, CertificateLayout
from apps.awards.models.comment import CommentPeriod, Consultation, PublicOpinion
from apps.awards.models.council import Council, CouncilMember
from apps.awards.models.decision import AwardDecision, DecisionLine
from apps.awards.models.dossier import DossierPaper, ProposalRemark
from apps.awards.models.nominee import Nominee
from apps.awards.models.proposal import AwardProposal, UnitMeeting
from apps.awards.models.report import AchievementReport, ReportEntry
from apps.awards.models.session import AgendaItem, Conflict, CouncilSession, Reading, Seat
from apps.awards.models.submission import ProposalSubmission, SubmittedNominee
from apps.awards.models.upward import UpwardLine, UpwardSubmission

__all__ = [
    "AchievementReport",
    "AgendaItem",
    "AwardDecision",
    "AwardProposal",
    "Certificate",
    "CertificateLayout",
    "CommentPeriod",
    "Conflict",
    "Consultation",
    "Council",
    "CouncilMember",
    "CouncilSession",
    "DecisionLine",
    "DossierPaper",
    "Nominee",
    "ProposalRemark",
    "ProposalSubmission",
    "PublicOpinion",
    "Reading",
    "ReportEntry",
    "Seat",
    "SubmittedNominee",
    "UnitMeeting",
    "UpwardLine",
    "UpwardSubmission",
]
